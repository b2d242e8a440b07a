import type { CallRecord } from '../adapters/adapter.ts';
import type { Contribution } from './gateway.ts';
import { match } from './matching.ts';

/** Whether a call that is heard now is this one: by the id both carry, else found as a recording finds its call. */
function isSameConversation(carried: CallRecord, heard: CallRecord, now: number): boolean {
  if (heard.callId && carried.state !== 'ENDED' && carried.callId === heard.callId) return true;
  return match(carried, { ...heard, annotations: [] }, now) !== null;
}

/** Leaves out calls a vendor only hears where the account that carries them tells of them: they are one conversation. */
export function withoutEchoes(
  contributions: readonly Contribution<CallRecord>[],
  now: number,
): readonly Contribution<CallRecord>[] {
  const carried = contributions.flatMap(({ rows }) => rows.filter(({ overheard }) => !overheard));
  const isEcho = (call: CallRecord) => call.overheard && carried.some((other) => isSameConversation(other, call, now));
  return contributions.map((contribution) =>
    contribution.rows.some(({ overheard }) => overheard)
      ? { ...contribution, rows: contribution.rows.filter((call) => !isEcho(call)) }
      : contribution,
  );
}
