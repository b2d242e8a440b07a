/** Recordings of an earlier day: their campaigns and their calls, as the record of ended calls has them. */
import { expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import type { CallRecord, RecordingRecord } from '../../src/adapters/adapter.ts';
import { SqlitePastCallStore } from '../../src/storage/sqlite-past-call-store.ts';
import { ago, call, fakeAdapter, gatewayOver, recording, rows } from './world.ts';

const YESTERDAY = { states: ['ENDED'], startedAfter: ago(24 * 60) };
const OF_CAMPAIGN = `query ($filter: RecordingFilter!) {
  recordings(first: 20, filter: $filter) { totalCount edges { node { source { nativeId } call { source { nativeId } } } } sources { account { key } count } }
}`;
const OF_CALLS = `query ($filter: CallFilter) {
  calls(first: 20, filter: $filter) { edges { node { source { nativeId } recordings { method recording { source { nativeId } } } } } }
}`;

// biome-ignore lint/suspicious/noExplicitAny: nodes as the queries select them
type Node = any;

function ended(nativeId: string, minutes: number, facts: Partial<CallRecord> = {}): CallRecord {
  const times = { startedAt: ago(minutes), connectedAt: ago(minutes), endedAt: ago(minutes - 2) };
  return { nativeId, state: 'ENDED', ...times, ...facts };
}

interface Parts {
  readonly past?: readonly CallRecord[];
  readonly live?: readonly CallRecord[];
  readonly recordings: readonly RecordingRecord[];
}

async function world({ past = [], live = [], recordings }: Parts) {
  const store = new SqlitePastCallStore(':memory:');
  await store.save(past.map((one) => ({ account: 'floor', at: Date.parse(one.startedAt ?? ''), call: one })));
  const floor = fakeAdapter('floor', 'FIVE9_CTI', { calls: async () => rows(...live) });
  const domain = fakeAdapter('acme', 'FIVE9_CONFIG', {
    campaigns: async () => rows({ nativeId: 'c1', name: 'Spring Sales' }, { nativeId: 'c2', name: 'Billing' }),
  });
  const wfo = fakeAdapter('wfo', 'RECORDER', { recordings: async () => rows(...recordings) });
  let reads = 0;
  const pastCalls = {
    read: (bounds: Parameters<typeof store.read>[0]) => {
      reads += 1;
      return store.read(bounds);
    },
    find: (account: string, nativeId: string) => store.find(account, nativeId),
    since: () => ago(3 * 24 * 60),
  };
  return { ...gatewayOver([floor, domain, wfo], { pastCalls }), pastReads: () => reads };
}

const filter = { campaignId: writeId('Campaign', 'acme', 'c1') };
const spring = { campaign: { name: 'spring sales' } };
const nativeIds = (data: Node) => data.recordings.edges.map(({ node }: Node) => node.source.nativeId).sort();

test('the recordings of a campaign are those of its calls, of this hour and of an earlier day', async () => {
  const { ask } = await world({
    past: [
      ended('p1', 900, { callId: 'A1', ...spring }),
      ended('p2', 800, { device: '4102', ...spring }),
      ended('p3', 700, { callId: 'A3', campaign: { name: 'Billing' } }),
    ],
    live: [call('l1', { callId: 'A4', ...spring })],
    recordings: [
      recording('501', { callId: 'A1', startedAt: ago(900) }),
      recording('502', { device: '4102', startedAt: ago(800) }),
      recording('503', { callId: 'A3', startedAt: ago(700) }),
      recording('504', { callId: 'A4', startedAt: ago(5) }),
      recording('505', { device: '4109', startedAt: ago(600) }),
    ],
  });
  const { data, errors } = await ask(OF_CAMPAIGN, { filter });
  expect(errors).toBeUndefined();
  expect(nativeIds(data)).toEqual(['501', '502', '504']);
  expect(data.recordings.totalCount).toBe(3);
  expect(data.recordings.sources).toContainEqual({ account: { key: 'wfo' }, count: 3 });
});

test('the calls of a campaign in the record of a busy week are all looked through', async () => {
  const busy = Array.from({ length: 21_000 }, (_, index) => ended(`b${index}`, 20 + index / 20));
  const { ask } = await world({
    past: [...busy, ended('p1', 1_080, { callId: 'A1', ...spring })],
    recordings: [
      ...Array.from({ length: 10 }, (_, index) => recording(`x${index}`, { startedAt: ago(20 + index * 100) })),
      recording('501', { callId: 'A1', startedAt: ago(1_080) }),
    ],
  });
  expect(nativeIds((await ask(OF_CAMPAIGN, { filter })).data)).toEqual(['501']);
});

test('a recording beside two calls of one phone is of the same call in both directions', async () => {
  const past = [
    ended('first', 900, { device: '4101', endedAt: ago(890) }),
    ended('second', 890, { device: '4101', endedAt: ago(880) }),
  ];
  const { ask } = await world({
    past,
    recordings: [recording('501', { device: '4101', startedAt: ago(890), durationSeconds: 600 })],
  });
  const one = await ask('query ($id: ID!) { node(id: $id) { ... on Call { recordings { method } } } }', {
    id: writeId('Call', 'floor', 'first'),
  });
  expect(one.data.node.recordings).toEqual([]);
  const shown = (await ask(OF_CALLS, { filter: YESTERDAY })).data.calls.edges.map(({ node }: Node) => [
    node.source.nativeId,
    node.recordings.length,
  ]);
  expect(Object.fromEntries(shown)).toEqual({ first: 0, second: 1 });
});

test('a key that the vendor gave again leads to the recordings of its day alone', async () => {
  const { ask } = await world({
    past: [ended('7', 900, { callId: 'A1' })],
    live: [call('7', { callId: 'A2' })],
    recordings: [
      recording('501', { callId: 'A1', startedAt: ago(900) }),
      recording('502', { callId: 'A2', startedAt: ago(5) }),
    ],
  });
  const recordingsOf = async (of?: object) =>
    (await ask(OF_CALLS, { filter: of })).data.calls.edges.map(({ node }: Node) =>
      node.recordings.map((match: Node) => match.recording.source.nativeId),
    );
  expect(await recordingsOf({ states: ['CONNECTED'] })).toEqual([['502']]);
  expect(await recordingsOf({ ...YESTERDAY, startedBefore: ago(60) })).toEqual([['501']]);
});

test('asking for the recordings of past calls leaves the list of current calls as it is, which reads no record', async () => {
  const { ask, pastReads } = await world({
    past: [ended('p1', 900, { callId: 'A1' })],
    live: [call('l1', { callId: 'A4' })],
    recordings: [recording('501', { callId: 'A1', startedAt: ago(900) }), recording('9', { startedAt: ago(3) })],
  });
  await ask(OF_CALLS, { filter: YESTERDAY });
  const before = pastReads();
  const { data } = await ask(OF_CALLS);
  expect(data.calls.edges.map(({ node }: Node) => node.source.nativeId)).toEqual(['l1']);
  expect(pastReads()).toBe(before);
});
