/** Past calls from the Call Log report, paged by time. */
import type { CallRecord, ListQuery, Reads, Rows } from '../../adapter.ts';
import { deadline, isTimeout, unlessAborted } from '../../calls/deadline.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { sameNumber } from '../../numbers.ts';
import type { Five9Client } from '../client.ts';
import type { Settings } from '../settings.ts';
import {
  CallLogReports,
  type ReportedWindow,
  type ReportPeriod,
  reportDayOf,
  SETTLED_AFTER,
} from './call-log-reports.ts';
import { ReportClock } from './report-clock.ts';

/** Days that one read goes through at most, each of which may be a report. */
const MOST_WINDOWS = 7;
/** Milliseconds for a read without a deadline, and those before it at which what was read is answered. */
const USUAL_DEADLINE = 10_000;
const IN_TIME = 500;
/** Calls that a read without a limit answers. */
const MOST_CALLS = 1_000;

interface CallLogParts {
  readonly report: NonNullable<Settings['callLog']>;
  readonly closing: AbortSignal;
  now(): Date;
}

/** The list of past calls of an account. */
export function callLogReads(client: Five9Client, parts: CallLogParts): Pick<Reads, 'pastCalls'> {
  const reading = {
    columns: parts.report.columns,
    clock: new ReportClock(client.reading('call-log-zone') === 'standard' ? 'standard' : 'pacific'),
    isEnd: client.reading('call-log-times') === 'end',
    isPlatformId: client.reading('call-log-id') === 'platform',
  };
  const settledAfter = SETTLED_AFTER[client.reading('late-calls') === 'a-day' ? 'a-day' : 'hours'];
  const reports = new CallLogReports({ ...parts, client, reading, settledAfter });
  const { now } = parts;
  return {
    pastCalls: (query, ask) =>
      query.nativeIds
        ? readNamed(reports, query.nativeIds, parts, ask)
        : readPeriod(reports, query, { now, settledAfter }, ask),
  };
}

/** Reads a period from its end until the limit, the number of reports or the deadline is reached. */
async function readPeriod(
  reports: CallLogReports,
  query: ListQuery,
  { now, settledAfter }: { readonly settledAfter: number; now(): Date },
  ask: SendOptions,
): Promise<Rows<CallRecord>> {
  if (!query.startedAfter) throw new CrosspointError('INVALID_ARGUMENT', 'Past calls need a period with a start');
  const time = now().getTime();
  const bounds = { from: Date.parse(query.startedAfter) + 1, to: Math.min(beforeOf(query), time) };
  const read = new PeriodRead(bounds, query, settledAfter);
  const ends = endOf(ask);
  for (let count = 0; count < MOST_WINDOWS && !read.isOver; count += 1) {
    const windows = await nextReports(count === 0, reports.read(reportDayOf(read.next)), ends, ask.signal);
    if (!windows) break;
    read.take(windows);
  }
  return read.rows(now());
}

/** The reports of a window; null where what was read before is answered without them, and the next page asks again. */
async function nextReports(
  isFirst: boolean,
  reports: Promise<readonly ReportedWindow[]>,
  ends: number,
  signal: AbortSignal | undefined,
) {
  try {
    const windows = await inTime(reports, ends - performance.now(), signal);
    if (windows || !isFirst) return windows;
  } catch (thrown) {
    if (isFirst || signal?.aborted) throw thrown;
    return null;
  }
  throw stillRunning();
}

function endOf({ deadline: milliseconds = USUAL_DEADLINE }: SendOptions): number {
  return performance.now() + milliseconds - IN_TIME;
}

function beforeOf({ startedBefore }: ListQuery): number {
  return startedBefore ? Date.parse(startedBefore) : Number.POSITIVE_INFINITY;
}

function stillRunning(): CrosspointError {
  const message = 'Five9 still prepares the report of past calls; try again in some seconds';
  return new CrosspointError('FAILED_PRECONDITION', message, { retryable: true });
}

/** The value, or null once the milliseconds have passed; the work continues for later readers. */
async function inTime<Value>(
  work: Promise<Value>,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<Value | null> {
  const { signal: over, clear } = deadline(milliseconds, signal);
  try {
    return await unlessAborted(work, over);
  } catch (thrown) {
    if (thrown === over.reason && isTimeout(thrown) && !signal?.aborted) return null;
    throw thrown;
  } finally {
    clear();
  }
}

/** A period as far as it is read. */
class PeriodRead {
  readonly #bounds: ReportPeriod;
  readonly #limit: number;
  readonly #isWanted: (call: CallRecord) => boolean;
  readonly #calls: CallRecord[] = [];
  #from: number;
  #completeTo: number;
  #isCut = false;

  constructor(
    bounds: ReportPeriod,
    { limit, number, spellings }: ListQuery,
    private readonly settledAfter: number,
  ) {
    this.#bounds = bounds;
    this.#limit = limit ?? MOST_CALLS;
    this.#from = Math.max(bounds.from, bounds.to);
    this.#completeTo = bounds.to;
    const numbers = number ? [number, ...(spellings ?? [])] : null;
    this.#isWanted = ({ from, to }) =>
      numbers === null || numbers.some((wanted) => sameNumber(wanted, from) || sameNumber(wanted, to));
  }

  /** Whether the period or the limit is reached. */
  get isOver(): boolean {
    return this.#from <= this.#bounds.from || this.#calls.length >= this.#limit;
  }

  /** The moment that is read next. */
  get next(): number {
    return this.#from - 1;
  }

  /** Takes the calls of the next windows, the newest first. */
  take(windows: readonly ReportedWindow[]): void {
    for (const { window, table, ranAt, isCut } of windows) {
      if (this.isOver) return;
      const from = Math.max(window.from, this.#bounds.from);
      const limit = this.#limit - this.#calls.length;
      const read = table.read({ from, to: this.#from, limit }, this.#isWanted);
      this.#calls.push(...read.calls);
      this.#from = read.from;
      this.#completeTo = Math.min(this.#completeTo, ranAt - this.settledAfter, isCut ? from : Number.POSITIVE_INFINITY);
      this.#isCut ||= isCut;
    }
  }

  rows(now: Date): Rows<CallRecord> {
    const isWhole = this.#from <= this.#bounds.from;
    const period = { from: isWhole ? this.#bounds.from - 1 : this.#from, completeTo: this.#completeTo };
    return { items: this.#calls, truncated: this.#isCut, period, fetchedAt: now.toISOString() };
  }
}

/** Reads single calls: the key of each ends with its start. */
async function readNamed(
  reports: CallLogReports,
  nativeIds: readonly string[],
  { now }: CallLogParts,
  ask: SendOptions,
): Promise<Rows<CallRecord>> {
  const ends = endOf(ask);
  const items: CallRecord[] = [];
  for (const nativeId of nativeIds) {
    const start = Date.parse(/ (\S+Z)$/.exec(nativeId)?.[1] ?? '');
    if (!(start <= now().getTime())) continue;
    const windows = await inTime(reports.read(reportDayOf(start)), ends - performance.now(), ask.signal);
    if (!windows) throw stillRunning();
    const bounds = { from: start, to: start + 1, limit: MOST_CALLS };
    items.push(...windows.flatMap(({ table }) => table.read(bounds, (call) => call.nativeId === nativeId).calls));
  }
  return { items, fetchedAt: now().toISOString() };
}
