/** A runner whose accounts are removed and added again, and which hands its streams over. */
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Adapter, EventRecord, StreamOptions } from '../../src/adapters/adapter.ts';
import type { Lease } from '../../src/storage/lease.ts';
import { Runner, type RunnerOptions } from '../../src/subscriptions/ingest/runner.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { until } from '../helpers/until.ts';
import { silent } from './events.ts';

/** An account whose stream and watch last until they are ended; the stream is open at once or never. */
function adapterOf(account: string, isOpen = true) {
  const streams: AbortSignal[] = [];
  const watches: AbortSignal[] = [];
  const lasting = (signals: AbortSignal[]) =>
    async function* ({ signal, onListening }: StreamOptions) {
      signals.push(signal);
      if (isOpen) onListening?.();
      if (!signal.aborted) await once(signal, 'abort');
      yield* [] as EventRecord[];
    };
  const adapter = {
    ...{ account, reportsListening: true, watches: ['CAMPAIGN'], check: async () => 'fine' },
    events: lasting(streams),
    watch: (_: unknown, options: StreamOptions) => lasting(watches)(options),
  };
  return { adapter: adapter as unknown as Adapter, streams, watches };
}

async function running(adapters: readonly Adapter[], options: Partial<RunnerOptions> = {}) {
  const log = await openSqliteLog({ file: ':memory:' });
  const runner = new Runner({ log, adapters, logger: silent, snapshotWait: 60_000, ...options });
  onTestFinished(async () => {
    await runner.stop();
    await log.close();
  });
  runner.start();
  return { runner, log };
}

test('of an account that was removed nothing is known, and nothing is received until it is added again', async () => {
  const [floor, dial] = [adapterOf('floor'), adapterOf('dial')];
  const { runner, log } = await running([floor.adapter, dial.adapter]);
  await until(() => runner.status('floor') === 'UP' && runner.status('dial') === 'UP', 'both are up');
  runner.watch(['CAMPAIGN'], 'all');
  await until(() => floor.watches.length === 1, 'it is watched');
  await runner.ready(['CALL'], new Set(['floor']));
  await runner.removeAccount('floor');
  expect([...floor.streams, ...floor.watches].map(({ aborted }) => aborted)).toEqual([true, true]);
  expect([runner.status('floor'), runner.status('dial'), dial.streams[0]?.aborted]).toEqual([undefined, 'UP', false]);
  const again = adapterOf('floor', false);
  runner.addAccount(again.adapter);
  await until(() => again.streams.length === 1 && again.watches.length === 1, 'it is received and watched again');
  let isReady = false;
  void runner.ready(['CALL'], new Set(['floor'])).then(() => {
    isReady = true;
  });
  await turn();
  expect([isReady, runner.status('floor')], 'its stream is not open yet').toEqual([false, undefined]);
  const stored = (await log.read(null, 100)).events.map(({ event }) => `${event.account} ${event.kind}`);
  expect(stored.toSorted()).toEqual(['dial ACCOUNT', 'floor ACCOUNT']);
});

test('a runner hands over the streams that it receives whole, and its watches continue without listeners', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const offered: (readonly string[])[] = [];
  const lease = {
    hold: (_: string, work: (signal: AbortSignal, handedOver: boolean) => Promise<void>, signal: AbortSignal) =>
      work(signal, false),
    handOver: async (names: readonly string[]) => void offered.push(names),
  };
  const [open, closed] = [adapterOf('floor'), adapterOf('dial', false)];
  const { runner } = await running([open.adapter, closed.adapter], { lease: lease as unknown as Lease, linger: 10 });
  const leave = runner.watch(['CAMPAIGN'], new Set(['floor']));
  const isBegun = () => runner.status('floor') === 'UP' && open.watches.length === 1 && closed.streams.length === 1;
  for (let turns = 0; turns < 1_000 && !isBegun(); turns += 1) await turn();
  expect(isBegun()).toBe(true);
  for (let turns = 0; turns < 10; turns += 1) await turn();
  await runner.handOver();
  expect(offered.map((names) => names.toSorted())).toEqual([['events:floor', 'watch:floor']]);
  leave();
  vi.advanceTimersByTime(20);
  expect(open.watches[0]?.aborted).toBe(false);
});

test('a watch that another gateway hands over continues here for twenty seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let offer: (name: string) => void = () => undefined;
  const lease = {
    hold: (_: string, work: (signal: AbortSignal, handedOver: boolean) => Promise<void>, signal: AbortSignal) =>
      work(signal, false),
    onOffer: (listener: typeof offer) => {
      offer = listener;
    },
  };
  const { adapter, watches } = adapterOf('floor');
  await running([adapter], { lease: lease as unknown as Lease, linger: 10 });
  for (const name of ['events:floor', 'watch:unknown']) offer(name);
  await turn();
  expect(watches).toEqual([]);
  offer('watch:floor');
  for (let turns = 0; turns < 1_000 && watches.length === 0; turns += 1) await turn();
  vi.advanceTimersByTime(20_009);
  expect(watches[0]?.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(watches[0]?.aborted).toBe(true);
});
