import type { CallFilter } from '../../schema/filters.ts';
import type { NotAsked } from '../../schema/vocabulary.ts';
import { pageSize } from '../access/page-size.ts';
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
import {
  type Bounds,
  callsAfter,
  callsBefore,
  type RecordRead,
  readLaterRecordings,
  readRecord,
  readRecordings,
  readReported,
  readReportedAround,
} from './past-reads.ts';
import { callOfRecording, joinRecordings } from './recorded-calls.ts';
import { unlistedRecentCalls } from './relations.ts';
import { BEGINS_AFTER, joinReports } from './reported-calls.ts';
import { chosenAccounts, unaskedAccounts } from './sources.ts';
import type { OtherView } from './views.ts';

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

/** The period of a page, one second longer than its cursor, so that none of that second is lost. */
function boundsOf({ startedAfter, startedBefore }: CallFilter, { after: cursor }: PageArguments): Bounds {
  const place = cursor == null ? null : momentOf(readCursor(cursor, ORDER, 'after'), 'after');
  const page = place === null ? Number.POSITIVE_INFINITY : place + 1_000;
  const before = startedBefore ? Date.parse(startedBefore) : Number.POSITIVE_INFINITY;
  return { after: startedAfter ? Date.parse(startedAfter) : 0, before: Math.min(before, page) };
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
    for (const call of [...calls, ...(await unlistedRecentCalls(context, account, calls))]) {
      const row = rowOf({ account, call, at: timeOf(call) });
      if (!known.has(placeOf(row))) rows.set(placeOf(row), row);
    }
  return [...rows.values()];
}

/** The reads of a page. */
interface PageReads {
  readonly bounds: Bounds;
  readonly record: RecordRead;
  readonly listed: readonly Contribution<CallRecord>[];
  readonly reported: readonly Contribution<CallRecord>[];
  readonly recordings: readonly Contribution<RecordingRecord>[];
}

/** Past calls over all accounts, one for each conversation, newest first. */
export async function pastCallList(context: Context, parts: PastParts, asked: PageArguments) {
  const { filter, keep, query, skips } = parts;
  const { size, backwards } = pageSize(asked);
  if (backwards || asked.before != null)
    throw invalidArgument('Past calls are read from the newest on: use first', 'last');
  const bounds = boundsOf(filter, asked);
  const keys = new Set(chosenAccounts(context, 'calls', filter).map(({ key }) => key));
  const isMatch = (placed: AccountRow<CallRecord>) => keep.every((fits) => fits(placed));
  const isWanted = (call: PastCall) => keys.has(call.account) && isMatch(rowOf(call));
  const [listed, record, reported, recordings, later] = await Promise.all([
    context.requestCache.list('calls', query, chosenAccounts(context, 'calls', filter, skips)),
    readRecord(context, bounds, isWanted, size),
    readReported(context, filter, query, bounds),
    readRecordings(context, filter, query, bounds),
    readLaterRecordings(context, filter, query, bounds),
  ]);
  const boundary = boundaryOf({ bounds, record, reported, recordings });
  const around = await readReportedAround(context, filter, query, { after: boundary, before: bounds.before });
  const reads = { bounds, record, listed, reported: [...reported, ...around], recordings: [...recordings, ...later] };
  const rows = (await conversationsOf(context, reads, keys))
    .filter(isMatch)
    .filter(({ at }) => (at >= boundary && at < bounds.before) || (at === 0 && boundary === bounds.after));
  const { edges, pageInfo } = pageOf(rows, ORDER, asked);
  const isCut = boundary > bounds.after;
  const read = readFrom(context, [...listed, ...reported, ...recordings]);
  return {
    edges: edges.map(({ cursor, node }) => ({
      cursor,
      node: context.views.call(node.account, node.row, node.otherViews),
    })),
    pageInfo: isCut && !pageInfo.hasNextPage ? withNextPage(pageInfo, placeBefore(isoOf(boundary), ORDER)) : pageInfo,
    totalCount: null,
    sources: [
      ...sourcesOf(context, filter, rows, { listed, reported, recordings }),
      ...unaskedAccounts(context, read, { role: 'calls', filter, skips, lacks: needsPeriod }),
    ],
  };
}

/** Reports are read for a period with a start alone. */
function needsPeriod({ roles }: AccountHandle): NotAsked {
  return roles.includes('pastCalls') ? 'NEEDS_PERIOD' : 'UNSUPPORTED';
}

/** The time down to which the page has every call. */
function boundaryOf({ bounds, record, reported, recordings }: Omit<PageReads, 'listed'>): number {
  const reportsEnd = reported.map(({ period }) => period?.from ?? bounds.after);
  return Math.max(record.end, ...reportsEnd, ...recordings.map((read) => endOf(read, bounds.after)));
}

/** The calls of all reads, each conversation once. */
async function conversationsOf(
  context: Context,
  { bounds, record, listed, reported, recordings }: PageReads,
  keys: ReadonlySet<string>,
): Promise<readonly PastRow[]> {
  const isAsked = ({ account }: PastCall) => keys.has(account);
  const earlier = await callsBefore(context, record.end);
  const calls = await distinctRows(context, listed, [...record.calls, ...earlier].filter(isAsked));
  const reports = distinctReports(reported);
  const areOthers = reports.length > 0 ? await differentPeople(context) : () => false;
  const first = joinReports(calls, reports, areOthers);
  const isAtEnd = ({ row }: AccountRow<CallRecord>) => timeOf(row) > bounds.before - BEGINS_AFTER;
  const after = first.alone.some(isAtEnd) ? (await callsAfter(context, bounds)).filter(isAsked).map(rowOf) : [];
  const { joined, alone } = after.length > 0 ? joinReports([...after, ...calls], reports, areOthers) : first;
  const reportedRows = alone.map(({ account, row }) => ({ account, row, at: timeOf(row), otherViews: [] }));
  const now = context.gateway.now().getTime();
  const shown = joinRecordings([...joined, ...reportedRows], accountRows(recordings), now);
  return [...shown.joined, ...shown.alone.map(({ account, row }) => recordedRow(account, row))];
}

function distinctReports(reported: readonly Contribution<CallRecord>[]): readonly AccountRow<CallRecord>[] {
  return [...new Map(accountRows(reported).map((one) => [`${one.account}/${one.row.nativeId}`, one])).values()];
}

/** Compares references to people: true for two that are known to be different. */
async function differentPeople({ requestCache }: Context): Promise<Parameters<typeof joinReports>[2]> {
  const index = await requestCache.peopleIndex();
  return (one, other) => {
    const [mine, theirs] = [index.referred(one.account, one.row), index.referred(other.account, other.row)];
    return mine !== undefined && theirs !== undefined && mine !== theirs;
  };
}

function timeOf({ startedAt, connectedAt, endedAt }: CallRecord): number {
  return Date.parse(startedAt ?? connectedAt ?? endedAt ?? '') || 0;
}

function readFrom({ gateway }: Context, reads: readonly Contribution<unknown>[]): readonly AccountHandle[] {
  return gateway.accounts.filter(({ key }) => reads.some(({ account }) => account === key));
}

function recordedRow(account: string, recording: RecordingRecord): PastRow {
  const row = callOfRecording(recording);
  return { account, row, at: timeOf(row), otherViews: [] };
}
