import { describe, expect, onTestFinished, test } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import type { Gateway } from '../../src/gateway/gateway.ts';
import { createFigures } from '../../src/server/figures.ts';
import { quietLog } from '../../src/server/logging.ts';
import { restoreRecent } from '../../src/server/restore.ts';
import { SqliteFigureStore } from '../../src/storage/sqlite-figure-store.ts';
import { SqlitePastCallStore } from '../../src/storage/sqlite-past-call-store.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { PastCallWriter } from '../../src/subscriptions/past-calls/writer.ts';
import { callEvent, TEN } from '../figures/events.ts';
import { fakeAdapter } from '../unified/world.ts';

const HOUR = 3_600_000;

/** A log with an ended call that does not answer the first question. */
async function silentAtFirst(): Promise<EventLog> {
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  await log.append([
    callEvent(0, 'STARTED', { state: 'RINGING', startedAt: 0 }),
    callEvent(5, 'ENDED', { state: 'ENDED', startedAt: 0, endedAt: 5 }),
  ]);
  let isSilent = true;
  return new Proxy(log, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const refuses = isSilent && ['head', 'read', 'noted'].includes(String(name));
      if (!refuses) return value.bind(target);
      isSilent = false;
      return () => Promise.reject(new Error('The event log does not answer'));
    },
  });
}

describe.concurrent('a log that does not answer while the gateway starts, and then does', () => {
  test('is counted into figures', async () => {
    const log = await silentAtFirst();
    const floor = fakeAdapter('floor', 'FIVE9_CTI', { events: async function* () {} });
    const storage = { store: new SqliteFigureStore(':memory:'), retentionDays: 1 };
    const { figures, start, stop } = createFigures([], [floor] as Adapter[], log, quietLog, storage);
    await start();
    const cells = figures.history('floor', figures.day('floor', TEN), TEN + HOUR);
    expect(cells.map(({ measures }) => measures.offered)).toContain(1);
    await stop();
  });

  test('is written to the record of ended calls', async () => {
    const log = await silentAtFirst();
    const store = new SqlitePastCallStore(':memory:');
    const parts = {
      log,
      store,
      accounts: ['floor'],
      retention: 100_000 * HOUR,
      logger: quietLog,
      now: () => new Date(),
    };
    const writer = new PastCallWriter(parts);
    await writer.start();
    expect(await store.find('floor', '7/a')).toMatchObject({ call: { state: 'ENDED' } });
    expect(writer.since('floor')).not.toBeNull();
    await writer.stop();
    store.close();
  });

  test('restores the calls of before the start', async () => {
    const log = await silentAtFirst();
    const restored: string[] = [];
    const failures: unknown[] = [];
    const gateway = {
      restore: (events: { subject: string }[]) => restored.push(...events.map(({ subject }) => subject)),
    };
    const failed = (cause: unknown) => void failures.push(cause);
    await restoreRecent(log, gateway as unknown as Gateway, { observe() {} }, { isOver: () => false, failed });
    expect(restored).toEqual(['7/a', '7/a']);
    expect(failures).toHaveLength(1);
  });
});
