/** What this vendor's answers mean where its guide leaves it open; each reading is one function here. */
import type { CallState, Direction, ErrorCode, RecordingState } from '../../../schema/vocabulary.ts';

const CALL_STATES: Readonly<Record<number, CallState>> = { 1: 'RINGING', 2: 'CONNECTED', 3: 'HELD', 4: 'WRAP_UP' };

/**
 * The guide gives no numbers for CallState; these are ours, and the simulator writes the same ones. Whatever else comes
 * is a call that the vendor calls active, so it is CONNECTED, and the vendor plane still shows the number.
 */
export function callStateOf(number: number | null | undefined): CallState {
  return CALL_STATES[number ?? -1] ?? 'CONNECTED';
}

/** Nor for CallStatus: 1 is read as begun by the customer, 2 as dialled from here, anything else as not told. */
export function directionOf(status: number | null | undefined): Direction | null {
  return status === 1 ? 'INBOUND' : status === 2 ? 'OUTBOUND' : null;
}

const RECORDING_STATES: Readonly<Record<number, RecordingState>> = { 0: 'NOT_RECORDING', 1: 'RECORDING', 2: 'PAUSED' };

/** Nor for RecordingState: 0 not recording, 1 recording, 2 paused, anything else unknown. */
export function recordingStateOf(number: number | null | undefined): RecordingState {
  return RECORDING_STATES[number ?? -1] ?? 'UNKNOWN';
}

const MEANINGS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/token|unauthori[sz]ed|authenticat/i, 'UNAUTHENTICATED'],
  [/denied|forbidden|not (allowed|permitted)|permission/i, 'PERMISSION_DENIED'],
  [/not found|unknown|no such|does(n't| not) exist/i, 'NOT_FOUND'],
  [/invalid|malformed|missing/i, 'INVALID_ARGUMENT'],
];

/** Nor for ResponseCode: what a failure means is read from its words, and is a wrong state unless they say otherwise. */
export function refusalCode(detail: string): ErrorCode {
  return MEANINGS.find(([words]) => words.test(detail))?.[1] ?? 'FAILED_PRECONDITION';
}
