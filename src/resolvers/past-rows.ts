/** The calls of a period from every read, each conversation once. */
import type { CallFilter } from '../../schema/filters.ts';
import type { NotAsked } from '../../schema/vocabulary.ts';
import type { CallRecord, ListQuery, RecordingRecord } from '../adapters/adapter.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import type { Contribution } from '../gateway/gateway.ts';
import { type AccountRow, accountRows } from '../gateway/request-cache.ts';
import type { PastCall } from '../storage/past-call-store.ts';
import type { Context } from './context.ts';
import type { RowFilter } from './lists.ts';
import { endOf } from './past-coverage.ts';
import {
  type Bounds,
  callsAfter,
  callsBefore,
  type RecordRead,
  readLaterRecordings,
  readRecord,
  readRecordings,
  readRecordingsOfWaiting,
  readReported,
  readReportedAround,
} from './past-reads.ts';
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
  /** Reads the recordings of calls of the period that began to be recorded long after it. */
  readLateRecordings(within: number): Promise<readonly Contribution<RecordingRecord>[]>;
}

/** The calls of a period that fit, and the reads that they come from. */
export interface PastRows extends Pick<PageReads, 'bounds' | 'listed' | 'reported' | 'recordings'> {
  readonly rows: readonly PastRow[];
  /** The time down to which every call was read; the start of the period where it was read whole. */
  readonly boundary: number;
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
  const [listed, record, reported, recordings, later] = await Promise.all([
    context.requestCache.list('calls', query, chosenAccounts(context, 'calls', filter, skips)),
    readRecord(context, bounds, isWanted, size),
    readReported(context, filter, query, bounds),
    readRecordings(context, filter, query, bounds),
    readLaterRecordings(context, filter, query, bounds),
  ]);
  const boundary = boundaryOf({ bounds, record, reported, recordings });
  const around = await readReportedAround(context, filter, query, { after: boundary, before: bounds.before });
  const reads = {
    ...{ bounds, record, listed, reported: [...reported, ...around], recordings: [...recordings, ...later] },
    readLateRecordings: (within: number) => readRecordingsOfWaiting(context, filter, query, bounds, within),
  };
  const rows = (await conversationsOf(context, reads, keys))
    .filter(isMatch)
    .filter(({ at }) => (at >= boundary && at < bounds.before) || (at === 0 && boundary === bounds.after));
  return { rows, boundary, bounds, listed, reported, recordings };
}

/** The time down to which the page has every call. */
function boundaryOf({
  bounds,
  record,
  reported,
  recordings,
}: Omit<PageReads, 'listed' | 'readLateRecordings'>): number {
  const reportsEnd = reported.map(({ period }) => period?.from ?? bounds.after);
  return Math.max(record.end, ...reportsEnd, ...recordings.map((read) => endOf(read, bounds.after)));
}

/** The calls of all reads, each conversation once. */
async function conversationsOf(
  context: Context,
  { bounds, record, listed, reported, recordings, readLateRecordings }: PageReads,
  keys: ReadonlySet<string>,
): Promise<readonly PastRow[]> {
  const isAsked = ({ account }: PastCall) => keys.has(account);
  const earlier = await callsBefore(context, record.end);
  const calls = await distinctRows(context, listed, [...record.calls, ...earlier].filter(isAsked));
  const reports = distinctReports(reported);
  const areOthers = reports.length > 0 ? await differentPeople(context) : () => false;
  const first = joinReports(calls, reports, areOthers);
  const mayFollow = first.alone.filter(({ row }) => timeOf(row) + beginsWithin(row) > bounds.before);
  const within = Math.max(0, ...mayFollow.map(({ row }) => beginsWithin(row)));
  const after = within > 0 ? (await callsAfter(context, bounds, within)).filter(isAsked).map(rowOf) : [];
  const late = within > 0 ? await readLateRecordings(within) : [];
  const { joined, alone } = after.length > 0 ? joinReports([...after, ...calls], reports, areOthers) : first;
  const reportedRows = alone.map(({ account, row }) => ({ account, row, at: timeOf(row), otherViews: [] }));
  const now = context.gateway.now().getTime();
  const shown = joinRecordings([...joined, ...reportedRows], accountRows([...recordings, ...late]), now);
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

function recordedRow(account: string, recording: RecordingRecord): PastRow {
  const row = callOfRecording(recording);
  return { account, row, at: timeOf(row), otherViews: [] };
}
