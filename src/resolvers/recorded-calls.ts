/** Recordings joined to the calls they are of, and calls that only a recording shows. */
import type { CallRecord, RecordingRecord } from '../adapters/adapter.ts';
import { isNumber, lastDigitsOf } from '../adapters/numbers.ts';
import { bestCall, reachOf } from '../gateway/matching.ts';
import type { AccountRow } from '../gateway/request-cache.ts';
import type { OtherView } from './views.ts';

/** Begins the key of a call that only a recording shows. */
const BY_RECORDING = 'recording ';

/** A call that recordings can be joined to. */
interface Joinable extends AccountRow<CallRecord> {
  readonly otherViews: readonly OtherView[];
}

/** The call that a recording shows; it begins and ends with the recording. */
export function callOfRecording(recording: RecordingRecord): CallRecord {
  const { nativeId, startedAt, durationSeconds, direction, from, to, device, agent, callId } = recording;
  const end = startedAt && durationSeconds != null ? Date.parse(startedAt) + durationSeconds * 1_000 : null;
  return {
    ...{ nativeId: BY_RECORDING + nativeId, state: 'ENDED', channel: 'VOICE', observedOnly: true },
    ...{ direction, from, to, device, agent, callId, startedAt },
    endedAt: end === null ? null : new Date(end).toISOString(),
  };
}

/** The key of the recording that a call is shown by; null for every other call. */
export function recordingOfCall(nativeId: string): string | null {
  return nativeId.startsWith(BY_RECORDING) ? nativeId.slice(BY_RECORDING.length) : null;
}

/** A call under a place, with the time in which its recordings begin. */
interface PlacedEntry<Row> {
  readonly call: CallRecord;
  readonly row: Row;
  readonly reach: ReturnType<typeof reachOf>;
}

/** Calls by the ids and phones that recordings are compared by. */
export class CallsByPlace<Row extends AccountRow<CallRecord>> {
  readonly #byPlace = new Map<string, PlacedEntry<Row>[]>();

  /** Takes the calls, and the time in milliseconds since 1970. */
  constructor(rows: readonly Row[], now: number) {
    for (const row of rows) {
      const entry = { call: row.row, row, reach: reachOf(row.row, now) };
      for (const place of [...placesOf(row.row), ...numberPlaces(row.row)]) {
        const there = this.#byPlace.get(place);
        if (there) there.push(entry);
        else this.#byPlace.set(place, [entry]);
      }
    }
  }

  /** The calls that a recording may be of: in one of its places, and at its time. */
  candidates(recording: RecordingRecord): readonly PlacedEntry<Row>[] {
    const began = recording.startedAt ? Date.parse(recording.startedAt) : null;
    const places = [...placesOf(recording), ...numberPlaces(recording)];
    const there = places.flatMap((place) => this.#byPlace.get(place) ?? []);
    return [...new Set(there.filter(({ reach }) => began === null || (began >= reach.from && began <= reach.to)))];
  }
}

function placesOf({ callId, device }: Pick<CallRecord, 'callId' | 'device'>): string[] {
  return [...(callId ? [`id ${callId}`] : []), ...(device ? [`device ${device}`] : [])];
}

/** The ends of numbers, which are equal with and without the country. */
function numberPlaces({ from, to }: Pick<CallRecord, 'from' | 'to'>): string[] {
  return [from, to].flatMap((number) => (isNumber(number) ? [`number ${lastDigitsOf(number)}`] : []));
}

/** Joins each recording to its call; those of no call are left alone. */
export function joinRecordings<Row extends Joinable>(
  rows: readonly Row[],
  recordings: readonly AccountRow<RecordingRecord>[],
  now: number,
): { readonly joined: readonly Row[]; readonly alone: readonly AccountRow<RecordingRecord>[] } {
  const index = new CallsByPlace(rows, now);
  const views = new Map<Row, OtherView[]>();
  const alone: AccountRow<RecordingRecord>[] = [];
  const distinct = new Map(
    recordings.map((recording) => [`${recording.account} ${recording.row.nativeId}`, recording]),
  );
  for (const recording of distinct.values()) {
    const best = bestCall(recording.row, index.candidates(recording.row), now);
    if (!best) alone.push(recording);
    else {
      const view: OtherView = {
        account: recording.account,
        nativeId: recording.row.nativeId,
        state: 'ENDED',
        match: best.match,
      };
      views.set(best.candidate.row, [...(views.get(best.candidate.row) ?? []), view]);
    }
  }
  return { joined: rows.map((row) => ({ ...row, otherViews: [...row.otherViews, ...(views.get(row) ?? [])] })), alone };
}
