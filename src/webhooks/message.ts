import { writeId } from '../access/global-id.ts';
import type { EventRecord } from '../adapters/adapter.ts';
import { eventName } from '../adapters/event-types.ts';
import type { ReaderItem } from '../subscriptions/log/reader.ts';
import type { Message } from './sender.ts';

/** What an event is about, by the ids the GraphQL side gives. */
function idsOf(event: EventRecord): Readonly<Record<string, string | null>> {
  const { account } = event;
  switch (event.kind) {
    case 'CALL':
      return { callId: writeId('Call', account, event.call.nativeId) };
    case 'AGENT':
      return { agentId: event.agent.nativeId ? writeId('Agent', account, event.agent.nativeId) : null };
    case 'RECORDING':
      return { recordingId: event.recording ? writeId('Recording', account, event.recording.nativeId) : null };
    case 'CAMPAIGN':
      return { campaignId: event.campaign.nativeId ? writeId('Campaign', account, event.campaign.nativeId) : null };
    case 'IMPORT':
      return { importId: writeId('ContactImport', account, event.importId) };
    case 'REPORT':
      return { reportId: writeId('Report', account, event.reportId) };
    default:
      return {};
  }
}

function typeOf(event: EventRecord): string | null {
  if (event.kind === 'VENDOR') return event.name;
  return eventName(event).split('.')[1] ?? null;
}

/** A message and the kind of its event. */
export interface Composed extends Message {
  /** Such as `call.ended`. */
  readonly type: string;
}

/** The message of an event; its id is the event's cursor, the same however often it is sent. */
export function messageOf(item: ReaderItem, cursor: string): Composed {
  const data = item.gap
    ? { kind: 'GAP', type: null, occurredAt: item.to.toISOString(), account: null, from: item.from, to: item.to }
    : {
        kind: item.event.kind,
        type: typeOf(item.event),
        occurredAt: item.event.occurredAt,
        account: { key: item.event.account },
        ...idsOf(item.event),
      };
  const type = [data.kind, data.type].filter(Boolean).join('.').toLowerCase();
  return { id: cursor, type, body: JSON.stringify({ type, timestamp: data.occurredAt, data: { cursor, ...data } }) };
}
