import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { describe, it, onTestFinished } from 'vitest';
import { RedisAuditStore } from '../../src/storage/redis-audit-store.ts';
import { CacheInvalidationBus } from '../../src/storage/redis-cache-invalidation.ts';
import { RedisFigureStore } from '../../src/storage/redis-figure-store.ts';
import { RedisIdempotencyStore } from '../../src/storage/redis-idempotency-store.ts';
import { RedisLease } from '../../src/storage/redis-lease.ts';
import { RedisPastCallStore } from '../../src/storage/redis-past-call-store.ts';
import { openRedisQuotaCounts } from '../../src/storage/redis-quota-counts.ts';
import { until } from '../helpers/until.ts';
import { redisForTests } from '../subscriptions/redis-client.ts';
import { noRedis } from '../subscriptions/redis-server.ts';

const PREFIX = `redis-connections-${process.pid}`;

/** Opens a way to a Redis, and counts the connections on it. */
async function counted(target: string) {
  const { hostname, port } = new URL(target);
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    ends.add(near);
    near.on('close', () => {
      ends.delete(near);
      far.destroy();
    });
    for (const end of [near, far]) end.on('error', () => near.destroy());
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    for (const end of ends) end.destroy();
  });
  await once(server, 'listening');
  return { url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`, ends };
}

describe.skipIf(noRedis)('what is stored in Redis', () => {
  const redis = redisForTests();

  it.each<[string, number, (url: string) => { close(): unknown } | Promise<{ close(): unknown }>]>([
    ['audit lines', 1, (url) => new RedisAuditStore(url, PREFIX)],
    ['figures', 1, (url) => new RedisFigureStore(url, PREFIX)],
    ['claims of acts', 1, (url) => new RedisIdempotencyStore(url, PREFIX)],
    ['past calls', 1, (url) => new RedisPastCallStore({ url, prefix: PREFIX })],
    ['counts of calls', 1, (url) => openRedisQuotaCounts(url, PREFIX)],
    ['invalidations', 2, (url) => new CacheInvalidationBus(url, PREFIX)],
    ['leases', 2, (url) => new RedisLease({ url, prefix: PREFIX })],
  ])('has no connection for %s once they are closed', async (_, connections, open) => {
    const { url, ends } = await counted(redis.url);
    const store = await open(url);
    await until(() => ends.size === connections, 'it is connected');
    await store.close();
    await until(() => ends.size === 0, 'no connection is left', 5_000);
  });
});
