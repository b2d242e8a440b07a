/** Figures of the past, asked in GraphQL. */
import { expect, test } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { agentEvent, callEvent, second, TEN } from '../figures/events.ts';
import { fakeAdapter, gatewayOver, rows } from './world.ts';

const HOUR = 3_600;
const up: EventRecord = {
  ...{ account: 'floor', subject: 'floor', fingerprint: 'up', kind: 'ACCOUNT', status: 'UP' },
  ...{ occurredAt: second(0), receivedAt: second(0) },
};

/** A call that rings, is answered and ends at these seconds after ten. */
function call(id: string, rings: number, answered: number | null, ended: number): EventRecord[] {
  const facts = { nativeId: `7/${id}`, callId: id, startedAt: rings, campaign: { name: 'Billing' } };
  const start = callEvent(rings, 'STARTED', { ...facts, state: 'RINGING' });
  const end = callEvent(ended, 'ENDED', { ...facts, connectedAt: answered, endedAt: ended, state: 'ENDED' });
  if (answered === null) return [start, end];
  return [start, callEvent(answered, 'CONNECTED', { ...facts, connectedAt: answered, state: 'CONNECTED' }), end];
}

const EVENTS = [
  ...[up, agentEvent(0, 'READY')],
  ...call('a', 60, 70, 170),
  ...[agentEvent(900, 'NOT_READY', 'Lunch'), agentEvent(1_800, 'READY')],
  ...call('b', 1_000, null, 1_030),
  ...call('c', 2_000, 2_020, 2_120),
];

function world(events: readonly EventRecord[] = EVENTS, now = HOUR, zone = 'UTC') {
  const adapter = fakeAdapter('floor', 'FIVE9_CTI', {
    events: async function* () {},
    reportsQueue: true,
    agents: async () => rows({ nativeId: 'ann', name: 'Ann', groups: ['Day'] }),
  });
  const asked = gatewayOver([adapter], { zone, now: () => new Date(TEN + now * 1_000) });
  for (const event of events) asked.figures.apply(event);
  return asked;
}

const ask = (args: string, fields: string) => `{ metrics(${args}) { rows { ${fields} } } }`;
const PERIOD = `from: "${second(0)}", to: "${second(HOUR)}"`;

test('a period is one row, its agents’ running time included', async () => {
  const fields = `start end offered answered abandoned abandonRate serviceLevel handled averageTalkSeconds averageSpeedOfAnswerSeconds
    loggedInSeconds readySeconds notReadySeconds notReadyByReason { reasonCode seconds } occupancy coverage`;
  const { data, errors } = await world().ask(ask(`${PERIOD}, serviceLevelSeconds: 15`, fields));
  expect(errors).toBeUndefined();
  const [row, ...others] = data.metrics.rows;
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    ...{ start: second(0), end: second(HOUR), offered: 3, answered: 2, abandoned: 1, handled: 2 },
    ...{ averageTalkSeconds: 100, averageSpeedOfAnswerSeconds: 15, loggedInSeconds: 3_600, readySeconds: 2_700 },
    ...{ notReadySeconds: 900, notReadyByReason: [{ reasonCode: 'Lunch', seconds: 900 }], occupancy: 0, coverage: 1 },
  });
  expect([row.abandonRate, row.serviceLevel]).toEqual([1 / 3, 1 / 3]);
});

test('intervals without a call have a row, and those before the first event are null', async () => {
  const period = `from: "${second(-1_800)}", to: "${second(HOUR)}", interval: FIFTEEN_MINUTES`;
  const { data } = await world().ask(ask(period, 'start offered readySeconds coverage'));
  expect(data.metrics.rows).toEqual([
    { start: second(-1_800), offered: null, readySeconds: null, coverage: 0 },
    { start: second(-900), offered: null, readySeconds: null, coverage: 0 },
    { start: second(0), offered: 1, readySeconds: 900, coverage: 1 },
    { start: second(900), offered: 1, readySeconds: 0, coverage: 1 },
    { start: second(1_800), offered: 1, readySeconds: 900, coverage: 1 },
    { start: second(2_700), offered: 0, readySeconds: 900, coverage: 1 },
  ]);
});

test('the longest of each duration is of one call, and null where it is known of none', async () => {
  const fields = 'longestQueueSeconds longestTalkSeconds longestHoldSeconds longestHandleSeconds';
  const events = [...EVENTS, ...call('long', 2_200, 2_230, 2_530)];
  const { data } = await world(events).ask(ask(PERIOD, fields));
  expect(data.metrics.rows).toEqual([
    { longestQueueSeconds: 0, longestTalkSeconds: 300, longestHoldSeconds: 0, longestHandleSeconds: 300 },
  ]);
  const { data: none } = await world([up]).ask(ask(PERIOD, fields));
  const nothing = { longestQueueSeconds: null, longestTalkSeconds: null };
  expect(none.metrics.rows).toEqual([{ ...nothing, longestHoldSeconds: null, longestHandleSeconds: null }]);
  const { data: byAgent } = await world(events).ask(ask(`${PERIOD}, groupBy: [AGENT]`, fields));
  expect(byAgent.metrics.rows).toMatchObject([{ longestQueueSeconds: null, longestTalkSeconds: 300 }]);
});

test('hours and days are those of the account’s own clock', async () => {
  const starts = async (args: string) => {
    const { data } = await world(EVENTS, HOUR, 'Asia/Kolkata').ask(ask(args, 'start end'));
    return data.metrics.rows.map(({ start }: { start: string }) => start);
  };
  // Ten o'clock in UTC is half past three in the afternoon there.
  expect(await starts(`${PERIOD}, interval: HOUR`)).toEqual([second(-1_800), second(1_800)]);
  expect(await starts(`${PERIOD}, interval: DAY`)).toEqual(['2026-03-01T18:30:00.000Z']);
});

test('the threshold is the argument or the vendor’s, and none where two of them differ', async () => {
  const levels = 'serviceLevel serviceLevelSeconds serviceLevelBasis';
  const office = (account: string, seconds: number, name: string) =>
    fakeAdapter(account, 'FIVE9_CONFIG', {
      campaigns: async () => rows({ nativeId: name, name }),
      serviceLevels: async () => ({ seconds }),
    });
  const floor = fakeAdapter('floor', 'FIVE9_CTI', { events: async function* () {}, reportsQueue: true });
  const asked = gatewayOver([floor, office('one', 15, 'Billing'), office('two', 40, 'Sales')], {
    now: () => new Date(TEN + HOUR * 1_000),
  });
  const sales = call('s', 300, 330, 400).map((event) =>
    event.kind === 'CALL' ? { ...event, call: { ...event.call, campaign: { name: 'Sales' } } } : event,
  );
  for (const event of [up, ...call('a', 60, 70, 170), ...sales]) asked.figures.apply(event);
  const rowsOf = async (args: string) => (await asked.ask(ask(args, levels))).data.metrics.rows;
  expect(await rowsOf(PERIOD)).toEqual([{ serviceLevel: 1, serviceLevelSeconds: null, serviceLevelBasis: 'VENDOR' }]);
  expect(await rowsOf(`${PERIOD}, serviceLevelSeconds: 20`)).toEqual([
    { serviceLevel: 0.5, serviceLevelSeconds: 20, serviceLevelBasis: 'ARGUMENT' },
  ]);
  asked.figures.apply(callEvent(500, 'STARTED', { nativeId: '7/x', callId: 'x', startedAt: 500, state: 'RINGING' }));
  expect(await rowsOf(PERIOD)).toEqual([{ serviceLevel: null, serviceLevelSeconds: null, serviceLevelBasis: null }]);
});

test('groups count by themselves', async () => {
  const { data } = await world().ask(ask(`${PERIOD}, groupBy: [AGENT]`, 'agent { name } offered answered handled'));
  expect(data.metrics.rows).toEqual([{ agent: { name: 'Ann' }, offered: 3, answered: 2, handled: 2 }]);
});

test('a gap lowers the coverage', async () => {
  const gap: EventRecord = {
    ...{ account: 'floor', subject: 'floor', fingerprint: 'gap', kind: 'GAP', reason: 'test' },
    ...{ from: second(0), to: second(900), occurredAt: second(900), receivedAt: second(900) },
  };
  const { data } = await world([up, gap]).ask(ask(PERIOD, 'coverage'));
  expect(data.metrics.rows).toEqual([{ coverage: 0.75 }]);
});

test.each([
  [`from: "${second(10)}", to: "${second(0)}"`, 'must be before'],
  [`from: "2025-03-02T10:00:00Z", to: "2026-03-02T10:00:00Z", interval: FIFTEEN_MINUTES`, 'at most 1000'],
  [`${PERIOD}, groupBy: [ACCOUNT, QUEUE, AGENT]`, 'at most 2'],
  [`${PERIOD}, serviceLevelSeconds: 601`, 'from 1 to 600'],
])('a refused question names the bound: %s', async (args, words) => {
  const { errors } = await world().ask(ask(args, 'offered'));
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'INVALID_ARGUMENT' } });
  expect(errors?.[0]?.message).toContain(words);
});

test('an unknown dimension is refused before anything is read', async () => {
  await expect(world().ask(ask(`${PERIOD}, groupBy: [SHOE_SIZE]`, 'offered'))).rejects.toThrow('SHOE_SIZE');
});
