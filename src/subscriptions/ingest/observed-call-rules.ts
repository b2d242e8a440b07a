import type { EventRecord } from '../../adapters/event.ts';

type CallEvent = Extract<EventRecord, { kind: 'CALL' }>;

/** Decides what is stored of calls that an account only observes, and of the calls of recordings. */
export interface ObservedCallRules {
  /** The events to store when the watch of an account begins, for calls since then. */
  begin(account: string, since: Date): Promise<readonly EventRecord[]>;
  observed(event: CallEvent): Promise<readonly EventRecord[]>;
  /** The events to store after an event of a carried call. */
  carried(event: CallEvent): Promise<readonly EventRecord[]>;
  /** The events to store after an event of a recording: the changes of its calls. */
  recording(event: Extract<EventRecord, { kind: 'RECORDING' }>): readonly EventRecord[];
}
