import type { CallRecord } from './records.ts';

type Started = Pick<CallRecord, 'startedAt'>;

/** Whether two records with one key of one account are of one call: a vendor may use a key again, then for a call that began at another time. */
export function isSameCall({ startedAt: one }: Started, { startedAt: other }: Started): boolean {
  return !one || !other || one === other;
}
