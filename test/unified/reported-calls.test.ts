/** The one list of past calls, where a record, a report and a recorder have parts of the same calls. */
import { expect, test } from 'vitest';
import type { CallRecord, ListQuery, RecordingRecord } from '../../src/adapters/adapter.ts';
import type { PastCall } from '../../src/storage/past-call-store.ts';
import { SqlitePastCallStore } from '../../src/storage/sqlite-past-call-store.ts';
import { ago, fakeAdapter, gatewayOver, NOW, recording } from './world.ts';

const PAST = `query ($after: Cursor, $before: Cursor, $filter: CallFilter, $first: Int, $last: Int) {
  calls(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    edges { cursor node {
      id state from startedAt source { nativeId account { key } } disposition { name }
      durations { queue { seconds basis } } views { account { key } nativeId matchedBy confidence }
    } }
    pageInfo { hasNextPage endCursor hasPreviousPage startCursor }
    sources { account { key } count notAsked truncated coveredFrom coveredTo error { code } }
  }
}`;
const DAY = { states: ['ENDED'], startedAfter: ago(24 * 60) };
const SECOND = 1_000;

// biome-ignore lint/suspicious/noExplicitAny: nodes as the query selects them
type Node = any;

/** Numbers from 0 to 1 by a seed. */
function randomOf(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A call as it was. */
interface TrueCall {
  readonly id: string;
  readonly at: number;
  readonly from: string;
  readonly wait: number;
  readonly talk: number;
}

const iso = (at: number) => new Date(at).toISOString();

function recordOf({ id, at, from, wait, talk }: TrueCall, callId: string | null, shift: number): PastCall {
  const start = at + wait + shift;
  const times = {
    startedAt: iso(start),
    connectedAt: iso(start + 4 * SECOND),
    endedAt: iso(start + 4 * SECOND + talk),
  };
  const call: CallRecord = { nativeId: `desk/${id}`, state: 'ENDED', from, callId, ...times };
  return { account: 'floor', at: start, call };
}

function reportOf({ id, at, from, wait, talk }: TrueCall, callId: string | null, shift: number): CallRecord {
  const start = Math.floor((at + shift) / SECOND) * SECOND;
  const connected = start + wait + 4 * SECOND;
  return {
    ...{ nativeId: `row ${id}`, state: 'ENDED', callId, from: from.replace('+1', ''), disposition: `of ${id}` },
    ...{ startedAt: iso(start), connectedAt: iso(connected), endedAt: iso(connected + talk) },
    vendorDurations: { queueSeconds: wait / SECOND },
  };
}

function recordingOf({ id, at, from, wait, talk }: TrueCall, callId: string | null, shift: number): RecordingRecord {
  const startedAt = iso(at + wait + 4 * SECOND + shift);
  return recording(`tape ${id}`, { callId, from, device: null, startedAt, durationSeconds: talk / SECOND });
}

interface World {
  readonly recorded?: readonly PastCall[];
  readonly reported?: readonly CallRecord[];
  readonly recordings?: readonly RecordingRecord[];
  /** Calls that the report's account answers at a time. */
  readonly atOnce?: number;
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

async function world({ recorded = [], reported = [], recordings = [], atOnce = 1_000 }: World) {
  const store = new SqlitePastCallStore(':memory:');
  await store.save(recorded);
  const fetchedAt = NOW.toISOString();
  const wfo = fakeAdapter('wfo', 'RECORDER', {
    recordings: async (query) => {
      const fits = newestFirst(recordings).filter(within(query));
      const limit = query.limit ?? fits.length;
      return { items: fits.slice(0, limit), truncated: fits.length > limit, fetchedAt };
    },
  });
  const log = fakeAdapter('acme', 'FIVE9_CONFIG', {
    pastCalls: async (query) => {
      const fits = newestFirst(reported).filter(within(query));
      const last = Date.parse(fits[(query.limit ?? atOnce) - 1]?.startedAt ?? '');
      const items = fits.filter(({ startedAt }) => Number.isNaN(last) || Date.parse(startedAt ?? '') >= last);
      const from = Number.isNaN(last) ? Date.parse(query.startedAfter ?? '') : last;
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

async function allPages(gateway: Awaited<ReturnType<typeof world>>, first: number, filter: object = DAY) {
  const found: Node[] = [];
  for (let after: string | null = null, pages = 0; ; pages += 1) {
    if (pages > 3_000) throw new Error('the pages have no end');
    const { data, errors } = await gateway.ask(PAST, { after, filter, first });
    expect(errors).toBeUndefined();
    found.push(...data.calls.edges.map(({ node }: Node) => node));
    if (!data.calls.pageInfo.hasNextPage) return found;
    after = data.calls.pageInfo.endCursor;
  }
}

/** The same from the oldest on. */
async function allPagesBackwards(gateway: Awaited<ReturnType<typeof world>>, last: number, filter: object = DAY) {
  const found: Node[] = [];
  for (let before: string | null = null, pages = 0; ; pages += 1) {
    if (pages > 3_000) throw new Error('the pages have no end');
    const { data, errors } = await gateway.ask(PAST, { before, filter, last });
    expect(errors).toBeUndefined();
    found.unshift(...data.calls.edges.map(({ node }: Node) => node));
    if (!data.calls.pageInfo.hasPreviousPage) return found;
    before = data.calls.pageInfo.startCursor;
  }
}

/** Random calls of a day, of which each witness has a part, under clocks that differ and with ids that are missing. */
function randomDay(seed: number) {
  const random = randomOf(seed);
  const happens = (share: number) => random() < share;
  const calls: TrueCall[] = Array.from({ length: 220 }, (_, index) => ({
    id: `${seed}-${index}`,
    // Callers call again after some minutes, and at any time others call.
    at: NOW.getTime() - 20 * 60_000 - Math.floor(random() * 23 * 3_600) * SECOND - Math.floor(random() * SECOND),
    from: `+1614555${String(1_000 + index)}`,
    wait: happens(0.5) ? Math.floor(random() * 900) * SECOND : 0,
    talk: (20 + Math.floor(random() * 300)) * SECOND,
  }));
  const again = calls.slice(0, 40).map((call, index) => ({
    ...call,
    id: `${call.id}-again`,
    at: call.at + call.wait + call.talk + (2 + (index % 5)) * 60_000,
    wait: 0,
  }));
  const all = [...calls, ...again].filter(({ at, wait }) => at + wait < NOW.getTime() - 60_000);
  const shift = () => Math.round((random() - 0.5) * 8) * SECOND;
  const parts = all.map((call) => {
    const [hasRecord, hasReport, hasRecording] = [happens(0.7), happens(0.8), happens(0.5)];
    const id = () => (happens(0.6) ? call.id : null);
    return {
      call,
      recorded: hasRecord ? recordOf(call, id(), shift()) : null,
      reported: hasReport ? reportOf(call, id(), shift()) : null,
      recording: hasRecording || !(hasRecord || hasReport) ? recordingOf(call, id(), 0) : null,
    };
  });
  return {
    truth: parts,
    recorded: parts.flatMap(({ recorded }) => recorded ?? []),
    reported: parts.flatMap(({ reported }) => reported ?? []),
    recordings: parts.flatMap(({ recording: one }) => one ?? []),
  };
}

const trueIdOf = ({ source }: Node) => source.nativeId.replace(/^(?:desk\/|row |recording tape )/, '');

test.each([1, 2, 3])('each call of the random day %i is listed once, on pages of any size', async (seed) => {
  const { truth, ...parts } = randomDay(seed);
  const whole = await allPages(await world(parts), 100);
  expect(whole.map(trueIdOf).sort()).toEqual(truth.map(({ call }) => call.id).sort());
  const times = whole.map(({ startedAt }) => Date.parse(startedAt));
  expect(times).toEqual(times.toSorted((one, other) => other - one));
  for (const [first, atOnce] of [
    [3, 1_000],
    [7, 20],
    [100, 3],
  ] as const) {
    const paged = await allPages(await world({ ...parts, atOnce }), first);
    const shown = ({ id, views, disposition, durations }: Node) => ({ id, views, disposition, durations });
    expect(paged.map(shown)).toEqual(whole.map(shown));
  }
});

test.each([1, 2])('pages of the random day %i from its end have the same calls in the same order', async (seed) => {
  const { truth: _, ...parts } = randomDay(seed);
  const whole = await allPages(await world(parts), 100);
  for (const [last, atOnce] of [
    [23, 20],
    [100, 1_000],
  ] as const) {
    const gateway = await world({ ...parts, atOnce });
    const shown = ({ id, views, disposition, durations }: Node) => ({ id, views, disposition, durations });
    expect((await allPagesBackwards(gateway, last)).map(shown)).toEqual(whole.map(shown));
  }
});

test('a page between two cursors has the calls between them, from either end', async () => {
  const { truth: _, ...parts } = randomDay(4);
  const gateway = await world(parts);
  const { data } = await gateway.ask(PAST, { filter: DAY, first: 60 });
  const edges: { cursor: string; node: Node }[] = data.calls.edges;
  const [newest, oldest] = [edges[9]?.cursor, edges[50]?.cursor];
  const between = async (size: object) =>
    (await gateway.ask(PAST, { filter: DAY, after: newest, before: oldest, ...size })).data.calls;
  const idsOf = (some: typeof edges) => some.map(({ node }) => node.id);
  const [first, last, all] = [await between({ first: 5 }), await between({ last: 5 }), await between({ last: 100 })];
  expect(idsOf(first.edges)).toEqual(idsOf(edges.slice(10, 15)));
  expect(idsOf(last.edges)).toEqual(idsOf(edges.slice(45, 50)));
  expect(idsOf(all.edges)).toEqual(idsOf(edges.slice(10, 50)));
  expect([first.pageInfo.hasNextPage, last.pageInfo.hasPreviousPage]).toEqual([true, true]);
  expect([all.pageInfo.hasPreviousPage, all.pageInfo.hasNextPage]).toEqual([false, true]);
});

test('a call of the record has the disposition and the wait of its report, and the view of each account', async () => {
  const call = { id: '1', at: NOW.getTime() - 3_600_000, from: '+16145550111', wait: 90 * SECOND, talk: 60 * SECOND };
  const gateway = await world({
    recorded: [recordOf(call, 'A1', 0)],
    reported: [reportOf(call, 'A1', 3 * SECOND)],
    recordings: [recordingOf(call, 'A1', 0)],
  });
  const [node, ...others] = await allPages(gateway, 10);
  expect(others).toEqual([]);
  expect(node).toMatchObject({
    ...{ source: { account: { key: 'floor' } }, disposition: { name: 'of 1' } },
    durations: { queue: { seconds: 90, basis: 'VENDOR' } },
    views: [
      { account: { key: 'floor' }, matchedBy: null },
      { account: { key: 'acme' }, nativeId: 'row 1', matchedBy: 'CALL_ID', confidence: 1 },
      { account: { key: 'wfo' }, matchedBy: 'CALL_ID' },
    ],
  });
});

test.each(['A1', null])(
  'a caller who waited an hour and a half is one call, with the id %s, on pages of any size',
  async (id) => {
    const [at, hour] = [NOW.getTime() - 5 * 3_600_000, 3_600 * SECOND];
    const call = { id: 'long', at, from: '+16145550111', wait: 1.5 * hour, talk: 60 * SECOND };
    const others = [0.2, 0.7, 1.2, 1.8].map((hours, index) => ({
      ...{ id: `other ${index}`, at: at + hours * hour, from: `+1614555090${index}`, wait: 0, talk: 60 * SECOND },
    }));
    const parts = {
      recorded: [recordOf(call, id, 0), ...others.map((other) => recordOf(other, null, 0))],
      reported: [call, ...others].map((one) => reportOf(one, one === call ? id : null, 0)),
      recordings: [recordingOf(call, id, 0)],
    };
    const whole = await allPages(await world(parts), 100);
    const long = whole.find(({ from }) => from === call.from);
    expect(long.views.map(({ account }: Node) => account.key)).toEqual(['floor', 'acme', 'wfo']);
    for (const first of [1, 2]) {
      const gateway = await world({ ...parts, atOnce: 3 });
      const ids = whole.map(({ id: one }) => one);
      expect((await allPages(gateway, first)).map(({ id: one }) => one)).toEqual(ids);
      expect((await allPagesBackwards(gateway, first)).map(({ id: one }) => one)).toEqual(ids);
    }
  },
);

test('different ids are different calls, however alike their numbers and times', async () => {
  const call = { id: '1', at: NOW.getTime() - 3_600_000, from: '+16145550111', wait: 0, talk: 60 * SECOND };
  const gateway = await world({ recorded: [recordOf(call, 'A1', 0)], reported: [reportOf(call, 'B2', 0)] });
  expect(await allPages(gateway, 10)).toHaveLength(2);
});

test('the report says from when to when it is complete, and a period without a start is not asked for', async () => {
  const gateway = await world({});
  const sourcesOf = async (filter: object) => {
    const { data } = await gateway.ask(PAST, { filter });
    return data.calls.sources.find(({ account }: Node) => account.key === 'acme');
  };
  expect(await sourcesOf({ ...DAY, startedBefore: ago(60) })).toMatchObject({
    ...{ notAsked: null, coveredFrom: DAY.startedAfter, coveredTo: ago(4 * 60), error: null },
  });
  expect(await sourcesOf({ ...DAY, startedBefore: ago(10 * 60) })).toMatchObject({ coveredTo: ago(10 * 60) });
  expect(await sourcesOf({ states: ['ENDED'], startedAfter: ago(60) })).toMatchObject({ coveredFrom: null });
  const history =
    '{ callHistory(number: "+16145550111") { calls(first: 5) { sources { account { key } notAsked } } } }';
  const { sources } = (await gateway.ask(history)).data.callHistory.calls;
  expect(sources).toContainEqual({ account: { key: 'acme' }, notAsked: 'NEEDS_PERIOD' });
});
