import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { RedisLease } from '../../src/storage/redis-lease.ts';
import { until } from '../helpers/until.ts';
import { redisForTests } from './redis-client.ts';
import { noRedis } from './redis-server.ts';
import { lineTo } from './tcp-proxy.ts';

if (noRedis) console.warn(noRedis);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe.skipIf(noRedis)('a lease', () => {
  const redis = redisForTests();
  let leases = 0;

  /** Gateways that want the same lease, each by its own way to Redis, and who worked how. */
  function gateways(lasting: number, urls: readonly string[]) {
    leases += 1;
    const prefix = `lease-test-${process.pid}-${leases}`;
    const working = new Set<number>();
    const seen = { working, most: 0, begun: urls.map(() => 0) };
    const hold = (index: number) => {
      const lease = new RedisLease({ url: urls[index] ?? '', prefix, lasting });
      const stop = new AbortController();
      const work = async (signal: AbortSignal) => {
        seen.begun[index] = (seen.begun[index] ?? 0) + 1;
        working.add(index);
        seen.most = Math.max(seen.most, working.size);
        if (!signal.aborted) await once(signal, 'abort');
        working.delete(index);
      };
      const ended = lease.hold('work', work, stop.signal);
      const end = async () => {
        stop.abort();
        await ended;
        lease.close();
      };
      cleanups.push(end);
      return end;
    };
    return { key: `{${prefix}}:lease:work`, seen, hold };
  }

  it('is held as long as the work lasts, and is free at once after it', async () => {
    const lasting = 3_000;
    const { key, seen, hold } = gateways(lasting, [redis.url]);
    const end = hold(0);
    await until(() => seen.working.has(0), 'it works');
    const begun = Date.now();
    await until(() => Date.now() > begun + lasting * 0.6, 'it was renewed');
    expect(seen).toMatchObject({ begun: [1], working: new Set([0]) });
    expect(await redis.client.pttl(key)).toBeGreaterThan(lasting / 2);
    await end();
    expect(await redis.client.exists(key)).toBe(0);
  });

  it('that another took is given up as soon as that is known, and left to the other', async () => {
    const lasting = 3_000;
    const { key, seen, hold } = gateways(lasting, [redis.url]);
    const end = hold(0);
    await until(() => seen.working.has(0), 'it works');
    await redis.client.set(key, 'another', 'PX', 60_000);
    const taken = Date.now();
    await until(() => !seen.working.has(0), 'it is given up');
    expect(Date.now() - taken).toBeLessThan(lasting / 3);
    await end();
    expect(await redis.client.get(key)).toBe('another');
    expect(await redis.client.pttl(key)).toBeGreaterThan(30_000);
    await redis.client.del(key);
  });

  it('whose holder hears nothing of Redis is given up before another takes it, and not taken back from that', async () => {
    const line = await lineTo(redis.url);
    cleanups.push(() => line.close());
    const { key, seen, hold } = gateways(900, [line.url, redis.url]);
    hold(0);
    await until(() => seen.working.has(0), 'the first works');
    hold(1);
    line.stick();
    await until(() => seen.working.has(1), 'the other takes over');
    const owner = await redis.client.get(key);
    const { answers } = line;
    line.free();
    await until(() => line.answers > answers + 4, 'the first asks for it again');
    expect(await redis.client.get(key)).toBe(owner);
    expect(seen).toMatchObject({ most: 1, begun: [1, 1], working: new Set([1]) });
  });
});
