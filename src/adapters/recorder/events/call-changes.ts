/** The events between two looks at the calls on the recorder's devices. */
import type { CallEventType } from '../../../../schema/vocabulary.ts';
import type { CallRecord, EventRecord } from '../../adapter.ts';

/** The common fields of the events of one look. */
interface Look {
  readonly account: string;
  /** RFC 3339. */
  readonly at: string;
}

const COMPARED = ['state', 'callId', 'direction', 'from', 'to', 'device', 'recordingState'] as const;

/** The events that lead from one list of calls to the next: endings first, then beginnings and changes. */
export function callChanges(look: Look, before: readonly CallRecord[], after: readonly CallRecord[]): EventRecord[] {
  const earlier = new Map(before.map((call) => [placeOf(call), call]));
  const later = new Set(after.map(placeOf));
  const over = before.filter((call) => !later.has(placeOf(call)));
  return [
    ...over.map((call) => callEvent(look, 'ENDED', { ...call, state: 'ENDED', endedAt: look.at })),
    ...after.flatMap((call) => changesOf(look, earlier.get(placeOf(call)), call)),
  ];
}

/** A recorder that numbers its calls anew uses an id again; then the start differs. */
function placeOf({ nativeId, startedAt }: CallRecord): string {
  return `${nativeId}|${startedAt ?? ''}`;
}

function changesOf(look: Look, before: CallRecord | undefined, call: CallRecord): EventRecord[] {
  if (!before) return [callEvent(look, 'STARTED', call)];
  const isSame = COMPARED.every((name) => before[name] === call[name]) && isSameAgent(before, call);
  return isSame ? [] : [callEvent(look, 'UPDATED', call)];
}

function isSameAgent(one: CallRecord, other: CallRecord): boolean {
  return JSON.stringify(one.agent ?? null) === JSON.stringify(other.agent ?? null);
}

/** A start and an end occur once in a call's life, so every gateway gives them the same fingerprint. */
function callEvent({ account, at }: Look, type: CallEventType, call: CallRecord): EventRecord {
  const fingerprint = `call|${placeOf(call)}|${type}${type === 'UPDATED' ? `|${at}` : ''}`;
  const occurredAt = type === 'STARTED' ? (call.startedAt ?? at) : at;
  return { kind: 'CALL', type, call, account, subject: call.nativeId, fingerprint, occurredAt, receivedAt: at };
}
