import type { Adapter } from '../adapters/adapter.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Configuration } from '../config/configuration.ts';
import type { PastCalls } from '../gateway/gateway.ts';
import type { PastCallStore } from '../storage/past-call-store.ts';
import type { EventLog } from '../subscriptions/log/log.ts';
import { PastCallWriter } from '../subscriptions/past-calls/writer.ts';

const DAY = 24 * 3_600_000;

/** The record of ended calls, and how it begins and stops to be written from the event log. */
export function createPastCalls(
  { events }: Pick<Configuration, 'events'>,
  adapters: readonly Adapter[],
  store: PastCallStore,
  log: EventLog,
  logger: Log,
) {
  const accounts = streaming(adapters);
  const retention = events.callRetentionDays * DAY;
  const recorder = new PastCallWriter({ log, store, accounts, retention, logger, now: () => new Date() });
  const pastCalls: PastCalls = {
    read: async (bounds) => {
      await recorder.flush();
      return store.read(bounds);
    },
    find: (account, nativeId) => store.find(account, nativeId),
    since: (account) => recorder.since(account),
  };
  return {
    pastCalls,
    /** Whether ended calls cannot be written at present. */
    isFailing: () => recorder.isFailing,
    /** Records the calls of these accounts too. */
    addAccounts: async (added: readonly Adapter[]) => {
      for (const account of streaming(added)) await recorder.addAccount(account);
    },
    start: () =>
      void recorder
        .start()
        .catch((cause: unknown) => logger.error({ cause }, 'Ended calls of the event log cannot be recorded')),
    async stop() {
      await recorder.stop();
      store.close();
    },
  };
}

function streaming(adapters: readonly Adapter[]): string[] {
  return adapters.filter((adapter) => adapter.events).map(({ account }) => account);
}
