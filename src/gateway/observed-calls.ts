import type { CallRecord } from '../adapters/adapter.ts';
import type { Contribution } from './gateway.ts';
import { match } from './matching.ts';

/** Whether a call that is heard now is this one: by the id both carry, else found as a recording finds its call. */
function isSameConversation(carried: CallRecord, observed: CallRecord, now: number): boolean {
  if (observed.callId && carried.state !== 'ENDED' && carried.callId === observed.callId) return true;
  return match(carried, { ...observed, annotations: [] }, now) !== null;
}

/**
 * Leaves out calls a vendor only hears where the account that carries them tells of them, since they are one conversation,
 * or has told that they are over, since whoever hears them learns that later.
 */
export function dedupeObservedCalls(
  contributions: readonly Contribution<CallRecord>[],
  now: number,
  idsOver: () => ReadonlySet<string>,
): readonly Contribution<CallRecord>[] {
  if (!contributions.some(({ rows }) => rows.some(({ observedOnly }) => observedOnly))) return contributions;
  const over = idsOver();
  const carried = contributions.flatMap(({ rows }) => rows.filter(({ observedOnly }) => !observedOnly));
  const isEcho = (call: CallRecord) =>
    call.observedOnly && (over.has(call.callId ?? '') || carried.some((other) => isSameConversation(other, call, now)));
  return contributions.map((contribution) =>
    contribution.rows.some(({ observedOnly }) => observedOnly)
      ? { ...contribution, rows: contribution.rows.filter((call) => !isEcho(call)) }
      : contribution,
  );
}
