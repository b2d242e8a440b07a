import type { Adapter } from '../adapters/adapter.ts';
import type { Log } from '../adapters/vendor.ts';
import type { AccountConfiguration } from '../config/configuration.ts';
import { Figures } from '../figures/figures.ts';
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
  const zones = new Map(accounts.map(({ id, settings }) => [id, zoneOf(settings)]));
  const withQueue = accountsWhere(adapters, ({ reportsQueue }) => reportsQueue === true);
  const perCampaign = accountsWhere(adapters, ({ queuePerCampaign }) => queuePerCampaign === true);
  const polled = accountsWhere(adapters, ({ events }) => events === undefined);
  const figures = new Figures(
    (account) => ({
      zone: zones.get(account) ?? 'UTC',
      reportsQueue: withQueue.has(account),
      queuePerCampaign: perCampaign.has(account),
      isPolled: polled.has(account),
    }),
    storedMs,
  );
  const projector = new FiguresProjector(eventLog, figures);
  const start = async () => {
    const end = await eventLog.head();
    await projector.start(end === null ? null : eventLog.placeAt(new Date(eventLog.timeOf(end).getTime() - storedMs)));
    // The log does not hold when polling ended; it did at the latest with the last event.
    const before = end === null ? Date.now() : eventLog.timeOf(end).getTime();
    for (const account of polled) if (!figures.listening.isOpen(account)) figures.endListening(account, before);
  };
  return {
    figures,
    start: () =>
      void start().catch((cause: unknown) => log.warn({ cause }, 'Figures cannot be read from the event log')),
    stop: () => projector.stop(),
    /** An account without a stream is polled from now on, or no longer. */
    onWatch: (account: string, isWatched: boolean) => {
      if (!polled.has(account)) return;
      if (isWatched) figures.beginListening(account, Date.now());
      else figures.endListening(account, Date.now());
    },
  };
}

function accountsWhere(adapters: readonly Adapter[], is: (adapter: Adapter) => boolean): ReadonlySet<string> {
  return new Set(adapters.filter(is).map(({ account }) => account));
}

/** A vendor's settings name its clock under one word. */
function zoneOf(settings: unknown): string | undefined {
  return (settings as { readonly timeZone?: string }).timeZone;
}
