import type { CallFilter } from '../../schema/filters.ts';
import type { NotAsked } from '../../schema/vocabulary.ts';
import { pageSize } from '../access/page-size.ts';
import { allows } from '../access/policy.ts';
import type { CallRecord, ListQuery, RecordingRecord } from '../adapters/adapter.ts';
import { invalidArgument } from '../adapters/errors.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import type { Contribution } from '../gateway/gateway.ts';
import { type AccountRow, accountRows } from '../gateway/request-cache.ts';
import type { PastCall } from '../storage/past-call-store.ts';
import type { Context } from './context.ts';
import { type RowFilter, withNextPage } from './lists.ts';
import { momentOf, type Order, type PageArguments, pageOf, placeBefore, readCursor } from './paging.ts';
import { endOf, sourcesOf } from './past-coverage.ts';
import { callOfRecording, joinRecordings } from './recorded-calls.ts';
import { forgottenCalls } from './relations.ts';
import { chosenAccounts, unaskedAccounts } from './sources.ts';
import type { OtherView } from './views.ts';

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

/** A call with its place in time and what others report of it. */
interface PastRow extends AccountRow<CallRecord> {
  readonly at: number;
  readonly otherViews: readonly OtherView[];
}

const ORDER: Order<PastRow> = {
  name: 'started-',
  length: 3,
  descending: true,
  key: ({ at, account, row }) => [isoOf(at), account, row.nativeId],
};

/** The functions of the list of calls that the list of past calls uses. */
interface PastParts {
  readonly filter: CallFilter;
  readonly keep: readonly RowFilter<CallRecord>[];
  /** The filter that is sent to accounts that list calls. */
  readonly query: ListQuery;
  skips(account: AccountHandle): NotAsked | null;
}

/** Whether a filter asks for ended calls of a period. */
export function asksPast({ states, startedAfter }: CallFilter): boolean {
  return Boolean(startedAfter) && states != null && states.length > 0 && states.every((state) => state === 'ENDED');
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}

interface Bounds {
  readonly after: number;
  readonly before: number;
}

/** The period of a page, one second longer than its cursor, so that none of that second is lost. */
function boundsOf({ startedAfter, startedBefore }: CallFilter, { after: cursor }: PageArguments): Bounds {
  const place = cursor == null ? null : momentOf(readCursor(cursor, ORDER, 'after'), 'after');
  const page = place === null ? Number.POSITIVE_INFINITY : place + 1_000;
  const before = startedBefore ? Date.parse(startedBefore) : Number.POSITIVE_INFINITY;
  return { after: startedAfter ? Date.parse(startedAfter) : 0, before: Math.min(before, page) };
}

/** A page of the gateway's record. */
interface RecordRead {
  readonly calls: readonly PastCall[];
  /** The time down to which every call was read; the start of the period where it was read whole. */
  readonly end: number;
}

/** Reads the record until a page is full, with the calls that do not match: recordings are joined to them too. */
async function readRecord(
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
async function callsBefore({ gateway }: Context, end: number): Promise<readonly PastCall[]> {
  return (await gateway.pastCalls?.read({ after: end - LONGEST_CALL, before: end, limit: CHUNK })) ?? [];
}

/** Recordings that began shortly after the period, which may be of its last calls. */
async function readLater(context: Context, filter: CallFilter, query: ListQuery, { before }: Bounds) {
  if (!Number.isFinite(before)) return [];
  return readRecordings(context, filter, query, { after: before - 1, before: before + TALK_BEGINS_WITHIN });
}

/** The newest recordings of a period; none where the caller may not read recordings. */
async function readRecordings(context: Context, filter: CallFilter, { number, spellings }: ListQuery, bounds: Bounds) {
  if (!allows(context.caller, 'recordings:read')) return [];
  const query = {
    ...(number && { number, spellings }),
    ...(bounds.after > 0 && { startedAfter: isoOf(bounds.after) }),
    ...(Number.isFinite(bounds.before) && { startedBefore: isoOf(bounds.before) }),
    limit: MOST_RECORDINGS,
  };
  return context.requestCache.list('recordings', query, chosenAccounts(context, 'recordings', filter));
}

/** A call without a reported start is selected by the time of its first event. */
function withinTime({ call, at }: PastCall): CallRecord {
  return call.startedAt ? call : { ...call, startedWithin: { from: isoOf(at), to: isoOf(at) } };
}

function rowOf(call: PastCall): PastRow {
  return { account: call.account, row: withinTime(call), at: call.at, otherViews: [] };
}

/** Calls that vendors list, those they have just forgotten, and the record, each once. */
async function distinctRows(
  context: Context,
  listed: readonly Contribution<CallRecord>[],
  recorded: readonly PastCall[],
): Promise<readonly PastRow[]> {
  const placeOf = ({ account, row }: AccountRow<CallRecord>) => `${account}/${row.nativeId}`;
  const rows = new Map(recorded.map(rowOf).map((row) => [`${placeOf(row)} ${row.row.startedAt ?? ''}`, row]));
  const known = new Set([...rows.values()].map(placeOf));
  for (const { account, rows: calls } of listed)
    for (const call of [...calls, ...(await forgottenCalls(context, account, calls))]) {
      const row = rowOf({
        account,
        call,
        at: Date.parse(call.startedAt ?? call.connectedAt ?? call.endedAt ?? '') || 0,
      });
      if (!known.has(placeOf(row))) rows.set(placeOf(row), row);
    }
  return [...rows.values()];
}

/** Past calls over all accounts, one for each conversation, newest first. */
export async function pastCallList(context: Context, parts: PastParts, asked: PageArguments) {
  const { filter, keep, query, skips } = parts;
  const { size, backwards } = pageSize(asked);
  if (backwards || asked.before != null)
    throw invalidArgument('Past calls are read from the newest on: use first', 'last');
  const bounds = boundsOf(filter, asked);
  const accounts = chosenAccounts(context, 'calls', filter);
  const keys = new Set(accounts.map(({ key }) => key));
  const isMatch = (placed: AccountRow<CallRecord>) => keep.every((fits) => fits(placed));
  const isWanted = (call: PastCall) => keys.has(call.account) && isMatch(rowOf(call));
  const [listed, record, recordings, later] = await Promise.all([
    context.requestCache.list('calls', query, chosenAccounts(context, 'calls', filter, skips)),
    readRecord(context, bounds, isWanted, size),
    readRecordings(context, filter, query, bounds),
    readLater(context, filter, query, bounds),
  ]);
  const earlier = await callsBefore(context, record.end);
  const calls = await distinctRows(
    context,
    listed,
    [...record.calls, ...earlier].filter(({ account }) => keys.has(account)),
  );
  const { joined, alone } = joinRecordings(
    calls,
    accountRows([...recordings, ...later]),
    context.gateway.now().getTime(),
  );
  const boundary = Math.max(record.end, ...recordings.map((read) => endOf(read, bounds.after)));
  const rows = [...joined, ...alone.map(({ account, row }) => recordedRow(account, row))]
    .filter(isMatch)
    .filter(({ at }) => at >= boundary || (at === 0 && boundary === bounds.after));
  const { edges, pageInfo } = pageOf(rows, ORDER, asked);
  const isCut = boundary > bounds.after;
  return {
    edges: edges.map(({ cursor, node }) => ({
      cursor,
      node: context.views.call(node.account, node.row, node.otherViews),
    })),
    pageInfo: isCut && !pageInfo.hasNextPage ? withNextPage(pageInfo, placeBefore(isoOf(boundary), ORDER)) : pageInfo,
    totalCount: null,
    sources: [
      ...sourcesOf(context, filter, rows, listed, recordings),
      ...unaskedAccounts(context, readFrom(context, [...listed, ...recordings]), { role: 'calls', filter, skips }),
    ],
  };
}

function readFrom({ gateway }: Context, reads: readonly Contribution<unknown>[]): readonly AccountHandle[] {
  return gateway.accounts.filter(({ key }) => reads.some(({ account }) => account === key));
}

function recordedRow(account: string, recording: RecordingRecord): PastRow {
  const call = callOfRecording(recording);
  return { account, row: call, at: Date.parse(call.startedAt ?? '') || 0, otherViews: [] };
}
