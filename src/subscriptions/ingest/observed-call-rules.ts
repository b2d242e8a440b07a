import type { EventRecord } from '../../adapters/event.ts';

type CallEvent = Extract<EventRecord, { kind: 'CALL' }>;

/** Decides what is stored of calls that an account only observes. */
export interface ObservedCallRules {
  /** What is to be stored when the watch of an account begins, of calls since then. */
  begin(account: string, since: Date): Promise<readonly EventRecord[]>;
  /** What is to be stored for an event of an observed call. */
  observed(event: CallEvent): Promise<readonly EventRecord[]>;
  /** What is to be stored after an event of a carried call. */
  carried(event: CallEvent): Promise<readonly EventRecord[]>;
}
