import type { Adapter } from '../adapters/adapter.ts';
import type { Log } from '../adapters/vendor.ts';
import type { AccountConfiguration } from '../config/configuration.ts';
import { Figures } from '../figures/figures.ts';
import type { AccountFacts } from '../figures/state.ts';
import { FiguresProjector } from '../subscriptions/figures/projector.ts';
import type { EventLog } from '../subscriptions/log/log.ts';

/** Milliseconds for which figures of the past are stored at most: 31 days. */
const LONGEST_RETENTION_MS = 31 * 24 * 3_600_000;

/** Figures over all accounts, each by its own clock, and how they begin and stop to take in the log. */
export function createFigures(
  accounts: readonly AccountConfiguration[],
  adapters: readonly Adapter[],
  eventLog: EventLog,
  log: Log,
  retentionMs: number,
) {
  const storedMs = Math.min(retentionMs, LONGEST_RETENTION_MS);
  const facts = new Map<string, AccountFacts>();
  const setAccounts = (configured: readonly AccountConfiguration[], connected: readonly Adapter[]) => {
    // The facts of a removed account are needed for its figures of the past.
    for (const adapter of connected) {
      const settings = configured.find(({ id }) => id === adapter.account)?.settings;
      facts.set(adapter.account, factsOf(adapter, settings));
    }
  };
  setAccounts(accounts, adapters);
  const isPolled = (account: string) => facts.get(account)?.isPolled === true;
  const figures = new Figures((account) => facts.get(account) ?? UNKNOWN, storedMs);
  const projector = new FiguresProjector(eventLog, figures);
  const start = async () => {
    const end = await eventLog.head();
    await projector.start(end === null ? null : eventLog.placeAt(new Date(eventLog.timeOf(end).getTime() - storedMs)));
    // The log does not hold when polling ended; it did at the latest with the last event.
    const before = end === null ? Date.now() : eventLog.timeOf(end).getTime();
    for (const account of facts.keys())
      if (isPolled(account) && !figures.listening.isOpen(account)) figures.endListening(account, before);
  };
  return {
    figures,
    start: () =>
      void start().catch((cause: unknown) => log.warn({ cause }, 'Figures cannot be read from the event log')),
    stop: () => projector.stop(),
    /** Knows these accounts too, or otherwise. */
    setAccounts,
    /** An account without a stream is polled from now on, or no longer. */
    onWatch: (account: string, isWatched: boolean) => {
      if (!isPolled(account)) return;
      if (isWatched) figures.beginListening(account, Date.now());
      else figures.endListening(account, Date.now());
    },
  };
}

/** What is assumed of an account that was never configured here. */
const UNKNOWN: AccountFacts = { zone: 'UTC', reportsQueue: false, queuePerCampaign: false };

/** The facts about an account that figures need; every vendor's settings name its time zone alike. */
function factsOf({ reportsQueue, queuePerCampaign, events }: Adapter, settings: unknown): AccountFacts {
  return {
    zone: (settings as { readonly timeZone?: string } | undefined)?.timeZone ?? 'UTC',
    reportsQueue: reportsQueue === true,
    queuePerCampaign: queuePerCampaign === true,
    isPolled: events === undefined,
  };
}
