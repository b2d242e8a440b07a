import {
  AccountStatus,
  AgentEventType,
  AlertEventType,
  CallbackEventType,
  CallEventType,
  CampaignEventType,
  RecordingEventType,
} from '../../schema/vocabulary.ts';
import type { EventRecord } from './event.ts';

const TYPES = {
  CALL: CallEventType,
  RECORDING: RecordingEventType,
  AGENT: AgentEventType,
  CAMPAIGN: CampaignEventType,
  ALERT: AlertEventType,
  CALLBACK: CallbackEventType,
};

/** The types that events have, each alone and behind its kind, and the names of events without a type. */
const EVENT_TYPES: ReadonlySet<string> = new Set([
  ...Object.entries(TYPES).flatMap(([kind, types]) => Object.keys(types).flatMap((type) => [type, `${kind}.${type}`])),
  ...Object.keys(AccountStatus).map((status) => `ACCOUNT.${status}`),
  'IMPORT',
  'REPORT',
  'GAP',
]);

/** The name of an event, such as `CALL.ENDED`; the vendor's name of an event that the unified plane does not know. */
export function eventName(event: EventRecord): string {
  if (event.kind === 'VENDOR') return event.name;
  if (event.kind === 'ACCOUNT') return `ACCOUNT.${event.status}`;
  return 'type' in event ? `${event.kind}.${event.type}` : event.kind;
}

/** Whether an event has this type: its name or, of any kind, the second word of it. */
export function isOfType(event: EventRecord, type: string): boolean {
  return event.kind !== 'VENDOR' && (eventName(event) === type || ('type' in event && event.type === type));
}

/** Whether events may be of this type: `CONNECTED` or, of one kind only, `CALL.CONNECTED`. */
export function isEventType(word: string): boolean {
  return EVENT_TYPES.has(word);
}
