import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisLease } from '../../src/storage/redis-lease.ts';
import { until } from '../helpers/until.ts';
import { cleanups } from './flaky-source.ts';
import { noRedis, startRedis, type TestRedis } from './redis-server.ts';

describe.skipIf(noRedis)('a lease', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.dispose());

  it('has one holder of several gateways, and another takes over', async () => {
    const prefix = `lease-${process.pid}`;
    const leases = [0, 1, 2].map(() => new RedisLease({ url: redis.url, prefix, lasting: 600 }));
    cleanups.push(() => leases.map((lease) => lease.close()));
    const working = new Set<number>();
    let most = 0;
    const stops = leases.map((lease, index) => {
      const stop = new AbortController();
      const work = async (signal: AbortSignal) => {
        working.add(index);
        most = Math.max(most, working.size);
        await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
        working.delete(index);
      };
      return { stop, ended: lease.hold('events:floor', work, stop.signal) };
    });
    const first = await until(() => [...working].map(String)[0], 'one works');
    leases[Number(first)]?.close();
    const next = await until(() => [...working].map(String).find((index) => index !== first), 'another takes over');
    expect(next).not.toBe(first);
    for (const { stop } of stops) stop.abort();
    await Promise.all(stops.map(({ ended }) => ended));
    expect(most).toBe(1);
  });
});
