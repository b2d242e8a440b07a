/** The calls of a period from every read, each conversation once. */
import type { CallFilter } from '../../schema/filters.ts';
import type { NotAsked } from '../../schema/vocabulary.ts';
import type { CallRecord, ListQuery, RecordingRecord } from '../adapters/adapter.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import type { Contribution } from '../gateway/contribution.ts';
import { LONGEST_CALL, reachOf } from '../gateway/matching.ts';
import { type AccountRow, accountRows } from '../gateway/request-cache.ts';
import type { PastCall } from '../storage/past-call-store.ts';
import type { Context } from './context.ts';
import type { RowFilter } from './lists.ts';
import { endOf, type Shortfall } from './past-coverage.ts';
import { type Asked, type Margins, readFurther, readMargins } from './past-margins.ts';
import { type Bounds, type RecordRead, readRecord, readRecordings, readReported } from './past-reads.ts';
import { callOfRecording, joinRecordings } from './recorded-calls.ts';
import { unlistedRecentCalls } from './relations.ts';
import { beginsWithin, joinReports } from './reported-calls.ts';
import { chosenAccounts } from './sources.ts';
import type { OtherView } from './views.ts';

/** A call with its place in time and what others report of it. */
export interface PastRow extends AccountRow<CallRecord> {
  readonly at: number;
  readonly otherViews: readonly OtherView[];
}

/** The functions of the list of calls that the list of past calls uses. */
export interface PastParts {
  readonly filter: CallFilter;
  readonly keep: readonly RowFilter<CallRecord>[];
  /** The filter that is sent to accounts that list calls. */
  readonly query: ListQuery;
  skips(account: AccountHandle): NotAsked | null;
}

/** A call without a reported start is selected by the time of its first event. */
function withinTime({ call, at }: PastCall): CallRecord {
  const moment = new Date(at).toISOString();
  return call.startedAt ? call : { ...call, startedWithin: { from: moment, to: moment } };
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

/** The calls of a period that fit, and the reads that they come from. */
export interface PastRows extends Pick<PageReads, 'bounds' | 'listed' | 'reported' | 'recordings'> {
  readonly rows: readonly PastRow[];
  /** The time down to which every call was read; the start of the period where it was read whole. */
  readonly boundary: number;
  readonly shortfalls: readonly Shortfall[];
}

/** Reads the newest calls of a period, at least so many where it has them. */
export async function readPastRows(
  context: Context,
  { filter, keep, query, skips }: PastParts,
  bounds: Bounds,
  size: number,
): Promise<PastRows> {
  const keys = new Set(chosenAccounts(context, 'calls', filter).map(({ key }) => key));
  const isMatch = (placed: AccountRow<CallRecord>) => keep.every((fits) => fits(placed));
  const isWanted = (call: PastCall) => keys.has(call.account) && isMatch(rowOf(call));
  const [listed, record, reported, recordings] = await Promise.all([
    context.requestCache.list('calls', query, chosenAccounts(context, 'calls', filter, skips)),
    readRecord(context, bounds, isWanted, size),
    readReported(context, filter, query, bounds),
    readRecordings(context, filter, query, bounds),
  ]);
  const reads = { bounds, record, listed, reported, recordings };
  const boundary = boundaryOf(reads);
  const { rows, shortfalls } = await conversationsOf({ context, filter, query }, reads, boundary, keys);
  const wanted = rows
    .filter(isMatch)
    .filter(({ at }) => (at >= boundary && at < bounds.before) || (at === 0 && boundary === bounds.after));
  return { rows: wanted, boundary, bounds, listed, reported, recordings, shortfalls };
}

/** The time down to which the page has every call. */
function boundaryOf({ bounds, record, reported, recordings }: Omit<PageReads, 'listed'>): number {
  const reportsEnd = reported.map(({ period }) => period?.from ?? bounds.after);
  return Math.max(record.end, ...reportsEnd, recordingsEndOf(recordings, bounds));
}

function recordingsEndOf(recordings: PageReads['recordings'], { after }: Bounds): number {
  return Math.max(after, ...recordings.map((read) => endOf(read, after)));
}

/** The calls of all reads, each conversation once, and where they may lack parts. */
async function conversationsOf(
  asked: Asked,
  { bounds, record, listed, reported, recordings }: PageReads,
  boundary: number,
  keys: ReadonlySet<string>,
): Promise<Pick<PastRows, 'rows' | 'shortfalls'>> {
  const { context } = asked;
  const recordingsEnd = recordingsEndOf(recordings, bounds);
  const page = { after: boundary, before: bounds.before, recordEnd: record.end, recordingsEnd };
  const margins = await readMargins(asked, page);
  const reports = distinctReports([...reported, ...margins.reported]);
  const areOthers = reports.length > 0 ? await differentPeople(context) : () => false;
  const join = async (more: readonly Margins[]) => {
    const known = [...record.calls, ...more.flatMap(({ calls }) => calls)];
    const calls = await distinctRows(
      context,
      listed,
      known.filter(({ account }) => keys.has(account)),
    );
    const tapes = [...recordings, ...more.flatMap((one) => one.recordings)];
    return joinAll(calls, reports, accountRows(tapes), { areOthers, now: context.gateway.now().getTime() });
  };
  const first = await join([margins]);
  const further = await readFurther(asked, page, needsOf(first, page, margins.isCut));
  const isMore = further.calls.length > 0 || further.recordings.length > 0;
  const { rows } = isMore ? await join([margins, further]) : first;
  return { rows, shortfalls: [...margins.shortfalls, ...further.shortfalls] };
}

/** The conversations of all parts, and those parts that may be of others. */
interface JoinedParts {
  readonly rows: readonly PastRow[];
  readonly unsure: readonly AccountRow<CallRecord>[];
  /** Calls that only a report or a recording shows. */
  readonly alone: readonly PastRow[];
}

function joinAll(
  calls: readonly PastRow[],
  reports: readonly AccountRow<CallRecord>[],
  recordings: readonly AccountRow<RecordingRecord>[],
  { areOthers, now }: { readonly areOthers: Parameters<typeof joinReports>[2]; readonly now: number },
): JoinedParts {
  const { joined, alone, unsure } = joinReports(calls, reports, areOthers);
  const reported = alone.map(({ account, row }) => ({ account, row, at: timeOf(row), otherViews: [] }));
  const shown = joinRecordings([...joined, ...reported], recordings, now);
  const recorded = shown.alone.map(({ account, row }) => recordedRow(account, row));
  return { rows: [...shown.joined, ...recorded], unsure, alone: [...reported, ...recorded] };
}

/** The parts that conversations of a page may have outside its margins. */
function needsOf({ rows, unsure, alone }: JoinedParts, { after, before }: Bounds, isCut: boolean) {
  const isOnPage = ({ at }: PastRow) => at >= after && at < before;
  const waiting = unsure.map(({ row }) => timeOf(row) + beginsWithin(row)).filter((until) => until > before);
  const calls = Math.max(before, ...waiting);
  const ends = rows.filter(isOnPage).map(({ row }) => reachOf(row, before + LONGEST_CALL).to);
  return { calls, recordings: Math.max(calls, ...ends), earlier: isCut && alone.some(isOnPage) };
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

function recordedRow(account: string, recording: RecordingRecord): PastRow {
  const row = callOfRecording(recording);
  return { account, row, at: timeOf(row), otherViews: [] };
}
