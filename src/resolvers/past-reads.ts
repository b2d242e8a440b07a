/** The reads of one page of past calls: of the gateway's record, of recordings and of vendors' reports. */
import type { CallFilter } from '../../schema/filters.ts';
import { allows } from '../access/policy.ts';
import type { ListQuery } from '../adapters/adapter.ts';
import type { PastCall } from '../storage/past-call-store.ts';
import type { Context } from './context.ts';
import { chosenAccounts } from './sources.ts';

/** Calls read from the record at a time. */
export const CHUNK = 500;
/** Calls of the record that are looked through for one page. */
export const MOST_READ = 20_000;
/** Newest recordings that are joined on one page. */
const MOST_RECORDINGS = 500;

/** The period of a page, in milliseconds since 1970, both exclusive. */
export interface Bounds {
  readonly after: number;
  readonly before: number;
}

/** A page of the gateway's record. */
export interface RecordRead {
  readonly calls: readonly PastCall[];
  /** The time down to which every call was read; the start of the period where it was read whole. */
  readonly end: number;
}

/** Reads the record until a page is full, with the calls that do not match: recordings are joined to them too. */
export async function readRecord(
  { gateway }: Context,
  { after, before }: Bounds,
  isWanted: (call: PastCall) => boolean,
  size: number,
): Promise<RecordRead> {
  const calls: PastCall[] = [];
  let wanted = 0;
  for (let end = before; calls.length < MOST_READ; ) {
    const chunk = (await gateway.pastCalls?.read({ after, before: end, limit: CHUNK })) ?? [];
    calls.push(...chunk);
    wanted += chunk.filter(isWanted).length;
    const oldest = chunk.at(-1)?.at;
    if (oldest === undefined || chunk.length < CHUNK) return { calls, end: after };
    // Calls of the same millisecond may follow in the next chunk.
    end = oldest + 1 === end ? oldest : oldest + 1;
    if (wanted > size) return { calls, end };
    await new Promise((done) => setImmediate(done));
  }
  return { calls, end: calls.at(-1)?.at ?? after };
}

/** The newest recordings of a period; none where the caller may not read recordings. */
export async function readRecordings(
  context: Context,
  filter: CallFilter,
  { number, spellings }: ListQuery,
  bounds: Bounds,
) {
  if (!allows(context.caller, 'recordings:read')) return [];
  const query = {
    ...(number && { number, spellings }),
    ...(bounds.after > 0 && { startedAfter: iso(bounds.after) }),
    ...(Number.isFinite(bounds.before) && { startedBefore: iso(bounds.before) }),
    limit: MOST_RECORDINGS,
  };
  return context.requestCache.list('recordings', query, chosenAccounts(context, 'recordings', filter));
}

/** The newest calls in the reports of vendors; none for a period without a start, which would be every report. */
export async function readReported(
  context: Context,
  filter: CallFilter,
  { number, spellings, limit }: ListQuery,
  { after, before }: Bounds,
) {
  if (!filter.startedAfter) return [];
  const query = {
    ...(number && { number, spellings }),
    ...(limit && { limit }),
    startedAfter: iso(after),
    ...(Number.isFinite(before) && { startedBefore: iso(before) }),
  };
  return context.requestCache.list('pastCalls', query, chosenAccounts(context, 'pastCalls', filter));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
