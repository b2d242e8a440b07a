import type { MatchMethod } from '../../schema/vocabulary.ts';
import type { CallRecord, RecordingRecord } from '../adapters/adapter.ts';
import { isNumber, sameNumber } from '../adapters/numbers.ts';

/** How sure it is that a recording is of a call. */
export interface Match {
  readonly method: MatchMethod;
  /** From 0 to 1. */
  readonly confidence: number;
}

/** Milliseconds by which the clocks of two vendors may differ. */
const CLOCK_TOLERANCE = 5_000;
/** Milliseconds after which a recording does not begin with the call any more. */
const BEGINNING = 30_000;
/** Milliseconds a recording may begin before or after its call: an id that comes back later is another call's. */
export const RECORDING_REACH = 10 * 60_000;
/** Milliseconds assumed as the length of a call without a reported start. */
export const LONGEST_CALL = 4 * 3_600_000;

/** A stretch of time in milliseconds since 1970. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** A call is recorded from when it is answered. */
function callSpan({ startedAt, connectedAt, endedAt }: CallRecord, now: number): Span | null {
  const from = connectedAt ?? startedAt;
  return from ? { from: Date.parse(from), to: endedAt ? Date.parse(endedAt) : now } : null;
}

function recordingSpan({ startedAt, durationSeconds }: RecordingRecord, now: number): Span | null {
  if (!startedAt) return null;
  const from = Date.parse(startedAt);
  return { from, to: durationSeconds == null ? now : from + durationSeconds * 1000 };
}

function overlap(one: Span, other: Span): number {
  return Math.min(one.to, other.to) - Math.max(one.from, other.from);
}

/** When recordings of a call begin: both ways of looking keep to it, so that they find the same. */
export function reachOf({ startedAt, connectedAt, endedAt }: CallRecord, now: number): Span {
  const to = endedAt ? Date.parse(endedAt) : now;
  const began = startedAt ?? connectedAt;
  return { from: (began ? Date.parse(began) : to - LONGEST_CALL) - RECORDING_REACH, to: to + RECORDING_REACH };
}

/** Whether the numbers of a call and a recording agree, disagree, or are not comparable. */
function numbersAgree(call: CallRecord, recording: RecordingRecord): boolean | null {
  const pairs = [
    [call.from, recording.from],
    [call.to, recording.to],
  ].filter(([mine, theirs]) => isNumber(mine) && isNumber(theirs));
  if (!pairs.length) return null;
  return pairs.every(([mine, theirs]) => sameNumber(mine, theirs));
}

/** Whether a recording begins with a call: while it rings, or soon after it was answered. */
function beginsWith({ startedAt }: CallRecord, spoken: Span, recorded: Span): boolean {
  const rings = startedAt ? Math.min(Date.parse(startedAt), spoken.from) : spoken.from;
  return recorded.from >= rings - CLOCK_TOLERANCE && recorded.from <= spoken.from + BEGINNING;
}

/**
 * Compares a call and a recording: by the id both carry, else by phone, time and numbers; by numbers and time alone where
 * one of them names no phone. Null when they do not belong together.
 */
export function match(call: CallRecord, recording: RecordingRecord, now: number): Match | null {
  const spoken = callSpan(call, now);
  const recorded = recordingSpan(recording, now);
  if (call.callId && call.callId === recording.callId) {
    const reach = reachOf(call, now);
    const near = !recorded || (recorded.from >= reach.from && recorded.from <= reach.to);
    return near ? { method: 'CALL_ID', confidence: 1 } : null;
  }
  if (!spoken || !recorded) return null;
  const isPhoneKnown = Boolean(call.device && recording.device);
  if (isPhoneKnown && call.device !== recording.device) return null;
  const shared = overlap(spoken, recorded);
  if (shared < -CLOCK_TOLERANCE || recorded.from < reachOf(call, now).from) return null;
  const agree = numbersAgree(call, recording);
  if (agree === false) return null;
  const likeness = alike(spoken, recorded, Math.max(0, shared));
  if (!isPhoneKnown)
    return agree && beginsWith(call, spoken, recorded)
      ? { method: 'NUMBERS_AND_TIME', confidence: Math.round(100 * (0.3 + 0.5 * likeness)) / 100 }
      : null;
  return { method: 'DEVICE_AND_TIME', confidence: Math.round(100 * ((agree ? 0.5 : 0.3) + 0.5 * likeness)) / 100 };
}

/** How alike two stretches of time are, from 0 to 1: how much of both they share, and how near they begin. */
function alike(one: Span, other: Span, shared: number): number {
  const all = Math.max(1, Math.max(one.to, other.to) - Math.min(one.from, other.from));
  const apart = Math.abs(one.from - other.from) / BEGINNING;
  return 0.7 * (shared / all) + 0.3 * Math.max(0, 1 - apart);
}

/** The call a recording is most surely of. */
export function bestCall<Candidate extends { readonly call: CallRecord }>(
  recording: RecordingRecord,
  candidates: readonly Candidate[],
  now: number,
): { readonly candidate: Candidate; readonly match: Match } | null {
  let best: { candidate: Candidate; match: Match } | null = null;
  for (const candidate of candidates) {
    const found = match(candidate.call, recording, now);
    if (found && (!best || found.confidence > best.match.confidence)) best = { candidate, match: found };
  }
  return best;
}
