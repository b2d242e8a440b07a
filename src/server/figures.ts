import type { Adapter } from '../adapters/adapter.ts';
import type { Log } from '../adapters/vendor.ts';
import type { AccountConfiguration } from '../config/configuration.ts';
import { Figures } from '../figures/figures.ts';
import { FiguresProjector } from '../subscriptions/figures/projector.ts';
import type { EventLog } from '../subscriptions/log/log.ts';

/** Milliseconds of the log that figures of a day need: its longest day. */
const DAY_MS = 25 * 3_600_000;

/** Figures over all accounts, each by its own clock, and how they begin and stop to take in the log. */
export function createFigures(
  accounts: readonly AccountConfiguration[],
  adapters: readonly Adapter[],
  eventLog: EventLog,
  log: Log,
) {
  const zones = new Map(accounts.map(({ id, settings }) => [id, zoneOf(settings)]));
  const withQueue = accountsWhere(adapters, ({ reportsQueue }) => reportsQueue === true);
  const perCampaign = accountsWhere(adapters, ({ queuePerCampaign }) => queuePerCampaign === true);
  const polled = accountsWhere(adapters, ({ events }) => events === undefined);
  const figures = new Figures((account) => ({
    zone: zones.get(account) ?? 'UTC',
    reportsQueue: withQueue.has(account),
    queuePerCampaign: perCampaign.has(account),
    isPolled: polled.has(account),
  }));
  const projector = new FiguresProjector(eventLog, figures);
  const start = async () => {
    const end = await eventLog.head();
    await projector.start(end === null ? null : eventLog.placeAt(new Date(eventLog.timeOf(end).getTime() - DAY_MS)));
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
