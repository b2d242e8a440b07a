/** The reads around a page of past calls, so that its calls are joined alike wherever the page is cut. */
import type { CallFilter } from '../../schema/filters.ts';
import type { CallRecord, ListQuery, RecordingRecord } from '../adapters/adapter.ts';
import type { Contribution } from '../gateway/gateway.ts';
import { LONGEST_CALL, RECORDING_REACH } from '../gateway/matching.ts';
import type { PastCall } from '../storage/past-call-store.ts';
import type { Context } from './context.ts';
import { endOf } from './past-coverage.ts';
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
      : [],
    isLater ? recordingsOf(asked, { after: before - 1, before: before + RECORDING_REACH }) : [],
  ]);
  const isCut = earlier.length >= CHUNK;
  return { calls: [...earlier, ...later], reported: [...waited, ...ahead], recordings: [...early, ...late], isCut };
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
    isLater && until > from ? recordingsOf(asked, { after: from - 1, before: until }) : [],
  ]);
  return { calls: [...earlier, ...later], reported: [], recordings, isCut: false };
}

async function callsBefore({ context }: Asked, end: number, limit: number): Promise<readonly PastCall[]> {
  return (await context.gateway.pastCalls?.read({ after: end - LONGEST_CALL, before: end, limit })) ?? [];
}

async function callsAfter({ context }: Asked, begin: number, within: number): Promise<readonly PastCall[]> {
  const bounds = { after: begin - 1, before: begin + within, limit: MOST_READ };
  return (await context.gateway.pastCalls?.read(bounds)) ?? [];
}

async function reportsOf({ context, filter, query }: Asked, after: number, before: number) {
  return readReported(context, filter, { ...query, limit: MOST_READ }, { after, before });
}

/** All recordings of a stretch, also where a recorder does not answer them at once. */
async function recordingsOf({ context, filter, query }: Asked, { after, before }: Bounds) {
  const found: Contribution<RecordingRecord>[] = [];
  for (let end = before, reads = 0; reads < MOST_READS; reads += 1) {
    const read = await readRecordings(context, filter, query, { after, before: end });
    found.push(...read);
    const next = Math.max(after, ...read.map((one) => endOf(one, after))) + 1;
    if (next <= after + 1 || next >= end) break;
    end = next;
  }
  return found;
}
