import type { Holder } from '../access/caller.ts';
import type { Log } from '../adapters/vendor.ts';
import type { AuditEntry } from '../resolvers/audit.ts';

/** Logs one line for each recording that was delivered or refused, with the caller. */
export function writeAudit(
  log: Log,
  { id, tenant }: Holder,
  entry: AuditEntry,
  outcome: string,
  requestId?: string,
): void {
  log.info({ audit: { caller: id, tenant, ...entry, outcome }, requestId }, 'A recording was asked for');
}
