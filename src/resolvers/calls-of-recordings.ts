/** The call that each recording is of: a current or recent one, else one of the gateway's record of ended calls. */
import { mayUseAccount } from '../access/caller.ts';
import type { CallRecord, RecordingRecord } from '../adapters/adapter.ts';
import type { TimeSpan } from '../figures/calendar.ts';
import { bestCall, LONGEST_CALL, type Match, RECORDING_REACH } from '../gateway/matching.ts';
import type { AccountRow } from '../gateway/request-cache.ts';
import type { PastCall } from '../storage/past-call-store.ts';
import type { Context } from './context.ts';
import { CHUNK } from './past-reads.ts';
import { CallsByPlace } from './recorded-calls.ts';
import { knownCalls } from './relations.ts';

/** A call and its account. */
export type PlacedCall = AccountRow<CallRecord>;

/** The call that a recording is of and how it was found. */
interface FoundCall {
  readonly call: PlacedCall;
  readonly match: Match;
}

/** Recordings with their calls; those of no call are absent. */
type FoundCalls = ReadonlyMap<RecordingRecord, FoundCall>;

/** The call a recording is of; those of an operation are looked up together. */
export function callOf(context: Context, recording: RecordingRecord): Promise<PlacedCall | null> {
  return context.requestCache
    .loader<RecordingRecord, PlacedCall | null>('calls of recordings', (some) => callsOf(context, some))
    .load(recording);
}

async function callsOf(context: Context, recordings: readonly RecordingRecord[]): Promise<(PlacedCall | null)[]> {
  const found = bestMatchingCalls(context, recordings, await placedKnownCalls(context));
  const missing = recordings.filter((recording) => !found.has(recording));
  const past = await bestMatchingPastCalls(context, missing);
  return recordings.map((recording) => (found.get(recording) ?? past.get(recording))?.call ?? null);
}

/** The calls that vendors list and those that ended recently, with their accounts. */
export async function placedKnownCalls(context: Context): Promise<readonly PlacedCall[]> {
  return (await knownCalls(context)).map(({ account, call }) => ({ account, row: call }));
}

/** Finds the best match of these calls for each recording. */
export function bestMatchingCalls(
  { gateway }: Pick<Context, 'gateway'>,
  recordings: readonly RecordingRecord[],
  calls: readonly PlacedCall[],
): FoundCalls {
  const now = gateway.now().getTime();
  const index = new CallsByPlace(calls, now);
  const found = new Map<RecordingRecord, FoundCall>();
  for (const recording of recordings) {
    const best = bestCall(recording, index.candidates(recording), now);
    if (best) found.set(recording, { call: best.candidate.row, match: best.match });
  }
  return found;
}

/** Finds the best matching ended call of the record for each recording, by reads whose calls are dropped once compared. */
export async function bestMatchingPastCalls(
  context: Context,
  recordings: readonly RecordingRecord[],
): Promise<FoundCalls> {
  const { gateway, caller } = context;
  const found = new Map<RecordingRecord, FoundCall>();
  for (const { from, to, recordings: near } of stretchesOf(recordings))
    for (let end = to; ; ) {
      const chunk = (await gateway.pastCalls?.read({ after: from, before: end, limit: CHUNK })) ?? [];
      const calls = chunk.filter(({ account }) => mayUseAccount(caller, account));
      for (const [recording, one] of bestMatchingCalls(context, recordedNear(near, chunk), calls.map(placed)))
        if (one.match.confidence > (found.get(recording)?.match.confidence ?? 0)) found.set(recording, one);
      const oldest = chunk.at(-1)?.at;
      if (oldest === undefined || chunk.length < CHUNK) break;
      // Calls of the same millisecond may follow in the next chunk.
      end = oldest + 1 === end ? oldest : oldest + 1;
      await new Promise((done) => setImmediate(done));
    }
  return found;
}

function placed({ account, call }: PastCall): PlacedCall {
  return { account, row: call };
}

/** The recordings that may be of calls of a chunk, the newest call first. */
function recordedNear(recordings: readonly RecordingRecord[], chunk: readonly PastCall[]): readonly RecordingRecord[] {
  const [newest = 0, oldest = 0] = [chunk[0]?.at, chunk.at(-1)?.at];
  return recordings.filter(({ startedAt }) => {
    const start = Date.parse(startedAt ?? '');
    return start >= oldest - RECORDING_REACH && start <= newest + LONGEST_CALL;
  });
}

/** A stretch of time in which the calls of recordings began. */
interface Stretch extends TimeSpan {
  readonly recordings: readonly RecordingRecord[];
}

/** The stretches of time in which the calls of recordings began, the newest first. */
function stretchesOf(all: readonly RecordingRecord[]): readonly Stretch[] {
  const starts = all.flatMap((recording) =>
    recording.startedAt ? [{ start: Date.parse(recording.startedAt), recording }] : [],
  );
  const stretches: { from: number; to: number; recordings: RecordingRecord[] }[] = [];
  for (const { start, recording } of starts.sort((one, other) => other.start - one.start)) {
    const [from, to] = [start - LONGEST_CALL, start + RECORDING_REACH];
    const last = stretches.at(-1);
    if (last && to >= last.from) {
      last.from = from;
      last.recordings.push(recording);
    } else stretches.push({ from, to, recordings: [recording] });
  }
  return stretches;
}
