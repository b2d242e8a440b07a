/** Peculiarities of the vendor, one function each, with the guide's line. */
import type { CallState, CampaignState, Direction, ErrorCode, RecordingState } from '../../../schema/vocabulary.ts';
import type { CrosspointError } from '../errors.ts';
import type { Numbers } from './settings.ts';

type Numeric = number | null | undefined;

/** Guide lines 19–23: a call is "active"; its `CallState` is an int of no documented meaning. */
export function callStateOf(number: Numeric, { callState }: Numbers): CallState {
  return callState[String(number)] ?? 'UNKNOWN';
}

/** Guide line 24: `CallStatus` is an int of no documented meaning. */
export function directionOf(number: Numeric, { callStatus }: Numbers): Direction | null {
  return callStatus[String(number)] ?? null;
}

/** Guide line 28: `RecordingState` is an int of no documented meaning. */
export function recordingStateOf(number: Numeric, { recordingState }: Numbers): RecordingState {
  return recordingState[String(number)] ?? 'UNKNOWN';
}

/** Guide line 96: a campaign's `Status` is an int of no documented meaning; `Active: false` rules out that it runs. */
export function campaignStateOf(
  status: Numeric,
  active: boolean | null | undefined,
  numbers: Numbers,
): CampaignState | null {
  const known = numbers.campaignStatus[String(status)];
  return known ?? (active === false ? 'NOT_RUNNING' : null);
}

const REFUSALS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/token|unauthori[sz]ed|authenticat/i, 'UNAUTHENTICATED'],
  [/denied|forbidden|not (allowed|permitted)|permission/i, 'PERMISSION_DENIED'],
  [/not found|no such|does(n't| not) exist|unknown (user|agent|call|lead|campaign|result|operation)/i, 'NOT_FOUND'],
  [/invalid|malformed|missing/i, 'INVALID_ARGUMENT'],
];

/**
 * Guide lines 11–16: `ResponseCode` has no documented values; the code is derived from the text of `ResponseDetail`.
 */
export function refusalCode(detail: string): ErrorCode {
  return REFUSALS.find(([words]) => words.test(detail))?.[1] ?? 'FAILED_PRECONDITION';
}

const LOGGED_OUT = /\bnot (currently |yet )?(logged|signed) (in|on)|\blogged (out|off)|\bno active calls?\b/i;

/**
 * Whether a refusal of `getcalls` or `leadphones` means that there is nothing: no such user or lead, or a user who is
 * not logged in. Guide lines 11–16 do not document the texts of `ResponseDetail`.
 */
export function isEmptyResult({ code, details }: CrosspointError): boolean {
  return code === 'NOT_FOUND' || LOGGED_OUT.test(String(details?.ResponseDetail));
}
