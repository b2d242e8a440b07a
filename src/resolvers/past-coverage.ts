import type { CallFilter } from '../../schema/filters.ts';
import type { CallRecord, RecordingRecord } from '../adapters/adapter.ts';
import type { CrosspointError } from '../adapters/errors.ts';
import type { ReadPeriod } from '../adapters/read-period.ts';
import type { TimeSpan } from '../figures/calendar.ts';
import type { Contribution } from '../gateway/contribution.ts';
import type { Context } from './context.ts';
import type { OtherView } from './views.ts';

/** A call of the list, for the counts of its accounts. */
interface CountedRow {
  readonly account: string;
  readonly otherViews: readonly OtherView[];
}

/** The time down to which a list has every recording. */
export function endOf({ truncated, rows }: Contribution<RecordingRecord>, after: number): number {
  const oldest = rows.at(-1)?.startedAt;
  return truncated && oldest ? Date.parse(oldest) : after;
}

/** A stretch of a page whose calls may lack the parts that an account has of them, since a read around the page failed. */
export interface Shortfall extends TimeSpan {
  readonly account: string;
  /** Null where the account answered a part. */
  readonly error: CrosspointError | null;
}

/** The reads of a list. */
interface ListReads {
  readonly shortfalls: readonly Shortfall[];
  readonly listed: readonly Contribution<CallRecord>[];
  readonly reported: readonly Contribution<CallRecord>[];
  readonly recordings: readonly Contribution<RecordingRecord>[];
}

/** The contribution of each account, and the time that it covers. */
export function sourcesOf(
  context: Context,
  filter: CallFilter,
  rows: readonly CountedRow[],
  { listed, reported, recordings, shortfalls }: ListReads,
) {
  const reads = new Map<string, Contribution<unknown>>();
  for (const read of [...recordings, ...reported, ...listed])
    reads.set(read.account, merged(reads.get(read.account), read));
  return [...reads.values()].map((read) => {
    const { account } = read;
    const count = rows.filter(
      (row) => row.account === account || row.otherViews.some((view) => view.account === account),
    );
    const period = reported.find((one) => one.account === account)?.period;
    const recorded = recordings.find((one) => one.account === account);
    const covered = period ? reportCoverage(period, filter) : coverage(context, filter, account, recorded);
    const short = shortfalls.filter((one) => one.account === account);
    const error = read.error ?? short.find((one) => one.error)?.error ?? null;
    return { ...context.views.report({ ...read, error }, count.length), ...spanOf(short.reduce(without, covered)) };
  });
}

/** The longer part of a covered time that a shortfall leaves. */
function without(covered: TimeSpan | null, { from, to }: Shortfall): TimeSpan | null {
  if (!covered || to <= covered.from || from >= covered.to) return covered;
  const [earlier, later] = [
    { from: covered.from, to: from },
    { from: to, to: covered.to },
  ];
  const longer = lengthOf(later) >= lengthOf(earlier) ? later : earlier;
  return lengthOf(longer) > 0 ? longer : null;
}

function lengthOf({ from, to }: TimeSpan): number {
  return to - from;
}

function spanOf(covered: TimeSpan | null) {
  if (!covered) return { coveredFrom: null, coveredTo: null };
  return { coveredFrom: new Date(covered.from).toISOString(), coveredTo: new Date(covered.to).toISOString() };
}

function merged(one: Contribution<unknown> | undefined, other: Contribution<unknown>): Contribution<unknown> {
  if (!one) return other;
  return { ...other, truncated: one.truncated || other.truncated, error: one.error ?? other.error };
}

/** A report has the calls that were over when it was made. */
function reportCoverage({ from, completeTo }: ReadPeriod, { startedBefore }: CallFilter): TimeSpan | null {
  const to = Math.min(completeTo, startedBefore ? Date.parse(startedBefore) : Number.POSITIVE_INFINITY);
  return to <= from ? null : { from, to };
}

/** The time for which an account's past calls are complete: that of the record, or of its recordings. */
function coverage(
  { gateway }: Context,
  { startedAfter, startedBefore }: CallFilter,
  account: string,
  recordings: Contribution<RecordingRecord> | undefined,
): TimeSpan | null {
  const after = startedAfter ? Date.parse(startedAfter) : 0;
  const since = gateway.pastCalls?.since(account) ?? null;
  const starts = [
    ...(since === null ? [] : [Math.max(Date.parse(since), after)]),
    ...(recordings && !recordings.error ? [endOf(recordings, after)] : []),
  ];
  const from = Math.min(...starts);
  const to = Math.min(startedBefore ? Date.parse(startedBefore) : Number.POSITIVE_INFINITY, gateway.now().getTime());
  return !Number.isFinite(from) || from === 0 || from > to ? null : { from, to };
}
