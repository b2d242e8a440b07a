import { createHash } from 'node:crypto';
import type { EventRecord } from '../../adapters/adapter.ts';

const LONGEST_KEY = 200;

/** A key that is equal for the same event at every gateway: by what the event says, or by its marks too. */
export function standbyKey(event: EventRecord, comparesContent: boolean): string {
  return shortKey(comparesContent ? contentKey(event) : eventKey(event));
}

/** A long key by its hash, since keys of published events outlive the events. */
function shortKey(key: string): string {
  return key.length > LONGEST_KEY ? createHash('sha256').update(key).digest('base64') : key;
}

/** A key that is equal for the same event at every gateway that receives it. */
function eventKey(event: EventRecord): string {
  return event.words ?? event.fingerprint;
}

/** The content of an event, without its marks and times. */
function contentKey(event: EventRecord): string {
  const { kind, subject } = event;
  switch (event.kind) {
    case 'CALL':
      return [kind, subject, event.type, event.call.state, event.call.recordingState].join('/');
    case 'AGENT':
      return [kind, subject, event.type, event.presence, event.reasonCode].join('/');
    case 'CAMPAIGN':
      return [kind, subject, event.type, event.state].join('/');
    case 'RECORDING':
      return [kind, subject, event.type].join('/');
    case 'CALLBACK': {
      const { number, dueAt, comments } = event.callback;
      return [kind, subject, event.type, number, dueAt, comments].join('/');
    }
    case 'VENDOR':
      return [kind, subject, event.name, JSON.stringify(event.payload)].join('/');
    default:
      return eventKey(event);
  }
}
