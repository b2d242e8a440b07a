import type { Adapter } from '../adapters/adapter.ts';
import type { Log } from '../adapters/vendor.ts';
import type { AccountConfiguration } from '../config/configuration.ts';
import { DEFAULT_MEMORY_MS, Figures } from '../figures/figures.ts';
import type { AccountFacts } from '../figures/state.ts';
import type { FigureStore } from '../storage/figure-store.ts';
import { FigureCheckpoints } from '../subscriptions/figures/checkpoints.ts';
import { archiveOf, UnreadableCells } from '../subscriptions/figures/unreadable-cells.ts';
import type { EventLog } from '../subscriptions/log/log.ts';
import { untilAnswered } from '../subscriptions/log/until-answered.ts';

const DAY_MS = 24 * 3_600_000;

/** Where figures are stored, and for how long. */
interface FigureStorage {
  readonly store: FigureStore;
  /** Days for which figures of the past are stored. */
  readonly retentionDays: number;
}

/** Figures over all accounts, each by its own clock, and how they begin and stop to take in the log. */
export function createFigures(
  accounts: readonly AccountConfiguration[],
  adapters: readonly Adapter[],
  eventLog: EventLog,
  log: Log,
  { store, retentionDays }: FigureStorage,
) {
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
  const archive = archiveOf(store, () => unreadable);
  const figures = new Figures((account) => facts.get(account) ?? UNKNOWN, { archive });
  const unreadable = new UnreadableCells(figures, log);
  const checkpoints = new FigureCheckpoints({
    ...{ log: eventLog, figures, store, unreadable, logger: log },
    ...{ memoryMs: DEFAULT_MEMORY_MS, retentionMs: retentionDays * DAY_MS, now: () => new Date() },
  });
  let isStopped = false;
  const start = async () => {
    const end = await untilAnswered(
      () => eventLog.head(),
      () => isStopped,
      (cause) => log.warn({ cause }, 'Figures cannot be read from the event log yet'),
    );
    if (end === undefined) return;
    await checkpoints.start();
    // The log does not hold when polling ended; it did at the latest with the last event.
    const before = end === null ? Date.now() : eventLog.timeOf(end).getTime();
    for (const account of facts.keys())
      if (isPolled(account) && !figures.listening.isOpen(account)) figures.endListening(account, before);
  };
  return {
    figures,
    /** Begins to count; resolves when the figures are those of the whole log. */
    start: () =>
      start().catch((cause: unknown) => log.error({ cause }, 'The event log cannot be counted into figures')),
    async stop() {
      isStopped = true;
      await checkpoints.stop();
      store.close();
    },
    /** Whether figures cannot be stored at present. */
    isFailing: () => checkpoints.isFailing,
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

/** The facts of an account that was never configured here. */
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
