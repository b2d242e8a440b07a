/** The recorder's events in the terms of the unified plane. */
import { createHash, randomBytes } from 'node:crypto';
import type { RecordingEventType, RecordingState } from '../../../../schema/vocabulary.ts';
import type { EventRecord, RecordingRecord } from '../../adapter.ts';
import type { ValueOf } from '../../contract.ts';
import type { CALLCOPYEVENT } from '../contract/events.ts';
import { callIdOf, type Facts, firstNonEmpty, sharedOf, type Terminology } from '../reads/records.ts';
import type { TrackedRecording, Tracker } from './tracker.ts';

/** An event as it came. */
export type RecorderEvent = ValueOf<typeof CALLCOPYEVENT>;
type EventData = NonNullable<RecorderEvent['EVENTDATA']>;

/** The context of a translation. */
export interface Translation {
  readonly account: string;
  readonly callIdField: string | undefined;
  /** GLOBALCALLID is a number of the recorder (readings.ts, `global-call-id`). */
  readonly hasOwnCallIds?: boolean;
  readonly terminology: Terminology;
  readonly tracker: Tracker;
  /** The recorder's lists show blackouts, so that a resumption that they show is known. */
  readonly showsBlackouts?: boolean;
  /** Called for an event that does not follow from what is known, as one that came before an earlier one (`event-order`). */
  unexpected?(): void;
  now(): Date;
}

/** The printed RECORDINGPAUSED and RECORDINGRESUMED begin with a blank. */
export function typeOf(event: RecorderEvent): string {
  return (event.EVENTTYPE ?? '').trim().toUpperCase();
}

const RECORDING_TYPES: Readonly<Record<string, RecordingEventType>> = {
  RECORDINGSTARTED: 'STARTED',
  RECORDINGPAUSED: 'PAUSED',
  RECORDINGRESUMED: 'RESUMED',
  RECORDINGSTOPPED: 'STOPPED',
  RECORDINGUPDATE: 'UPDATED',
};

const STATES: Readonly<Partial<Record<RecordingEventType, RecordingState>>> = {
  STARTED: 'RECORDING',
  PAUSED: 'PAUSED',
  RESUMED: 'RECORDING',
  STOPPED: 'NOT_RECORDING',
};

/**
 * The record of one event; an event that the unified model lacks becomes a vendor event with its fields unchanged. Null
 * for a pause or a resumption that is known already, as from the recorder's lists.
 */
export function translate(event: RecorderEvent, translation: Translation): EventRecord | null {
  const type = RECORDING_TYPES[typeOf(event)];
  const data = event.EVENTDATA ?? ({ _other: [] } as EventData);
  if (!type) return passedOn(event, data, translation);
  const known = translation.tracker.find(data);
  const isRepeated = (type === 'PAUSED' || type === 'RESUMED') && known?.state === STATES[type];
  if (isRepeated || (!known && type !== 'STARTED')) translation.unexpected?.();
  if (isRepeated && known) known.isUnsettled = true;
  // A state that is known from a list may be that of a blackout.
  if (isRepeated && (type === 'PAUSED' || translation.showsBlackouts)) return null;
  return recordingEvent(type, follow(type, data, translation), translation, data);
}

/**
 * The marks of an event by words that the recorder may say again of something else: events carry no number and mostly
 * no time (guide p.105-111), so that only this process can count them.
 */
function countedMarks(words: string): { readonly words: string; readonly fingerprint: string } {
  counted.count += 1;
  return { words, fingerprint: `${words}|${counted.by}.${counted.count}` };
}

const counted = { by: randomBytes(9).toString('base64url'), count: 0 };

function passedOn(event: RecorderEvent, data: EventData, { account, now }: Translation): EventRecord {
  const name = typeOf(event) || 'UNKNOWN';
  const payload = payloadOf(data);
  const receivedAt = now();
  const call = firstNonEmpty(data.GLOBALCALLID, data.STARTTIME);
  const hash = createHash('sha256').update(JSON.stringify(payload)).digest('base64url').slice(0, 16);
  const about = `${name}|${firstNonEmpty(data.DEVICEID) ?? ''}`;
  const marks =
    call !== null && name.startsWith('CALL')
      ? { fingerprint: `${about}|${call}|${firstNonEmpty(data.CALLINSTANCE) ?? ''}` }
      : countedMarks(`${about}|${hash}`);
  const occurredAt = name === 'CALLSTART' ? (data.STARTTIME ?? null) : null;
  return {
    kind: 'VENDOR',
    name,
    payload,
    account,
    subject: subjectOf(firstNonEmpty(data.DEVICEID)),
    ...marks,
    occurredAt: occurredAt ?? receivedAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
  };
}

/** The elements of an event that the manual does not show. */
export function undocumentedElements(data: (EventData & { readonly _other?: readonly unknown[] }) | null | undefined) {
  return data?._other ?? [];
}

/** The content of an event without its blank fields. */
function payloadOf({ _other: others, ...known }: EventData & { readonly _other?: readonly unknown[] }) {
  const payload = fill({}, known);
  if (others?.length) payload._other = others;
  return payload;
}

/** Everything that happens at a device keeps its order. */
function subjectOf(device: string | null): string {
  return `device:${device ?? ''}`;
}

/** Of a recording that was just met nothing is known. */
const NOTHING: Facts = Object.freeze({});

/** Brings what is known up to date with an event. */
function follow(type: RecordingEventType, data: EventData, { tracker, now }: Translation): TrackedRecording {
  const found = tracker.find(data);
  const known = found ?? newlySeen(data, now(), tracker);
  known.facts = known.facts === NOTHING ? data : (fill({ ...known.facts }, data) as Facts);
  known.recordId = firstNonEmpty(data.RECORDID) ?? known.recordId;
  // RECORDINGUPDATE says that a recording was saved, which gives it its id (guide l. 3107).
  if (type === 'UPDATED' && (known.recordId !== null || !found)) known.state = 'NOT_RECORDING';
  // A start that comes after another event of its recording changes no state (readings.ts, `event-order`).
  if (type !== 'STARTED' || known.state === 'UNKNOWN') known.state = STATES[type] ?? known.state;
  if (type === 'STARTED') known.startedAt ??= now().toISOString();
  if (known.state === 'NOT_RECORDING') tracker.end(known);
  return known;
}

/** Sets what an event does not leave blank. */
function fill(facts: Record<string, unknown>, data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  for (const name of Object.keys(data)) {
    const value = data[name];
    if (value !== null && value !== '') facts[name] = value;
  }
  return facts;
}

function newlySeen(data: EventData, now: Date, tracker: Tracker): TrackedRecording {
  const device = firstNonEmpty(data.DEVICEID) ?? '';
  const key =
    firstNonEmpty(data.FILENAME, data.RECORDID) ??
    `${device}|${firstNonEmpty(data.CALLINSTANCE, data.GLOBALCALLID) ?? now.getTime()}`;
  return tracker.add({ key, device, facts: NOTHING, startedAt: null, state: 'UNKNOWN', recordId: null });
}

/** The marks of what happened to a recording: a start and an end are equal however they were learnt. */
function marksOf(type: RecordingEventType, { key, recordId }: TrackedRecording) {
  if (type === 'STARTED') return { fingerprint: `recording-started|${key}` };
  if (type === 'STOPPED') return { fingerprint: `recording-stopped|${recordId ?? key}` };
  return countedMarks(`recording-${type.toLowerCase()}|${recordId ?? key}`);
}

/** Reports a change of a recording that is tracked. */
export function recordingEvent(
  type: RecordingEventType,
  tracked: TrackedRecording,
  translation: Translation,
  facts: Facts = tracked.facts,
  occurredAt?: string,
): EventRecord {
  const receivedAt = translation.now().toISOString();
  const at = occurredAt ?? receivedAt;
  if (type === 'STOPPED') tracked.endedAt ??= at;
  return {
    kind: 'RECORDING',
    type,
    recording: recordOf(tracked, translation),
    device: firstNonEmpty(facts.DEVICEID, tracked.device),
    callId: callIdOf(namingFacts(tracked, translation), translation.callIdField),
    state: tracked.state,
    account: translation.account,
    subject: subjectOf(tracked.device),
    occurredAt: at,
    receivedAt,
    ...marksOf(type, tracked),
  };
}

/** The recording, once the recorder has given it an id. */
function recordOf(tracked: TrackedRecording, translation: Translation): RecordingRecord | null {
  if (tracked.recordId === null) return null;
  const { startedAt, endedAt } = tracked;
  const milliseconds = startedAt && endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : null;
  return {
    nativeId: tracked.recordId,
    startedAt,
    durationSeconds: milliseconds === null ? null : Math.max(0, Math.round(milliseconds / 1000)),
    ...sharedOf(namingFacts(tracked, translation), translation.callIdField, translation.terminology),
  };
}

/** The facts of a recording without an id of its call that the telephony platform does not know. */
function namingFacts({ facts }: TrackedRecording, { hasOwnCallIds }: Translation): Facts {
  return hasOwnCallIds ? { ...facts, GLOBALCALLID: null } : facts;
}
