/** The recordings of calls: the other way of `calls-of-recordings.ts`, which it agrees with. */
import type { RecordingRecord } from '../adapters/adapter.ts';
import { type Match, RECORDING_REACH, reachOf } from '../gateway/matching.ts';
import { type AccountRow, accountRows } from '../gateway/request-cache.ts';
import { bestMatchingCalls, bestMatchingPastCalls, type PlacedCall, placedKnownCalls } from './calls-of-recordings.ts';
import type { Context } from './context.ts';
import type { KnownCall } from './relations.ts';

/** A recording of a call and how it was found. */
interface MatchedRecording {
  readonly recording: AccountRow<RecordingRecord>;
  readonly match: Match;
}

/** The recordings of a call, the best match first; all calls of an operation are looked up together. */
export function recordingsOfCall(context: Context, call: KnownCall): Promise<readonly MatchedRecording[]> {
  return context.requestCache
    .loader<KnownCall, readonly MatchedRecording[]>('recordings of calls', (calls) => recordingsOf(context, calls))
    .load(call);
}

/** The recordings of many calls by one read of each recorder: of the stretch of time all of them lie in. */
async function recordingsOf(context: Context, asked: readonly KnownCall[]): Promise<MatchedRecording[][]> {
  const [rows, current] = await Promise.all([recordingsAround(context, asked), placedKnownCalls(context)]);
  const calls = asked.map(({ account, call }) => ({ account, row: call }));
  const recordings = rows.map(({ row }) => row);
  const found = bestMatchingCalls(context, recordings, current);
  const places = placesOf(current);
  const past = await ofUnlisted(
    context,
    recordings.filter((recording) => !found.has(recording)),
    calls.filter((call) => !hasCall(places, call)),
  );
  const byPlace = new Map<string, (MatchedRecording & { readonly call: PlacedCall })[]>();
  for (const recording of rows) {
    const one = found.get(recording.row) ?? past.get(recording.row);
    if (!one) continue;
    const place = placeOf(one.call);
    byPlace.set(place, [...(byPlace.get(place) ?? []), { ...one, recording }]);
  }
  return calls.map((call) =>
    (byPlace.get(placeOf(call)) ?? [])
      .filter((one) => isSame(one.call, call))
      .sort((one, other) => other.match.confidence - one.match.confidence),
  );
}

async function recordingsAround(context: Context, calls: readonly KnownCall[]) {
  const now = context.gateway.now().getTime();
  const reaches = calls.map(({ call }) => reachOf(call, now));
  const query = {
    startedAfter: new Date(Math.min(...reaches.map(({ from }) => from))).toISOString(),
    startedBefore: new Date(Math.max(...reaches.map(({ to }) => to))).toISOString(),
  };
  return accountRows(await context.requestCache.list('recordings', query));
}

/**
 * The recordings of calls that no list has any more. Where no id makes one sure, the call of the record that it is more
 * surely of has it.
 */
async function ofUnlisted(context: Context, recordings: readonly RecordingRecord[], calls: readonly PlacedCall[]) {
  const found = bestMatchingCalls(context, recordings, calls);
  const unsure = recordings.filter((recording) => (found.get(recording)?.match.confidence ?? 1) < 1);
  const past = await bestMatchingPastCalls(context, unsure);
  const isOfAnother = (recording: RecordingRecord) => {
    const [one, other] = [found.get(recording), past.get(recording)];
    return other && one && other.match.confidence > one.match.confidence && !isSame(one.call, other.call);
  };
  return new Map([...found].filter(([recording]) => !isOfAnother(recording)));
}

function placesOf(calls: readonly PlacedCall[]): ReadonlyMap<string, readonly PlacedCall[]> {
  const places = new Map<string, PlacedCall[]>();
  for (const call of calls) places.set(placeOf(call), [...(places.get(placeOf(call)) ?? []), call]);
  return places;
}

function hasCall(places: ReadonlyMap<string, readonly PlacedCall[]>, call: PlacedCall): boolean {
  return (places.get(placeOf(call)) ?? []).some((known) => isSame(known, call));
}

function placeOf({ account, row }: PlacedCall): string {
  return `${account}/${row.nativeId}`;
}

/** Whether two rows are of one call: a vendor may give its key to a call of another time. */
function isSame(one: PlacedCall, other: PlacedCall): boolean {
  if (placeOf(one) !== placeOf(other)) return false;
  const [mine, theirs] = [one, other].map(({ row }) => Date.parse(row.startedAt ?? ''));
  return !(Math.abs((mine ?? 0) - (theirs ?? 0)) > RECORDING_REACH);
}
