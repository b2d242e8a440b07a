import type { Log } from '../adapters/vendor.ts';
import type { Configuration } from '../config/configuration.ts';
import type { AuditStore } from '../storage/audit-store.ts';
import { siblingFile } from '../storage/database.ts';
import type { FigureStore } from '../storage/figure-store.ts';
import type { IdempotencyStore } from '../storage/idempotency-store.ts';
import type { PastCallStore } from '../storage/past-call-store.ts';
import type { CacheInvalidationBus } from '../storage/redis-cache-invalidation.ts';
import type { RedisLease } from '../storage/redis-lease.ts';
import type { RedisQuotaCounts } from '../storage/redis-quota-counts.ts';
import { SqliteFigureStore } from '../storage/sqlite-figure-store.ts';
import { SqliteIdempotencyStore } from '../storage/sqlite-idempotency-store.ts';
import { SqlitePastCallStore } from '../storage/sqlite-past-call-store.ts';
import type { EventLog } from '../subscriptions/log/log.ts';
import { openSqliteLog } from '../subscriptions/log/open-sqlite-log.ts';
import { openAuditStore } from './open-audit-store.ts';

const HOUR = 3_600_000;

/** The data that survives a restart: in the gateway's own files, or in a shared Redis. */
export interface Stores {
  readonly eventLog: EventLog;
  readonly acts: IdempotencyStore;
  readonly audit: AuditStore;
  readonly pastCalls: PastCallStore;
  readonly figures: FigureStore;
  readonly lease?: RedisLease;
  readonly counts?: RedisQuotaCounts;
  readonly cacheInvalidation?: CacheInvalidationBus;
}

/** Opens the stores that a configuration names. */
export async function openStores({ events, redis }: Configuration, log: Log): Promise<Stores> {
  const retention = { age: events.retentionHours * HOUR };
  if (redis) return (await import('./redis-stores.ts')).openRedisStores(redis.url, retention, log);
  const { file } = events;
  const eventLog = await openSqliteLog({ file, log, retention });
  try {
    return {
      eventLog,
      pastCalls: new SqlitePastCallStore(siblingFile(file, 'calls'), log),
      figures: new SqliteFigureStore(siblingFile(file, 'metrics')),
      acts: new SqliteIdempotencyStore(siblingFile(file, 'acts')),
      audit: await openAuditStore({ events, redis }),
    };
  } catch (thrown) {
    await eventLog.close();
    throw thrown;
  }
}
