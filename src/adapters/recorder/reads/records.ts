/** The recorder's words in the terms of the unified plane. */
import type { RecordingState } from '../../../../schema/vocabulary.ts';
import type { AgentRecord, AgentReference, AnnotationRecord, CallRecord, RecordingRecord } from '../../adapter.ts';
import type { ValueOf } from '../../contract.ts';
import { invalidArgument } from '../../errors.ts';
import { ambiguityOf } from '../../zone.ts';
import type { DEVICE, RECORDINGDEVICE, SEARCHRESULT, USER } from '../contract/results.ts';
import { USER_FIELD_NAMES } from '../contract/types.ts';
import { directionOf } from '../quirks.ts';

/** A device with its most active call. */
export type Device = ValueOf<typeof DEVICE>;
/** A device with all its calls. */
export type RecordingDevice = ValueOf<typeof RECORDINGDEVICE>;
/** A finished recording. */
export type SearchResult = ValueOf<typeof SEARCHRESULT>;
type RecorderUserRow = ValueOf<typeof USER>;
/** The centre's names of the custom fields, by USER1 to USER15. */
export type Terminology = ReadonlyMap<string, string>;

type Text = string | null | undefined;

/** Text that says something, or null. */
export function firstNonEmpty(...texts: readonly Text[]): string | null {
  for (const text of texts) if (text && text.trim() !== '') return text.trim();
  return null;
}

/** A record with some of the fields that name a call or a device. */
export interface Facts extends Readonly<Partial<Record<`USER${number}`, Text>>> {
  readonly GLOBALCALLID?: Text;
  readonly CALLID?: Text;
  readonly DEVICEID?: Text;
  readonly ANI?: Text;
  readonly DNIS?: Text;
  readonly AGENTID?: Text;
  readonly AGENTFIRSTNAME?: Text;
  readonly AGENTLASTNAME?: Text;
  readonly DEVICEALIAS?: Text;
  readonly SYS_USER?: Text;
  readonly CALLDIRECTION?: Text;
}

/**
 * The telephony vendor's id of a call: in the field the account names, else CALLID, which comes from the PBX (guide
 * l. 2336), else what events have in its place.
 */
export function callIdOf(facts: Facts, field: string | undefined): string | null {
  return firstNonEmpty(field ? facts[field as `USER${number}`] : null, facts.CALLID, facts.GLOBALCALLID);
}

/** The custom fields that are filled, under the centre's own words. */
function annotationsOf(facts: Facts, terminology: Terminology): AnnotationRecord[] {
  const annotations: AnnotationRecord[] = [];
  for (const field of USER_FIELD_NAMES) {
    const value = facts[field] ?? '';
    if (value !== '') annotations.push({ field, label: terminology.get(field) ?? field, value });
  }
  return annotations;
}

/** Whether a custom field is called so. */
export function isUserField(word: string): boolean {
  return USER_FIELD_NAMES.some((known) => known === word);
}

/** The custom fields that are called so: the one of that name, or those with the centre's own word. */
export function userFieldsNamed(word: string, terminology: Terminology): readonly string[] {
  if (isUserField(word)) return [word];
  return [...terminology].filter(([name, term]) => isUserField(name) && term === word).map(([name]) => name);
}

/** Custom fields under their own names; they may be given by the centre's own words. */
export function userFieldsOf(
  given: Readonly<Record<string, string>>,
  terminology: Terminology,
): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const [word, value] of Object.entries(given)) {
    const [field] = userFieldsNamed(word, terminology);
    if (!field) throw invalidArgument('There is no such custom field', word);
    if (Object.hasOwn(fields, field)) throw invalidArgument('This custom field is named twice', word);
    fields[field] = value;
  }
  return fields;
}

/**
 * The agent at the device. In free seating DEVICEID is the fixed voice port and DEVICEALIAS the number with which the
 * agent signed on (guide l. 2348); CALLLIST has the agent's name.
 */
function recordedAgent(facts: Facts): AgentReference | null {
  const { AGENTID, SYS_USER, DEVICEALIAS, DEVICEID } = facts;
  const reference = {
    nativeId: firstNonEmpty(AGENTID),
    name: firstNonEmpty([facts.AGENTFIRSTNAME, facts.AGENTLASTNAME].filter(Boolean).join(' ')),
    userName: firstNonEmpty(SYS_USER),
    alias: firstNonEmpty(DEVICEALIAS),
    extension: firstNonEmpty(DEVICEID),
  };
  return Object.values(reference).some((value) => value !== null) ? reference : null;
}

/** The fields of any recording, running or finished. */
export function sharedOf(facts: Facts, field: string | undefined, terminology: Terminology) {
  return {
    direction: directionOf(facts.CALLDIRECTION),
    from: firstNonEmpty(facts.ANI),
    to: firstNonEmpty(facts.DNIS),
    device: firstNonEmpty(facts.DEVICEID),
    agent: recordedAgent(facts),
    callId: callIdOf(facts, field),
    annotations: annotationsOf(facts, terminology),
  };
}

/** The id of a recording, a number. Throws INVALID_ARGUMENT for any other text. */
export function checkRecordingId(recording: string): string {
  if (!/^\d{1,19}$/.test(recording)) throw invalidArgument('The id of a recording is a number', 'recording');
  return recording;
}

/** A row of CALLLIST with its length in seconds, where the account reads it as milliseconds (`recording-length`). */
export function withSeconds<Row extends Pick<SearchResult, 'DURATION'>>(row: Row, reading: string): Row {
  const { DURATION } = row;
  return reading === 'milliseconds' && DURATION != null ? { ...row, DURATION: Math.round(DURATION / 1_000) } : row;
}

/** A row of CALLLIST whose time is that of its beginning, where the account reads it as the end (`recording-time`). */
export function withBeginning<Row extends Pick<SearchResult, 'RECORDINGTIME' | 'DURATION'>>(
  row: Row,
  reading: string,
): Row {
  const { RECORDINGTIME, DURATION } = row;
  if (reading !== 'end' || !RECORDINGTIME) return row;
  return { ...row, RECORDINGTIME: new Date(Date.parse(RECORDINGTIME) - (DURATION ?? 0) * 1_000).toISOString() };
}

/** A finished recording, or null where the recorder reported no id. */
export function recordingOf(
  found: SearchResult,
  field: string | undefined,
  terminology: Terminology,
): RecordingRecord | null {
  if (!found.RECORDID) return null;
  return {
    nativeId: found.RECORDID,
    startedAt: found.RECORDINGTIME ?? null,
    durationSeconds: found.DURATION ?? null,
    ...sharedOf(found, field, terminology),
  };
}

/** A user as an agent. */
export function agentRecordOf(user: RecorderUserRow): AgentRecord | null {
  const nativeId = firstNonEmpty(user.USER_ID);
  if (!nativeId) return null;
  const name =
    firstNonEmpty([user.FIRSTNAME, user.LASTNAME].filter(Boolean).join(' '), user.USERNAME, user.SYS_USER) ?? nativeId;
  const phones = (user.PHONES ?? '').split(',').map((phone) => phone.trim());
  return {
    nativeId,
    name,
    userName: firstNonEmpty(user.SYS_USER, user.USERNAME),
    email: firstNonEmpty(user.EMAIL),
    employeeId: firstNonEmpty(user.EMPLOYEEID),
    extensions: phones.filter((phone) => phone !== ''),
    active: user.STATUS === null || user.STATUS === undefined ? null : user.STATUS === 'A',
  };
}

/** The state of a recording by the STATUS and ISRECORDING of its call. */
export function recordingState(one: { readonly STATUS?: Text; readonly ISRECORDING?: boolean | null }): RecordingState {
  const status = firstNonEmpty(one.STATUS)?.toLowerCase();
  if (status === 'recordpaused') return 'PAUSED';
  // A flag in words that cannot be read leaves what the STATUS says.
  return (one.ISRECORDING ?? status === 'recording') ? 'RECORDING' : 'NOT_RECORDING';
}

function isGiven(time: Text): boolean {
  return time !== null && time !== undefined;
}

/** The call a device is on, as the recorder sees it, or null where it is on none. */
export function observedCall(device: Device, field: string | undefined, timeZone: string): CallRecord | null {
  const facts: Facts = { ...device, CALLID: firstNonEmpty(device.RECORDING?.CALLID, device.CALLID) };
  const callId = callIdOf(facts, field);
  // A time that cannot be read costs itself: a call with one has begun or ended all the same.
  const hasBegun = isGiven(device.STARTTIME) || device.RECORDING?.ISRECORDING;
  if (!hasBegun || isGiven(device.STOPTIME)) return null;
  const startedAt = device.STARTTIME || null;
  return {
    nativeId: callId ?? `${device.DEVICEID}@${startedAt ?? device.RECORDING?.CALLINSTANCE ?? ''}`,
    callId,
    channel: 'VOICE',
    direction: directionOf(device.CALLDIRECTION),
    state: 'CONNECTED',
    from: firstNonEmpty(device.ANI),
    to: firstNonEmpty(device.DNIS),
    device: firstNonEmpty(device.DEVICEID),
    startedAt,
    startedAtAmbiguity: ambiguityOf(startedAt, timeZone),
    agent: recordedAgent(device),
    recordingState: recordingState(device.RECORDING ?? {}),
    observedOnly: true,
  };
}
