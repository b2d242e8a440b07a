import type { Configuration } from '../config/configuration.ts';
import type { AuditStore } from '../storage/audit-store.ts';
import { siblingFile } from '../storage/database.ts';
import { SqliteAuditStore } from '../storage/sqlite-audit-store.ts';

/** Opens the audit trail of a configuration: in the Redis that gateways share, or in a file beside the event log. */
export async function openAuditStore({ events, redis }: Pick<Configuration, 'events' | 'redis'>): Promise<AuditStore> {
  if (!redis) return new SqliteAuditStore(siblingFile(events.file, 'audit'));
  const { RedisAuditStore } = await import('../storage/redis-audit-store.ts');
  return new RedisAuditStore(redis.url);
}
