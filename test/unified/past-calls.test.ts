import { expect, test } from 'vitest';
import type { CallRecord, RecordingRecord } from '../../src/adapters/adapter.ts';
import type { PastCalls } from '../../src/gateway/gateway.ts';
import type { PastCall } from '../../src/storage/past-call-store.ts';
import { SqlitePastCallStore } from '../../src/storage/sqlite-past-call-store.ts';
import { ago, call, fakeAdapter, gatewayOver, recording, rows } from './world.ts';

const PAST = `query ($after: Cursor, $before: Cursor, $filter: CallFilter, $first: Int, $last: Int) {
  calls(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    edges { cursor node { id state from startedAt source { nativeId account { key } } views { account { key } nativeId matchedBy confidence } } }
    pageInfo { hasNextPage endCursor hasPreviousPage startCursor }
    sources { account { key } count truncated coveredFrom coveredTo error { code } }
  }
}`;
const YESTERDAY = { states: ['ENDED'], startedAfter: ago(24 * 60) };

function ended(nativeId: string, minutes: number, facts: Partial<CallRecord> = {}): PastCall {
  const times = { startedAt: ago(minutes), connectedAt: ago(minutes), endedAt: ago(minutes - 2) };
  const row = { ...call(nativeId), state: 'ENDED', ...times, ...facts } as const;
  return { account: 'floor', at: Date.parse(row.startedAt ?? times.startedAt), call: row };
}

async function world(calls: readonly PastCall[], recordings: readonly RecordingRecord[], since = ago(3 * 24 * 60)) {
  const store = new SqlitePastCallStore(':memory:');
  await store.save(calls);
  const pastCalls: PastCalls = {
    read: (bounds) => store.read(bounds),
    find: (account, nativeId) => store.find(account, nativeId),
    since: (account) => (account === 'floor' ? since : null),
  };
  const newestFirst = recordings.toSorted((one, other) => ((one.startedAt ?? '' < (other.startedAt ?? '')) ? 1 : -1));
  const recorder = fakeAdapter('wfo', 'RECORDER', {
    recordings: async ({ startedAfter, startedBefore, limit }) => {
      const fits = newestFirst
        .toSorted((one, other) => Date.parse(other.startedAt ?? '') - Date.parse(one.startedAt ?? ''))
        .filter(({ startedAt }) => !startedAfter || Date.parse(startedAt ?? '') > Date.parse(startedAfter))
        .filter(({ startedAt }) => !startedBefore || Date.parse(startedAt ?? '') < Date.parse(startedBefore));
      return { ...rows(...fits.slice(0, limit ?? fits.length)), truncated: fits.length > (limit ?? fits.length) };
    },
  });
  const floor = fakeAdapter('floor', 'FIVE9_CTI', { calls: async () => rows() });
  return gatewayOver([floor, recorder], { pastCalls });
}

// biome-ignore lint/suspicious/noExplicitAny: nodes as the query selects them
type Node = any;

async function allPages(gateway: Awaited<ReturnType<typeof world>>, filter: object, first: number) {
  const found: Node[] = [];
  let pages = 0;
  for (let after: string | null = null, more = true; more; pages += 1) {
    if (pages > 2_000) throw new Error('the pages have no end');
    const { data, errors } = await gateway.ask(PAST, { after, filter, first });
    expect(errors).toBeUndefined();
    found.push(...data.calls.edges.map(({ node }: Node) => node));
    more = data.calls.pageInfo.hasNextPage;
    after = data.calls.pageInfo.endCursor;
  }
  return found;
}

test('a conversation of two accounts is one call with both views', async () => {
  const gateway = await world(
    [ended('1', 60, { callId: 'A1', device: '4101' }), ended('2', 50, { device: '4102', from: '+16145550111' })],
    [
      recording('501', { callId: 'A1', startedAt: ago(60), device: '4101', durationSeconds: 120 }),
      recording('502', { startedAt: ago(50), device: '4102', durationSeconds: 120, from: '6145550111' }),
      recording('503', { startedAt: ago(40), device: '4103', durationSeconds: 30, from: '6145550122' }),
    ],
  );
  const { data } = await gateway.ask(PAST, { filter: YESTERDAY });
  const shown = data.calls.edges.map(({ node }: Node) => node);
  expect(shown.map(({ source }: Node) => [source.account.key, source.nativeId])).toEqual([
    ['wfo', 'recording 503'],
    ['floor', '2'],
    ['floor', '1'],
  ]);
  expect(shown[2].views).toEqual([
    { account: { key: 'floor' }, nativeId: '1', matchedBy: null, confidence: null },
    { account: { key: 'wfo' }, nativeId: '501', matchedBy: 'CALL_ID', confidence: 1 },
  ]);
  expect(shown[1].views[1]).toMatchObject({ nativeId: '502', matchedBy: 'DEVICE_AND_TIME' });
  const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Call { source { nativeId } from startedAt } } }';
  const again = await gateway.ask(nodes, { ids: shown.map(({ id }: Node) => id) });
  expect(again.data.nodes).toEqual(
    shown.map(({ source, from, startedAt }: Node) => ({
      ...{ source: { nativeId: source.nativeId }, from, startedAt },
    })),
  );
});

test('the sources say from when to when each account covers', async () => {
  const gateway = await world([ended('1', 60)], [], ago(90));
  const { data } = await gateway.ask(PAST, { filter: { ...YESTERDAY, startedBefore: ago(10) } });
  expect(data.calls.sources).toMatchObject([
    { account: { key: 'wfo' }, count: 0, coveredFrom: ago(24 * 60), coveredTo: ago(10) },
    { account: { key: 'floor' }, count: 1, coveredFrom: ago(90), coveredTo: ago(10) },
  ]);
});

test('pages of a busy week are every conversation once, newest first', async () => {
  const calls = Array.from({ length: 2_400 }, (_, index) =>
    ended(String(index), 30 + index / 2, { callId: `A${index}` }),
  );
  const recordings = calls.map(({ call: { callId, startedAt } }, index) =>
    recording(String(10_000 + index), {
      ...{ callId: index % 7 === 0 ? null : callId, device: null, durationSeconds: 60 },
      startedAt: new Date(Date.parse(startedAt ?? '') + 20_000).toISOString(),
    }),
  );
  const gateway = await world(calls, recordings);
  const found = await allPages(gateway, { states: ['ENDED'], startedAfter: ago(24 * 60) }, 97);
  const alone = recordings.filter(({ callId }) => callId === null).length;
  expect(found).toHaveLength(calls.length + alone);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  const times = found.map(({ startedAt }) => Date.parse(startedAt));
  expect(times).toEqual(times.toSorted((one, other) => other - one));
  expect(found.filter(({ source, views }) => source.account.key === 'floor' && views.length === 2)).toHaveLength(
    calls.length - alone,
  );
});

test('50,000 calls are read in pages, within the bounds of memory', async () => {
  const calls = Array.from({ length: 50_000 }, (_, index) => ended(String(index), 30 + index / 40));
  const gateway = await world(calls, []);
  const find = { states: ['ENDED'], startedAfter: ago(24 * 60), from: '+16145550999' };
  expect(await allPages(gateway, find, 100)).toEqual([]);
  const { data } = await gateway.ask(PAST, { filter: { ...YESTERDAY, startedBefore: ago(1_000) }, first: 100 });
  expect(data.calls.edges[0].node.startedAt).toBe(calls.find(({ at }) => at < Date.parse(ago(1_000)))?.call.startedAt);
});

test('the oldest calls of a period are read from its end, with the time up to which they are complete', async () => {
  const calls = Array.from({ length: 5_000 }, (_, index) => ended(String(index), 30 + index / 4));
  const gateway = await world(calls, []);
  const { data } = await gateway.ask(PAST, { filter: YESTERDAY, last: 3 });
  const oldest = calls.slice(-3).map(({ call: { nativeId } }) => nativeId);
  expect(data.calls.edges.map(({ node }: Node) => node.source.nativeId)).toEqual(oldest);
  expect(data.calls.pageInfo).toMatchObject({ hasPreviousPage: true, startCursor: data.calls.edges[0].cursor });
  const [{ coveredFrom, coveredTo }] = data.calls.sources.filter(({ account }: Node) => account.key === 'floor');
  expect(coveredFrom).toBe(ago(24 * 60));
  expect(Date.parse(coveredTo)).toBeGreaterThan(Date.parse(data.calls.edges[0].node.startedAt));
  expect(Date.parse(coveredTo)).toBeLessThan(Date.parse(ago(30)));
});

test('pages of a busy week from its end have as many recordings as pages from its beginning', async () => {
  const recordings = Array.from({ length: 1_300 }, (_, index) =>
    recording(String(index), { startedAt: ago(30 + index / 40), durationSeconds: 60, device: null }),
  );
  const gateway = await world([], recordings);
  const found: Node[] = [];
  for (let before: string | null = null, more = true, pages = 0; more; pages += 1) {
    if (pages > 100) throw new Error('the pages have no end');
    const { data } = await gateway.ask(PAST, { before, filter: YESTERDAY, last: 90 });
    found.unshift(...data.calls.edges.map(({ node }: Node) => node.id));
    more = data.calls.pageInfo.hasPreviousPage;
    before = data.calls.pageInfo.startCursor;
  }
  expect(found).toEqual((await allPages(gateway, YESTERDAY, 90)).map(({ id }) => id));
});

test('a caller who may not read recordings gets the calls without them', async () => {
  const gateway = await world(
    [ended('1', 60, { callId: 'A1' })],
    [recording('501', { callId: 'A1', startedAt: ago(60) })],
  );
  const caller = { id: 'desk', scopes: new Set(['calls:read']), accounts: 'all' } as const;
  const { data } = await gateway.ask(PAST, { filter: YESTERDAY }, caller);
  expect(data.calls.edges.map(({ node }: Node) => node.views.length)).toEqual([1]);
});

test('a recording of an earlier day has the call of the record that it is of', async () => {
  const busy = Array.from({ length: 1_200 }, (_, index) =>
    ended(`b${index}`, 720 + index / 10, { callId: `B${index}`, from: '+16145550777', device: null }),
  );
  const hidden = { ...ended('h', 900, { callId: 'H1' }), account: 'hidden' };
  const gateway = await world(
    [
      ended('1', 900, { callId: 'A1', endedAt: ago(700) }),
      ended('2', 50, { device: '4102', from: '+16145550111' }),
      ...[hidden, ...busy],
    ],
    [
      recording('501', { callId: 'A1', startedAt: ago(710), device: '4101', durationSeconds: 120 }),
      recording('502', { startedAt: ago(50), device: '4102', durationSeconds: 120, from: '6145550111' }),
      recording('503', { startedAt: ago(40), device: '4103', durationSeconds: 30, from: '6145550122' }),
      recording('504', { callId: 'H1', startedAt: ago(900), device: null, durationSeconds: 30 }),
    ],
  );
  const caller = {
    id: 'desk',
    scopes: new Set(['calls:read', 'recordings:read']),
    accounts: new Set(['floor', 'wfo']),
  } as const;
  const query = '{ recordings(first: 10) { edges { node { source { nativeId } call { source { nativeId } } } } } }';
  const { data, errors } = await gateway.ask(query, {}, caller);
  expect(errors).toBeUndefined();
  const shown = data.recordings.edges.map(({ node }: Node) => [node.source.nativeId, node.call?.source.nativeId]);
  expect(Object.fromEntries(shown)).toEqual({ 501: '1', 502: '2', 503: undefined, 504: undefined });
});

test('without a period the list is of live and recent calls, as before', async () => {
  const gateway = await world([ended('1', 60)], []);
  const { data } = await gateway.ask(PAST, { filter: { states: ['ENDED'] } });
  expect(data.calls.edges).toEqual([]);
});

test('the history of a number has its do-not-call entry as it was asked', async () => {
  const lists = fakeAdapter('acme', 'FIVE9_CONFIG', {
    doNotCall: async (numbers) => numbers.filter((number) => number === '+16145550188'),
  });
  const history = (number: string) =>
    gatewayOver([lists]).ask('query ($number: String!) { callHistory(number: $number) { doNotCall { numbers } } }', {
      number,
    });
  expect((await history('sip:+16145550188@pbx')).data.callHistory.doNotCall.numbers).toEqual(['sip:+16145550188@pbx']);
  expect((await history('+16145550199')).data.callHistory.doNotCall.numbers).toEqual([]);
});
