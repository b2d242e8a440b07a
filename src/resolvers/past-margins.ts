/** The reads around a page of past calls, so that its calls are joined alike wherever the page is cut. */
import type { CallFilter } from '../../schema/filters.ts';
import type { CallRecord, ListQuery, RecordingRecord } from '../adapters/adapter.ts';
import type { TimeSpan } from '../figures/calendar.ts';
import type { Contribution } from '../gateway/contribution.ts';
import { LONGEST_CALL, RECORDING_REACH } from '../gateway/matching.ts';
import type { PastCall } from '../storage/past-call-store.ts';
import type { Context } from './context.ts';
import { endOf, type Shortfall } from './past-coverage.ts';
import { type Bounds, CHUNK, MOST_READ, readRecordings, readReported } from './past-reads.ts';
import { BEGINS_BEFORE, LONGEST_WAIT } from './reported-calls.ts';

/** Reads of one stretch of recordings at most; a recorder answers the newest of a time. */
const MOST_READS = 20;

/** Whose calls are asked for, and how. */
export interface Asked {
  readonly context: Context;
  readonly filter: CallFilter;
  readonly query: ListQuery;
}

/** Calls, reports and recordings that may be parts of the conversations of a page. */
export interface Margins {
  readonly calls: readonly PastCall[];
  readonly reported: readonly Contribution<CallRecord>[];
  readonly recordings: readonly Contribution<RecordingRecord>[];
  /** Whether more calls of the record began shortly before the page. */
  readonly isCut: boolean;
  /** Where calls of the page may lack parts, since a report or recordings could not be read. */
  readonly shortfalls: readonly Shortfall[];
}

/** A page, and down to where it was read: the record whole, and the recordings of each account. */
interface ReadPage extends Bounds {
  readonly recordEnd: number;
  readonly recordingsEnd: number;
}

/** Reads what lies directly around a page: callers may have waited, calls be long, and clocks differ. */
export async function readMargins(asked: Asked, page: ReadPage): Promise<Margins> {
  const { after, before, recordEnd, recordingsEnd } = page;
  const isLater = Number.isFinite(before);
  const [earlier, later, waited, ahead, early, late] = await Promise.all([
    callsBefore(asked, recordEnd, CHUNK),
    isLater ? callsAfter(asked, before, RECORDING_REACH) : [],
    reportsOf(asked, after - LONGEST_WAIT, after + 1),
    isLater ? reportsOf(asked, before - 1, before + BEGINS_BEFORE) : [],
    recordingsEnd > after - RECORDING_REACH
      ? recordingsOf(asked, { after: after - RECORDING_REACH, before: recordingsEnd + 1 })
      : NO_RECORDINGS,
    isLater ? recordingsOf(asked, { after: before - 1, before: before + RECORDING_REACH }) : NO_RECORDINGS,
  ]);
  return {
    calls: [...earlier, ...later],
    reported: [...waited, ...ahead],
    recordings: [...early.found, ...late.found],
    isCut: earlier.length >= CHUNK,
    shortfalls: [
      ...shortfallsOf(waited.filter(endsAbove(after - LONGEST_WAIT)), { from: after, to: after + LONGEST_WAIT }),
      ...shortfallsOf(ahead.filter(endsAbove(before - 1)), { from: before - BEGINS_BEFORE, to: before }),
      ...shortfallsOf(early.short, { from: after, to: after + RECORDING_REACH }),
      ...shortfallsOf(late.short, { from: before - LONGEST_CALL, to: before }),
    ],
  };
}

/** Whether the report of a stretch failed, lacks rows or ends above the start of the stretch. */
function endsAbove(start: number) {
  return ({ error, truncated, period }: Contribution<CallRecord>) =>
    error !== null || truncated || (period !== undefined && period.from > start);
}

function shortfallsOf(reads: readonly Contribution<unknown>[], stretch: TimeSpan): readonly Shortfall[] {
  return reads.map(({ account, error }) => ({ account, error, ...stretch }));
}

/** Of which calls, and until when, more has to be read; times are milliseconds since 1970. */
interface Needs {
  /** Until when calls may begin whose caller began to wait on the page. */
  readonly calls: number;
  /** Until when recordings of its calls may begin. */
  readonly recordings: number;
  /** Whether calls from long before may have parts on the page. */
  readonly earlier: boolean;
}

/** Reads what the conversations of a page need beyond its margins. */
export async function readFurther(asked: Asked, { before, recordEnd }: ReadPage, needs: Needs): Promise<Margins> {
  const within = Math.min(needs.calls - before, LONGEST_WAIT);
  const isLater = Number.isFinite(before);
  const until = Math.min(needs.recordings, before + LONGEST_CALL);
  const from = before + RECORDING_REACH;
  const [earlier, later, recordings] = await Promise.all([
    needs.earlier ? callsBefore(asked, recordEnd, MOST_READ) : [],
    isLater && within > RECORDING_REACH ? callsAfter(asked, before, within) : [],
    isLater && until > from ? recordingsOf(asked, { after: from - 1, before: until }) : NO_RECORDINGS,
  ]);
  const shortfalls = shortfallsOf(recordings.short, { from: before - LONGEST_CALL, to: before });
  return { calls: [...earlier, ...later], reported: [], recordings: recordings.found, isCut: false, shortfalls };
}

/** The calls that began before a page was read down to, and in that very millisecond, which no read of the page has. */
async function callsBefore({ context }: Asked, end: number, limit: number): Promise<readonly PastCall[]> {
  return (await context.gateway.pastCalls?.read({ after: end - LONGEST_CALL, before: end + 1, limit })) ?? [];
}

async function callsAfter({ context }: Asked, begin: number, within: number): Promise<readonly PastCall[]> {
  const bounds = { after: begin - 1, before: begin + within, limit: MOST_READ };
  return (await context.gateway.pastCalls?.read(bounds)) ?? [];
}

async function reportsOf({ context, filter, query }: Asked, after: number, before: number) {
  return readReported(context, filter, { ...query, limit: MOST_READ }, { after, before });
}

/** The recordings of a stretch. */
interface RecordingsRead {
  readonly found: readonly Contribution<RecordingRecord>[];
  /** Those of accounts that did not answer all of them. */
  readonly short: readonly Contribution<RecordingRecord>[];
}

const NO_RECORDINGS: RecordingsRead = { found: [], short: [] };

/** All recordings of a stretch, also where a recorder does not answer them at once. */
async function recordingsOf({ context, filter, query }: Asked, { after, before }: Bounds): Promise<RecordingsRead> {
  const found: Contribution<RecordingRecord>[] = [];
  for (let end = before, reads = 1; ; reads += 1) {
    const read = await readRecordings(context, filter, query, { after, before: end });
    found.push(...read);
    const failed = found.filter(({ error }) => error);
    const next = Math.max(after, ...read.map((one) => endOf(one, after))) + 1;
    if (next <= after + 1) return { found, short: failed };
    if (next >= end || reads === MOST_READS) return { found, short: [...failed, ...read.filter(isCut)] };
    end = next;
  }
}

function isCut({ truncated }: Contribution<unknown>): boolean {
  return truncated;
}
