import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { CallRecord, EventRecord } from '../../src/adapters/adapter.ts';
import { quietLog } from '../../src/server/logging.ts';
import type { PastCall, PastCallStore } from '../../src/storage/past-call-store.ts';
import { RedisPastCallStore } from '../../src/storage/redis-past-call-store.ts';
import { SqlitePastCallStore } from '../../src/storage/sqlite-past-call-store.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { PastCallWriter } from '../../src/subscriptions/past-calls/writer.ts';
import { until } from '../helpers/until.ts';
import { redisForTests } from './redis-client.ts';
import { noRedis } from './redis-server.ts';

const START = Date.parse('2026-03-02T10:00:00Z');
const iso = (minutes: number) => new Date(START + minutes * 60_000).toISOString();
const past = (nativeId: string, minutes: number, facts: Partial<CallRecord> = {}): PastCall => ({
  account: 'floor',
  at: START + minutes * 60_000,
  call: { nativeId, state: 'ENDED', startedAt: iso(minutes), ...facts },
});
const EVERYTHING = { after: 0, before: Number.POSITIVE_INFINITY, limit: 100 };
const ids = (calls: readonly PastCall[]) => calls.map(({ call }) => call.nativeId);

const redis = noRedis ? null : redisForTests();
const STORES: Readonly<Record<string, () => PastCallStore>> = {
  SQLite: () => new SqlitePastCallStore(':memory:'),
  ...(redis && {
    Redis: () => new RedisPastCallStore({ url: redis.url, prefix: `past-${process.pid}-${Math.random()}` }),
  }),
};

describe.each(Object.entries(STORES))('the record in %s', (_, open) => {
  let store: PastCallStore;
  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());

  test('reads the newest first, within bounds', async () => {
    await store.save([past('1', 1), past('3', 3), past('2', 2)]);
    expect(ids(await store.read(EVERYTHING))).toEqual(['3', '2', '1']);
    expect(ids(await store.read({ after: START + 60_000, before: START + 180_000, limit: 9 }))).toEqual(['2']);
    expect(ids(await store.read({ ...EVERYTHING, limit: 2 }))).toEqual(['3', '2']);
  });

  test('completes a call with what is reported later, and never empties a field', async () => {
    await store.save([past('1', 1, { from: '+16145550100', disposition: null })]);
    await store.save([past('1', 1, { from: null, disposition: 'Resolved' })]);
    expect(await store.read(EVERYTHING)).toMatchObject([{ call: { from: '+16145550100', disposition: 'Resolved' } }]);
  });

  test('holds an id that the vendor uses again as two calls, and finds the newer one', async () => {
    await store.save([past('1', 1), past('1', 90)]);
    expect(await store.read(EVERYTHING)).toHaveLength(2);
    expect((await store.find('floor', '1'))?.call.startedAt).toBe(iso(90));
    expect(await store.find('other', '1')).toBeNull();
  });

  test('removes what is too old, and what was another account’s', async () => {
    await store.save([past('1', 1), past('2', 2), past('3', 3)]);
    await store.trim(START + 120_000);
    await store.remove(past('3', 3));
    expect(ids(await store.read(EVERYTHING))).toEqual(['2']);
    expect(await store.find('floor', '1')).toBeNull();
  });
});

test.skipIf(noRedis)('nothing of a call that was removed stays in Redis', async () => {
  const prefix = `past-removed-${process.pid}`;
  const store = new RedisPastCallStore({ url: redis?.url ?? '', prefix });
  onTestFinished(() => store.close());
  const keys = async () => (await redis?.client.keys(`{${prefix}}:*`))?.length;
  await store.save([past('1', 1), past('2', 2)]);
  expect(await keys()).toBe(3);
  await store.trim(START + 120_000);
  await store.remove(past('2', 2));
  expect(await keys()).toBe(0);
});

if (noRedis) test.skip(`the record in Redis (${noRedis})`);

describe('the recorder', () => {
  let count = 0;
  const event = (minutes: number, call: Partial<CallRecord> & { nativeId: string }, more: object = {}): EventRecord =>
    ({
      ...{ kind: 'CALL', type: 'UPDATED', account: 'floor', subject: call.nativeId, fingerprint: `e${count++}` },
      ...{ occurredAt: iso(minutes), receivedAt: iso(minutes), call: { state: 'CONNECTED', ...call } },
      ...more,
    }) as EventRecord;

  async function openLog(): Promise<EventLog> {
    const log = await openSqliteLog({ file: ':memory:' });
    onTestFinished(() => log.close());
    return log;
  }
  function recorderOf(log: EventLog, store: PastCallStore, now = () => new Date(START)) {
    const parts = { log, store, accounts: ['floor'], retention: 90 * 86_400_000, logger: quietLog, now };
    return new PastCallWriter(parts);
  }
  const stored = async (store: PastCallStore, wanted: number) =>
    until(async () => {
      const calls = await store.read(EVERYTHING);
      return calls.length === wanted ? calls : null;
    });

  test('writes a call whole although its events carry parts', async () => {
    const [log, store] = [await openLog(), new SqlitePastCallStore(':memory:')];
    const recorder = recorderOf(log, store);
    await log.append([event(0, { nativeId: '1', startedAt: iso(0), from: '+16145550100' })]);
    await recorder.start();
    await log.append([
      event(2, { nativeId: '1', state: 'ENDED', endedAt: iso(2) }),
      event(1, { nativeId: '2', startedAt: iso(1) }),
    ]);
    expect(await stored(store, 1)).toMatchObject([
      {
        account: 'floor',
        at: START,
        call: { nativeId: '1', from: '+16145550100', startedAt: iso(0), endedAt: iso(2) },
      },
    ]);
    await recorder.stop();
  });

  test('writes an abandoned wait, and none that ended at an agent', async () => {
    const [log, store] = [await openLog(), new SqlitePastCallStore(':memory:')];
    const recorder = recorderOf(log, store);
    await recorder.start();
    await log.append([
      event(1, { nativeId: 'queue/1', state: 'ENDED', startedAt: iso(0), leftQueue: 'ROUTED' }),
      event(2, { nativeId: 'queue/2', state: 'ENDED', startedAt: iso(0), leftQueue: 'ABANDONED' }),
      event(3, { nativeId: 'queue/3', state: 'ENDED', startedAt: iso(0), leftQueue: null }),
    ]);
    expect(new Set(ids(await stored(store, 2)))).toEqual(new Set(['queue/2', 'queue/3']));
    await recorder.stop();
  });

  test('continues after a stop in the middle of a call, and repeats nothing', async () => {
    const [log, store] = [await openLog(), new SqlitePastCallStore(':memory:')];
    const first = recorderOf(log, store);
    await first.start();
    await log.append([
      event(0, { nativeId: '1', startedAt: iso(0), from: '+16145550100' }),
      event(1, { nativeId: '0', state: 'ENDED', startedAt: iso(-5) }),
    ]);
    await stored(store, 1);
    await first.stop();
    await log.append([event(3, { nativeId: '1', state: 'ENDED' })]);
    const second = recorderOf(log, store);
    await second.start();
    const calls = await stored(store, 2);
    expect(calls[0]).toMatchObject({ call: { nativeId: '1', from: '+16145550100', startedAt: iso(0) } });
    expect(second.since('floor')).toBe(first.since('floor'));
    expect(second.since('other')).toBeNull();
    await second.stop();
  });

  test('leaves an observed call to the account that carries it', async () => {
    const [log, store] = [await openLog(), new SqlitePastCallStore(':memory:')];
    const recorder = recorderOf(log, store);
    await recorder.start();
    const observed = { nativeId: '7', startedAt: iso(0), state: 'ENDED', observedOnly: true } as const;
    await log.append([
      event(1, { ...observed, nativeId: '8' }),
      event(1, observed, { carriedBy: 'other' }),
      event(2, { ...observed, nativeId: '8' }, { carriedBy: 'other', merged: true }),
      event(3, { ...observed, nativeId: '9' }),
    ]);
    expect(ids(await stored(store, 1))).toEqual(['9']);
    await recorder.stop();
  });

  test('removes an observed call that was written before another account was found to carry it', async () => {
    const [log, store] = [await openLog(), new SqlitePastCallStore(':memory:')];
    const recorder = recorderOf(log, store);
    await recorder.start();
    const observed = { nativeId: '8', startedAt: iso(0), state: 'ENDED', observedOnly: true } as const;
    await log.append([event(1, observed), event(1, { ...observed, nativeId: '9' })]);
    await stored(store, 2);
    await log.append([event(2, observed, { carriedBy: 'other', merged: true })]);
    expect(ids(await stored(store, 1))).toEqual(['9']);
    await recorder.stop();
  });

  /** A store that fails until a test restores it. */
  function awayStore() {
    const inner = new SqlitePastCallStore(':memory:');
    const state = { isAway: true };
    const save = async (calls: readonly PastCall[]) => {
      if (state.isAway) throw new Error('away');
      return inner.save(calls);
    };
    const store: PastCallStore = {
      save,
      remove: (call) => inner.remove(call),
      read: (bounds) => inner.read(bounds),
      find: (account, nativeId) => inner.find(account, nativeId),
      trim: (oldest) => inner.trim(oldest),
      close: () => inner.close(),
    };
    return { inner, state, store };
  }

  test('waits for a store that is away, says so, and leaves the events alone', async () => {
    const [log, { inner, state, store }] = [await openLog(), awayStore()];
    const recorder = recorderOf(log, store);
    await recorder.start();
    await log.append([event(1, { nativeId: '1', state: 'ENDED', startedAt: iso(0) })]);
    await until(async () => {
      await recorder.flush();
      return recorder.isFailing;
    });
    expect(await inner.read(EVERYTHING)).toEqual([]);
    expect((await log.read(null, 10)).events).toHaveLength(1);
    state.isAway = false;
    expect(ids(await stored(inner, 1))).toEqual(['1']);
    expect(recorder.isFailing).toBe(false);
    await recorder.stop();
  });

  test('reads calls again from the log that were too many to wait', async () => {
    const [log, { inner, state, store }] = [await openLog(), awayStore()];
    const facts = { log, store, accounts: ['floor'], retention: 90 * 86_400_000, logger: quietLog, mostPending: 3 };
    const recorder = new PastCallWriter({ ...facts, now: () => new Date(START) });
    await recorder.start();
    const ended = (id: number) => event(id, { nativeId: `${id}`, state: 'ENDED', startedAt: iso(id) });
    await log.append([1, 2, 3].map(ended));
    await until(async () => {
      await recorder.flush();
      return recorder.isFailing;
    });
    await log.append([4, 5, 6, 7, 8, 9].map(ended));
    state.isAway = false;
    await recorder.flush();
    await until(async () => (await inner.read(EVERYTHING)).length >= 9 || undefined);
    await log.append([ended(10)]);
    expect(await stored(inner, 10)).toHaveLength(10);
    await recorder.stop();
  });
});
