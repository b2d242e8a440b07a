/** A centre whose record, report and recorder have parts of the same calls, and the pages of its list of past calls. */
import { expect } from 'vitest';
import type { CallRecord, ListQuery, RecordingRecord } from '../../src/adapters/adapter.ts';
import type { PastCall } from '../../src/storage/past-call-store.ts';
import { SqlitePastCallStore } from '../../src/storage/sqlite-past-call-store.ts';
import { ago, fakeAdapter, gatewayOver, NOW, recording } from './world.ts';

/** Asks for a page of past calls. */
export const PAST = `query ($after: Cursor, $before: Cursor, $filter: CallFilter, $first: Int, $last: Int) {
  calls(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    edges { cursor node {
      id state from startedAt source { nativeId account { key } } disposition { name }
      durations { queue { seconds basis } } views { account { key } nativeId matchedBy confidence }
    } }
    pageInfo { hasNextPage endCursor hasPreviousPage startCursor }
    sources { account { key } count notAsked truncated coveredFrom coveredTo error { code } }
  }
}`;
/** The day before now. */
export const DAY = { states: ['ENDED'], startedAfter: ago(24 * 60) };
/** Milliseconds of a second. */
export const SECOND = 1_000;

/** A node as the query selects it. */
// biome-ignore lint/suspicious/noExplicitAny: nodes as the query selects them
export type Node = any;

/** Numbers from 0 to 1 by a seed. */
export function randomOf(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A call as it was. */
export interface TrueCall {
  readonly id: string;
  readonly at: number;
  readonly from: string;
  readonly wait: number;
  readonly talk: number;
}

const iso = (at: number) => new Date(at).toISOString();

/** The call in the gateway's record, of the phone alone. */
export function recordOf({ id, at, from, wait, talk }: TrueCall, callId: string | null, shift: number): PastCall {
  const start = at + wait + shift;
  const times = {
    startedAt: iso(start),
    connectedAt: iso(start + 4 * SECOND),
    endedAt: iso(start + 4 * SECOND + talk),
  };
  const call: CallRecord = { nativeId: `desk/${id}`, state: 'ENDED', from, callId, ...times };
  return { account: 'floor', at: start, call };
}

/** The row of the report, from the beginning of the wait. */
export function reportOf({ id, at, from, wait, talk }: TrueCall, callId: string | null, shift: number): CallRecord {
  const start = Math.floor((at + shift) / SECOND) * SECOND;
  const connected = start + wait + 4 * SECOND;
  return {
    ...{ nativeId: `row ${id}`, state: 'ENDED', callId, from: from.replace('+1', ''), disposition: `of ${id}` },
    ...{ startedAt: iso(start), connectedAt: iso(connected), endedAt: iso(connected + talk) },
    vendorDurations: { queueSeconds: wait / SECOND },
  };
}

/** Its recording. */
export function recordingOf(
  { id, at, from, wait, talk }: TrueCall,
  callId: string | null,
  shift: number,
): RecordingRecord {
  const startedAt = iso(at + wait + 4 * SECOND + shift);
  return recording(`tape ${id}`, { callId, from, device: null, startedAt, durationSeconds: talk / SECOND });
}

interface World {
  readonly recorded?: readonly PastCall[];
  readonly reported?: readonly CallRecord[];
  readonly recordings?: readonly RecordingRecord[];
  /** Calls that the report's account answers at a time, and recordings that the recorder does. */
  readonly atOnce?: number;
  readonly recordingsAtOnce?: number;
  /** Refuses some reads of the report and of the recorder; a time answers the report down to it alone. */
  readonly report?: (query: ListQuery) => Error | number | null;
  readonly recorder?: (query: ListQuery) => Error | null;
}

const newestFirst = <Row extends { startedAt?: string | null }>(rows: readonly Row[]) =>
  rows.toSorted((one, other) => Date.parse(other.startedAt ?? '') - Date.parse(one.startedAt ?? ''));

function within({ startedAfter, startedBefore }: ListQuery) {
  const [after, before] = [Date.parse(startedAfter ?? ''), Date.parse(startedBefore ?? '')];
  return ({ startedAt }: { startedAt?: string | null }) => {
    const at = Date.parse(startedAt ?? '');
    return (Number.isNaN(after) || at > after) && (Number.isNaN(before) || at < before);
  };
}

/** A gateway over a record, a report and a recorder. */
export async function world({ recorded = [], reported = [], recordings = [], ...answers }: World) {
  const { atOnce = 1_000, recordingsAtOnce = 1_000, report = () => null, recorder = () => null } = answers;
  const store = new SqlitePastCallStore(':memory:');
  await store.save(recorded);
  const fetchedAt = NOW.toISOString();
  const wfo = fakeAdapter('wfo', 'RECORDER', {
    recordings: async (query) => {
      const refusal = recorder(query);
      if (refusal) throw refusal;
      const fits = newestFirst(recordings).filter(within(query));
      const limit = Math.min(query.limit ?? fits.length, recordingsAtOnce);
      return { items: fits.slice(0, limit), truncated: fits.length > limit, fetchedAt };
    },
  });
  const log = fakeAdapter('acme', 'FIVE9_CONFIG', {
    pastCalls: async (query) => {
      const end = report(query);
      if (end instanceof Error) throw end;
      const fits = newestFirst(reported)
        .filter(within(query))
        .filter(({ startedAt }) => Date.parse(startedAt ?? '') >= (end ?? 0));
      const last = Date.parse(fits[(query.limit ?? atOnce) - 1]?.startedAt ?? '');
      const items = fits.filter(({ startedAt }) => Number.isNaN(last) || Date.parse(startedAt ?? '') >= last);
      const from = end ?? (Number.isNaN(last) ? Date.parse(query.startedAfter ?? '') : last);
      const completeTo = Math.min(Date.parse(query.startedBefore ?? fetchedAt), NOW.getTime() - 4 * 3_600_000);
      return { items, fetchedAt, period: { from, completeTo } };
    },
  });
  const floor = fakeAdapter('floor', 'FIVE9_CTI', { calls: async () => ({ items: [], fetchedAt }) });
  const pastCalls = {
    read: store.read.bind(store),
    find: store.find.bind(store),
    since: (account: string) => (account === 'floor' ? ago(3 * 24 * 60) : null),
  };
  return gatewayOver([floor, log, wfo], { pastCalls });
}

/** The calls of all pages; each page has so many, or as many as the function answers. */
export async function allPages(
  gateway: Awaited<ReturnType<typeof world>>,
  first: number | (() => number),
  filter: object = DAY,
) {
  const found: Node[] = [];
  for (let after: string | null = null, pages = 0; ; pages += 1) {
    if (pages > 3_000) throw new Error('the pages have no end');
    const { data, errors } = await gateway.ask(PAST, {
      after,
      filter,
      first: typeof first === 'number' ? first : first(),
    });
    expect(errors).toBeUndefined();
    found.push(...data.calls.edges.map(({ node }: Node) => node));
    if (!data.calls.pageInfo.hasNextPage) return found;
    after = data.calls.pageInfo.endCursor;
  }
}

/** The same from the oldest on. */
export async function allPagesBackwards(
  gateway: Awaited<ReturnType<typeof world>>,
  last: number | (() => number),
  filter: object = DAY,
) {
  const found: Node[] = [];
  for (let before: string | null = null, pages = 0; ; pages += 1) {
    if (pages > 3_000) throw new Error('the pages have no end');
    const { data, errors } = await gateway.ask(PAST, {
      before,
      filter,
      last: typeof last === 'number' ? last : last(),
    });
    expect(errors).toBeUndefined();
    found.unshift(...data.calls.edges.map(({ node }: Node) => node));
    if (!data.calls.pageInfo.hasPreviousPage) return found;
    before = data.calls.pageInfo.startCursor;
  }
}

/** The length of a random day. */
interface DayShape {
  readonly calls: number;
  readonly hours: number;
  /** The part of the calls whose caller waits for up to three hours and a half, and that last as long. */
  readonly longWaits?: number;
  /** Seconds by which the recorder's clock may differ. */
  readonly recorderSkew?: number;
}

/** Random calls of a day, of which each witness has a part, under clocks that differ and with ids that are missing. */
export function randomDay(seed: number, shape: DayShape = { calls: 220, hours: 23 }) {
  const { longWaits = 0, recorderSkew = 0 } = shape;
  const random = randomOf(seed);
  const happens = (share: number) => random() < share;
  const lasts = (seconds: number) =>
    Math.floor(random() * (longWaits > 0 && happens(longWaits) ? 3.5 * 3_600 : seconds)) * SECOND;
  const calls: TrueCall[] = Array.from({ length: shape.calls }, (_, index) => ({
    id: `${seed}-${index}`,
    // Callers call again after some minutes, and at any time others call.
    at:
      NOW.getTime() - 20 * 60_000 - Math.floor(random() * shape.hours * 3_600) * SECOND - Math.floor(random() * SECOND),
    from: `+1614555${String(1_000 + index)}`,
    wait: happens(0.5) ? lasts(900) : 0,
    talk: 20 * SECOND + lasts(300),
  }));
  const again = calls.slice(0, Math.floor(shape.calls / 6)).map((call, index) => ({
    ...call,
    id: `${call.id}-again`,
    at: call.at + call.wait + call.talk + (2 + (index % 5)) * 60_000,
    wait: 0,
  }));
  const all = [...calls, ...again].filter(({ at, wait }) => at + wait < NOW.getTime() - 60_000);
  const shift = () => Math.round((random() - 0.5) * 8) * SECOND;
  const skew = () => Math.round((random() - 0.5) * 2 * recorderSkew) * SECOND;
  const parts = all.map((call) => {
    const [hasRecord, hasReport, hasRecording] = [happens(0.7), happens(0.8), happens(0.5)];
    const id = () => (happens(0.6) ? call.id : null);
    return {
      call,
      recorded: hasRecord ? recordOf(call, id(), shift()) : null,
      reported: hasReport ? reportOf(call, id(), shift()) : null,
      recording:
        hasRecording || !(hasRecord || hasReport) ? recordingOf(call, id(), recorderSkew > 0 ? skew() : 0) : null,
    };
  });
  return {
    truth: parts,
    recorded: parts.flatMap(({ recorded }) => recorded ?? []),
    reported: parts.flatMap(({ reported }) => reported ?? []),
    recordings: parts.flatMap(({ recording: one }) => one ?? []),
  };
}
