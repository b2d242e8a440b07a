import type { CallFilter } from '../../schema/filters.ts';
import type { CallRecord, RecordingRecord } from '../adapters/adapter.ts';
import type { ReadPeriod } from '../adapters/read-period.ts';
import type { Contribution } from '../gateway/gateway.ts';
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

/** The reads of a list. */
interface ListReads {
  readonly listed: readonly Contribution<CallRecord>[];
  readonly reported: readonly Contribution<CallRecord>[];
  readonly recordings: readonly Contribution<RecordingRecord>[];
}

/** The contribution of each account, and the time that it covers. */
export function sourcesOf(
  context: Context,
  filter: CallFilter,
  rows: readonly CountedRow[],
  { listed, reported, recordings }: ListReads,
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
    return { ...context.views.report(read, count.length), ...covered };
  });
}

function merged(one: Contribution<unknown> | undefined, other: Contribution<unknown>): Contribution<unknown> {
  if (!one) return other;
  return { ...other, truncated: one.truncated || other.truncated, error: one.error ?? other.error };
}

/** A report has the calls that were over when it was made. */
function reportCoverage({ from, completeTo }: ReadPeriod, { startedBefore }: CallFilter) {
  const to = Math.min(completeTo, startedBefore ? Date.parse(startedBefore) : Number.POSITIVE_INFINITY);
  if (to <= from) return { coveredFrom: null, coveredTo: null };
  return { coveredFrom: new Date(from).toISOString(), coveredTo: new Date(to).toISOString() };
}

/** The time for which an account's past calls are complete: that of the record, or of its recordings. */
function coverage(
  { gateway }: Context,
  { startedAfter, startedBefore }: CallFilter,
  account: string,
  recordings: Contribution<RecordingRecord> | undefined,
) {
  const after = startedAfter ? Date.parse(startedAfter) : 0;
  const since = gateway.pastCalls?.since(account) ?? null;
  const starts = [
    ...(since === null ? [] : [Math.max(Date.parse(since), after)]),
    ...(recordings && !recordings.error ? [endOf(recordings, after)] : []),
  ];
  const from = Math.min(...starts);
  const to = Math.min(startedBefore ? Date.parse(startedBefore) : Number.POSITIVE_INFINITY, gateway.now().getTime());
  if (!Number.isFinite(from) || from === 0 || from > to) return { coveredFrom: null, coveredTo: null };
  return { coveredFrom: new Date(from).toISOString(), coveredTo: new Date(to).toISOString() };
}
