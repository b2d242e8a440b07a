import type { Gap } from '../../../schema/event.ts';
import type { SubscriptionPayload } from '../request.ts';

/** Gaps that the next events carry in `missed`, by account key. */
export type PendingGaps = Map<string, Gap>;

/** Adds gaps to be carried by the next events; adds no payloads. */
export function addPendingGaps(
  gaps: readonly SubscriptionPayload[],
  pending: PendingGaps,
): readonly SubscriptionPayload[] {
  for (const { event } of gaps) pending.set(event.account.key, event as Gap);
  return [];
}

/**
 * Takes the gap the next event carries: its own account's first, else any other, since a client that resumes from a cursor
 * behind a gap does not receive that gap again.
 */
export function takePendingGap(pending: PendingGaps, account: string): Gap | null {
  const key = pending.has(account) ? account : pending.keys().next().value;
  if (key === undefined) return null;
  const gap = pending.get(key) ?? null;
  pending.delete(key);
  return gap;
}
