import type { EventRecord } from '../adapters/adapter.ts';
import { eventName } from '../adapters/event-types.ts';
import type { ReaderItem } from '../subscriptions/log/reader.ts';
import { payloadOf } from './payload.ts';
import type { Message } from './sender.ts';

function typeOf(event: EventRecord): string | null {
  if (event.kind === 'VENDOR') return event.name;
  return eventName(event).split('.')[1] ?? null;
}

/** A message and the kind of its event. */
export interface Composed extends Message {
  /** Such as `call.ended`. */
  readonly type: string;
}

function dataOf(item: ReaderItem) {
  if (item.gap) {
    const { from, to } = item;
    return { kind: 'GAP', type: null, occurredAt: to.toISOString(), account: null, from, to, reason: null };
  }
  const { event } = item;
  const { kind, occurredAt, account } = event;
  return { kind, type: typeOf(event), occurredAt, account: { key: account }, ...payloadOf(event) };
}

/** The message of an event; its id is the event's cursor, the same however often it is sent. */
export function messageOf(item: ReaderItem, cursor: string): Composed {
  const data = dataOf(item);
  const type = [data.kind, data.type].filter(Boolean).join('.').toLowerCase();
  return { id: cursor, type, body: JSON.stringify({ type, timestamp: data.occurredAt, data: { cursor, ...data } }) };
}
