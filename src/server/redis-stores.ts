import type { Log } from '../adapters/vendor.ts';
import { RedisAuditStore } from '../storage/redis-audit-store.ts';
import { CacheInvalidationBus } from '../storage/redis-cache-invalidation.ts';
import { RedisFigureStore } from '../storage/redis-figure-store.ts';
import { RedisIdempotencyStore } from '../storage/redis-idempotency-store.ts';
import { RedisLease } from '../storage/redis-lease.ts';
import { RedisPastCallStore } from '../storage/redis-past-call-store.ts';
import { openRedisQuotaCounts } from '../storage/redis-quota-counts.ts';
import type { Retention } from '../subscriptions/log/log.ts';
import { openRedisLog } from '../subscriptions/log/redis-log.ts';

/** Opens what gateways that share a Redis keep there; loaded only by those. */
export async function openRedisStores(url: string, retention: Partial<Retention>, log: Log) {
  const eventLog = await openRedisLog({ url, log, retention });
  const counts = await openRedisQuotaCounts(url);
  return {
    eventLog,
    audit: new RedisAuditStore(url),
    acts: new RedisIdempotencyStore(url),
    pastCalls: new RedisPastCallStore({ url, log }),
    figures: new RedisFigureStore(url),
    lease: new RedisLease({ url, log }),
    counts,
    cacheInvalidation: new CacheInvalidationBus(url),
  };
}
