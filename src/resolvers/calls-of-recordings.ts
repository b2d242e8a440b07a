/** The call that each recording is of: a current or recent one, else one of the gateway's record of ended calls. */
import { mayUseAccount } from '../access/caller.ts';
import type { CallRecord, RecordingRecord } from '../adapters/adapter.ts';
import type { TimeSpan } from '../figures/calendar.ts';
import { bestCall, LONGEST_CALL, RECORDING_REACH } from '../gateway/matching.ts';
import type { AccountRow } from '../gateway/request-cache.ts';
import type { Context } from './context.ts';
import { CHUNK, MOST_READ } from './past-reads.ts';
import { CallsByPlace } from './recorded-calls.ts';
import { knownCalls } from './relations.ts';

type PlacedCall = AccountRow<CallRecord>;

/** The call a recording is of; those of an operation are looked up together. */
export function callOf(context: Context, recording: RecordingRecord): Promise<PlacedCall | null> {
  return context.requestCache
    .loader<RecordingRecord, PlacedCall | null>('calls of recordings', (some) => callsOf(context, some))
    .load(recording);
}

async function callsOf(context: Context, recordings: readonly RecordingRecord[]): Promise<(PlacedCall | null)[]> {
  const known = (await knownCalls(context)).map(({ account, call }) => ({ account, row: call }));
  const found = matched(context, recordings, known);
  const missing = recordings.filter((_, index) => found[index] === null);
  const past = await pastCallsOf(context, missing);
  if (past.length === 0) return found;
  const earlier = matched(context, recordings, past);
  return found.map((call, index) => call ?? earlier[index] ?? null);
}

function matched(context: Context, recordings: readonly RecordingRecord[], calls: readonly PlacedCall[]) {
  const now = context.gateway.now().getTime();
  const index = new CallsByPlace(calls, now);
  return recordings.map((recording) => bestCall(recording, index.candidates(recording), now)?.candidate.row ?? null);
}

/** The ended calls of the record within whose time recordings began. */
async function pastCallsOf(
  { gateway, caller }: Context,
  recordings: readonly RecordingRecord[],
): Promise<readonly PlacedCall[]> {
  const found: PlacedCall[] = [];
  for (const { from, to } of stretchesOf(recordings))
    for (let end = to; found.length < MOST_READ; ) {
      const chunk = (await gateway.pastCalls?.read({ after: from, before: end, limit: CHUNK })) ?? [];
      for (const { account, call } of chunk) if (mayUseAccount(caller, account)) found.push({ account, row: call });
      const oldest = chunk.at(-1)?.at;
      if (oldest === undefined || chunk.length < CHUNK) break;
      // Calls of the same millisecond may follow in the next chunk.
      end = oldest + 1 === end ? oldest : oldest + 1;
      await new Promise((done) => setImmediate(done));
    }
  return found;
}

/** The stretches of time in which the calls of recordings began, the newest first. */
function stretchesOf(recordings: readonly RecordingRecord[]): readonly TimeSpan[] {
  const starts = recordings.flatMap(({ startedAt }) => (startedAt ? [Date.parse(startedAt)] : []));
  const stretches: { from: number; to: number }[] = [];
  for (const start of starts.sort((one, other) => other - one)) {
    const [from, to] = [start - LONGEST_CALL, start + RECORDING_REACH];
    const last = stretches.at(-1);
    if (last && to >= last.from) last.from = from;
    else stretches.push({ from, to });
  }
  return stretches;
}
