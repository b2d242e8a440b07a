/** The reads of one page of past calls: of the gateway's record, of recordings and of vendors' reports. */
import type { CallFilter } from '../../schema/filters.ts';
import { allows } from '../access/policy.ts';
import type { ListQuery } from '../adapters/adapter.ts';
import type { PastCall } from '../storage/past-call-store.ts';
import type { Context } from './context.ts';
import { BEGINS_AFTER, BEGINS_BEFORE } from './reported-calls.ts';
import { chosenAccounts } from './sources.ts';

/** Calls read from the record at a time. */
const CHUNK = 500;
/** Calls of the record that are looked through for one page. */
const MOST_READ = 20_000;
/** Newest recordings that are joined on one page. */
const MOST_RECORDINGS = 500;
/** Milliseconds by which a recording may begin after its call. */
const TALK_BEGINS_WITHIN = 10 * 60_000;
/** Longest time in milliseconds from the start of a call to the start of the recording that is joined to it. */
const LONGEST_CALL = 4 * 3_600_000;

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

/** The calls that began shortly before the oldest recording. */
export async function callsBefore({ gateway }: Context, end: number): Promise<readonly PastCall[]> {
  return (await gateway.pastCalls?.read({ after: end - LONGEST_CALL, before: end, limit: CHUNK })) ?? [];
}

/** Recordings that began shortly after the period, which may be of its last calls. */
export async function readLaterRecordings(context: Context, filter: CallFilter, query: ListQuery, { before }: Bounds) {
  if (!Number.isFinite(before)) return [];
  return readRecordings(context, filter, query, { after: before - 1, before: before + TALK_BEGINS_WITHIN });
}

/** The recordings after those, of calls whose report has the start within the period and whose caller waited. */
export async function readRecordingsOfWaiting(
  context: Context,
  filter: CallFilter,
  query: ListQuery,
  { before }: Bounds,
  within: number,
) {
  const after = before + TALK_BEGINS_WITHIN;
  return readRecordings(context, filter, query, { after: after - 1, before: after + within });
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

/** The calls that began shortly after the period, of which a report may have the start within it. */
export async function callsAfter(
  { gateway }: Context,
  { before }: Bounds,
  within: number,
): Promise<readonly PastCall[]> {
  if (!Number.isFinite(before)) return [];
  const bounds = { after: before - 1, before: before + within, limit: MOST_READ };
  return (await gateway.pastCalls?.read(bounds)) ?? [];
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

/** The reported calls just outside a page, whose other parts may be on it: of callers who wait, and of other clocks. */
export async function readReportedAround(context: Context, filter: CallFilter, query: ListQuery, page: Bounds) {
  const read = (after: number, before: number) =>
    readReported(context, filter, { ...query, limit: MOST_READ }, { after, before });
  const { startedAfter } = filter;
  const isWhole = !startedAfter || page.after <= Date.parse(startedAfter);
  const sides = await Promise.all([
    isWhole ? [] : read(page.after - BEGINS_AFTER, page.after),
    Number.isFinite(page.before) ? read(page.before - 1, page.before + BEGINS_BEFORE) : [],
  ]);
  return sides.flat();
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
