import type { Log } from '../adapters/vendor.ts';
import { RedisLease } from '../subscriptions/lease.ts';
import type { Retention } from '../subscriptions/log.ts';
import { openRedisLog } from '../subscriptions/redis.ts';
import { ActedInRedis } from './acted-in-redis.ts';
import { ActsInRedis } from './acts-in-redis.ts';
import { openCountsInRedis } from './counts-in-redis.ts';

/** Opens what gateways that share a Redis keep there; loaded only by those. */
export async function openKeepingsInRedis(url: string, retention: Partial<Retention>, log: Log) {
  const eventLog = await openRedisLog({ url, log, retention });
  const counts = await openCountsInRedis(url);
  return { eventLog, acts: new ActsInRedis(url), lease: new RedisLease({ url }), counts, acted: new ActedInRedis(url) };
}
