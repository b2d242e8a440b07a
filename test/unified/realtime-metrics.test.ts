/** Current figures of calls and agents, asked in GraphQL. */
import { describe, expect, test } from 'vitest';
import type { Adapter, EventRecord } from '../../src/adapters/adapter.ts';
import { callEvent, second, TEN } from '../figures/events.ts';
import { fakeAdapter, gatewayOver, rows } from './world.ts';

const QUEUE = { nativeId: '9', name: 'Billing' };
const SALES = { nativeId: '8', name: 'Sales' };
const ACCOUNT = 'floor';

const at = (seconds: number) => ({ now: () => new Date(TEN + seconds * 1_000) });
const FLOOR: Partial<Adapter> = {
  events: async function* () {},
  reportsQueue: true,
  queuePerCampaign: true,
  agents: async () =>
    rows(
      { nativeId: 'ann', name: 'Ann', groups: ['Day', 'All'] },
      { nativeId: 'bob', name: 'Bob', groups: ['Night', 'All'] },
    ),
};

function presence(agent: string, seconds: number, state: string, reasonCode: string | null = null): EventRecord {
  const occurredAt = second(seconds);
  const base = {
    account: ACCOUNT,
    subject: agent,
    fingerprint: `${agent}/${seconds}`,
    occurredAt,
    receivedAt: occurredAt,
  };
  return {
    ...base,
    kind: 'AGENT',
    type: 'PRESENCE_CHANGED',
    agent: { nativeId: agent },
    presence: state,
    reasonCode,
  } as EventRecord;
}

const up = (seconds: number, status = 'UP') =>
  ({
    account: ACCOUNT,
    subject: ACCOUNT,
    fingerprint: `${status}${seconds}`,
    occurredAt: second(seconds),
    receivedAt: second(seconds),
    kind: 'ACCOUNT',
    status,
  }) as EventRecord;

const waits = (id: string, seconds: number, campaign = QUEUE) =>
  callEvent(seconds, 'STARTED', {
    ...{ nativeId: `queue/${id}`, callId: id, agent: null, direction: null, channel: 'VOICE' as const },
    ...{ campaign, queue: campaign, state: 'QUEUED' as const, startedAt: seconds },
  });

const leaves = (id: string, from: number, seconds: number, leftQueue: 'ROUTED' | 'ABANDONED', campaign = QUEUE) =>
  callEvent(seconds, 'ENDED', {
    ...{ nativeId: `queue/${id}`, callId: id, agent: null, direction: null, channel: 'VOICE' as const, leftQueue },
    ...{ campaign, queue: campaign, state: 'ENDED' as const, startedAt: from, endedAt: seconds },
  });

/** A call that rings at a desk, and is answered and ended where these times are given. */
function desk(id: string, agent: string, [rings, answered, ended]: (number | null)[], campaign = QUEUE): EventRecord[] {
  const facts = {
    nativeId: `${agent}/${id}`,
    callId: id,
    agent: { nativeId: agent },
    campaign,
    channel: 'VOICE' as const,
    startedAt: rings ?? 0,
  };
  const steps = [callEvent(rings ?? 0, 'STARTED', { ...facts, state: 'RINGING' })];
  if (answered != null)
    steps.push(callEvent(answered, 'CONNECTED', { ...facts, connectedAt: answered, state: 'CONNECTED' }));
  if (ended != null)
    steps.push(callEvent(ended, 'ENDED', { ...facts, connectedAt: answered ?? null, endedAt: ended, state: 'ENDED' }));
  return steps;
}

/** Billing: one answered after 12 s, one after 40 s, one gave up, two wait. Sales: one answered at once and live. */
const EVENTS: readonly EventRecord[] = [
  up(-36_000),
  presence('ann', -600, 'READY'),
  presence('bob', -600, 'NOT_READY', 'Lunch'),
  ...[waits('a', 0), leaves('a', 0, 10, 'ROUTED'), ...desk('a', 'ann', [10, 12, 112])],
  ...[waits('b', 100), leaves('b', 100, 138, 'ROUTED'), ...desk('b', 'ann', [138, 140, 200])],
  ...[waits('c', 150), leaves('c', 150, 190, 'ABANDONED')],
  ...desk('d', 'bob', [220, 221, null], SALES),
  ...[waits('e', 230), waits('f', 260)],
  presence('bob', 220, 'ON_CALL'),
];

function world(
  events: readonly EventRecord[] = EVENTS,
  roles: Partial<Adapter> = FLOOR,
  others: readonly Adapter[] = [],
) {
  const asked = gatewayOver([fakeAdapter(ACCOUNT, 'FIVE9_CTI', roles), ...others], at(300));
  const sorted = [...events].sort((one, other) => Date.parse(one.occurredAt) - Date.parse(other.occurredAt));
  for (const event of sorted) asked.figures.apply(event);
  return asked;
}

const FIELDS = `callsWaiting longestWaitSeconds callsByState { state count } longestCallSeconds
  agentsByPresence { presence count } agentsByReason { reasonCode count } offered answered abandoned
  serviceLevel serviceLevelSeconds serviceLevelBasis averageSpeedOfAnswerSeconds averageHandleSeconds occupancy since coverage`;
const ask = (args: string, fields = FIELDS) => `{ realtimeMetrics${args} { rows { ${fields} } measuredAt } }`;

describe('current figures', () => {
  test('are counted over everything', async () => {
    const { data, errors } = await world().ask(ask('(serviceLevelSeconds: 20)'));
    expect(errors).toBeUndefined();
    const [row] = data.realtimeMetrics.rows;
    expect(row).toMatchObject({
      ...{ callsWaiting: 2, longestWaitSeconds: 70, longestCallSeconds: 80 },
      ...{ offered: 6, answered: 3, abandoned: 1 },
      ...{ serviceLevelSeconds: 20, serviceLevelBasis: 'ARGUMENT', averageHandleSeconds: 80 },
      ...{ since: '2026-03-02T00:00:00.000Z', coverage: 1 },
      callsByState: [
        { state: 'CONNECTED', count: 1 },
        { state: 'QUEUED', count: 2 },
      ],
      agentsByPresence: [
        { presence: 'ON_CALL', count: 1 },
        { presence: 'READY', count: 1 },
      ],
      agentsByReason: [],
    });
    expect(row.serviceLevel).toBeCloseTo(2 / 6);
    expect(row.averageSpeedOfAnswerSeconds).toBeCloseTo((12 + 40 + 1) / 3, 2);
    // Ann is ready for 900 s; Bob, not ready before, is on a call for 80 s.
    expect(row.occupancy).toBeCloseTo(80 / 980);
  });

  test('of queues count a call that is answered without waiting', async () => {
    const { data } = await world().ask(ask('(groupBy: [QUEUE], serviceLevelSeconds: 20)', `queue { name } ${FIELDS}`));
    const byName = Object.fromEntries(
      data.realtimeMetrics.rows.map((row: { queue: { name: string } }) => [row.queue.name, row]),
    );
    expect(byName.Billing).toMatchObject({ callsWaiting: 2, offered: 5, answered: 2, abandoned: 1, serviceLevel: 0.2 });
    expect(byName.Sales).toMatchObject({ callsWaiting: 0, offered: 1, answered: 1, abandoned: 0, serviceLevel: 1 });
    expect(byName.Sales).toMatchObject({ longestWaitSeconds: null, agentsByPresence: [], occupancy: null });
  });

  test('of agents count what rang at their phones', async () => {
    const { data } = await world().ask(ask('(groupBy: [AGENT])', `agent { name } ${FIELDS}`));
    expect(data.realtimeMetrics.rows).toMatchObject([
      {
        agent: { name: 'Ann' },
        offered: 2,
        answered: 2,
        abandoned: null,
        callsWaiting: null,
        averageHandleSeconds: 80,
      },
      { agent: { name: 'Bob' }, offered: 1, answered: 1, agentsByPresence: [{ presence: 'ON_CALL', count: 1 }] },
    ]);
  });

  test('of groups count an agent in each of the groups', async () => {
    const { data } = await world().ask(ask('(groupBy: [AGENT_GROUP])', 'agentGroup answered'));
    expect(data.realtimeMetrics.rows).toEqual([
      { agentGroup: 'All', answered: 3 },
      { agentGroup: 'Day', answered: 2 },
      { agentGroup: 'Night', answered: 1 },
    ]);
  });

  test('are those of the filter', async () => {
    const { ask: put, gateway } = world();
    const { data: list, errors: none } = await put(
      '{ queues(first: 5) { edges { node { id name metrics { callsWaiting } } } } }',
    );
    expect(list.queues.edges.map(({ node }: { node: { name: string } }) => node.name)).toEqual(['Billing', 'Sales']);
    expect(none).toBeUndefined();
    expect(list.queues.edges[0].node.metrics).toEqual({ callsWaiting: 2 });
    const { id } = list.queues.edges[1].node;
    const { data } = await put(ask(`(filter: { queueIds: ["${id}"] })`, 'offered callsWaiting'));
    expect(data.realtimeMetrics.rows).toEqual([{ offered: 1, callsWaiting: 0 }]);
    expect(gateway.accounts).toHaveLength(1);
  });

  test('take the threshold from the account that lists the campaign', async () => {
    const config = fakeAdapter('config', 'FIVE9_CONFIG', {
      campaigns: async () => rows({ nativeId: 'Billing', name: 'Billing' }, { nativeId: 'Sales', name: 'Sales' }),
      serviceLevels: async () => ({ seconds: 40 }),
    });
    const { data } = await world(EVENTS, FLOOR, [config]).ask(
      ask('', 'serviceLevel serviceLevelSeconds serviceLevelBasis'),
    );
    expect(data.realtimeMetrics.rows).toEqual([
      { serviceLevel: 0.5, serviceLevelSeconds: 40, serviceLevelBasis: 'VENDOR' },
    ]);
    const floor = { ...FLOOR, serviceLevels: async () => ({ seconds: 15 }) };
    const { data: direct } = await world(EVENTS, floor, [config]).ask(ask('', 'serviceLevelSeconds'));
    expect(direct.realtimeMetrics.rows).toEqual([{ serviceLevelSeconds: 15 }]);
    const { data: none } = await world().ask(ask('', 'serviceLevel serviceLevelSeconds serviceLevelBasis'));
    expect(none.realtimeMetrics.rows).toEqual([
      { serviceLevel: null, serviceLevelSeconds: null, serviceLevelBasis: null },
    ]);
  });

  test('are null where nothing was counted', async () => {
    const { data } = await world([up(-60)]).ask(ask('(serviceLevelSeconds: 20)'));
    expect(data.realtimeMetrics.rows).toMatchObject([
      {
        ...{ callsWaiting: 0, longestWaitSeconds: null, longestCallSeconds: null, offered: 0, serviceLevel: null },
        ...{ averageSpeedOfAnswerSeconds: null, averageHandleSeconds: null, occupancy: null, coverage: 0.009917 },
      },
    ]);
  });

  test('count from the first second on', async () => {
    const { data } = await world([up(298), ...desk('a', 'ann', [299, 300, null])]).ask(ask('', 'offered coverage'));
    expect(data.realtimeMetrics.rows).toEqual([{ offered: 1, coverage: 0.000055 }]);
  });

  test('have no wait of a caller whose waiting began before it was listened to', async () => {
    const update = { ...waits('e', 200), type: 'UPDATED' } as EventRecord;
    const unknown = update.kind === 'CALL' ? { ...update, call: { ...update.call, startedAt: null } } : update;
    const { data } = await world([up(-60), unknown]).ask(ask('', 'callsWaiting longestWaitSeconds'));
    expect(data.realtimeMetrics.rows).toEqual([{ callsWaiting: 1, longestWaitSeconds: null }]);
  });

  test('show no live call of a stream that is down', async () => {
    const { data } = await world([...EVENTS, up(290, 'DOWN')]).ask(
      ask('', 'callsWaiting callsByState { count } offered'),
    );
    expect(data.realtimeMetrics.rows).toEqual([{ callsWaiting: null, callsByState: [], offered: 6 }]);
  });

  test('of an account that is polled are those of its lists', async () => {
    const polled = fakeAdapter('dialler', 'REMOTE_CONTROL', {
      watch: async function* () {},
      watches: ['CALL', 'AGENT'],
      calls: async () =>
        rows({ nativeId: '1', state: 'CONNECTED', startedAt: second(200) }, { nativeId: '2', state: 'ENDED' }),
      agents: async () => rows({ nativeId: 'cid', name: 'Cid', presence: 'WRAP_UP' }),
    });
    const { data } = await gatewayOver([polled], at(300)).ask(ask(''));
    expect(data.realtimeMetrics.rows).toMatchObject([
      {
        ...{ callsWaiting: null, longestCallSeconds: 100, callsByState: [{ state: 'CONNECTED', count: 1 }] },
        ...{ agentsByPresence: [{ presence: 'WRAP_UP', count: 1 }], offered: null, coverage: 0 },
      },
    ]);
  });
});

describe('a refused question names the bound', () => {
  test.each([
    ['(groupBy: [ACCOUNT, QUEUE, AGENT])', 'at most 2'],
    ['(groupBy: [QUEUE, QUEUE])', 'twice'],
    ['(serviceLevelSeconds: 0)', 'from 1 to 600'],
    ['(filter: { accounts: ["nowhere"] })', 'no account nowhere'],
  ])('%s', async (args, words) => {
    const { errors } = await world().ask(ask(args));
    expect(errors?.[0]?.message).toContain(words);
    expect(['INVALID_ARGUMENT', 'NOT_FOUND']).toContain(errors?.[0]?.extensions?.code);
  });

  test('and a pair that no account reports is unsupported', async () => {
    const { errors } = await world([], { ...FLOOR, reportsQueue: false }).ask(ask('(groupBy: [QUEUE, AGENT])'));
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'UNSUPPORTED' } });
  });
});
