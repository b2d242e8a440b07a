import { expect, test } from 'vitest';
import type { CallRecord, EventRecord } from '../../src/adapters/adapter.ts';
import { derivePresence } from '../../src/gateway/presence.ts';
import { quietLog } from '../../src/server/logging.ts';
import { restoreRecent } from '../../src/server/restore.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { ago, call, fakeAdapter, gatewayOver, rows } from './world.ts';

const at = (minutes: number) => ago(minutes);

test('a live call prevails over readiness, and the freshest report counts without one', () => {
  const ready = { presence: 'READY' as const, since: at(9) };
  const away = { presence: 'NOT_READY' as const, since: at(3) };
  expect(derivePresence([ready, away], [])).toEqual(away);
  expect(derivePresence([away], [call('1', { connectedAt: at(5) })])).toEqual({ presence: 'ON_CALL', since: at(5) });
  expect(derivePresence([], [call('1', { state: 'RINGING', startedAt: at(1) })])?.presence).toBe('RINGING');
  expect(derivePresence([], [call('1', { state: 'WRAP_UP', endedAt: at(2) })])).toEqual({
    presence: 'WRAP_UP',
    since: at(2),
  });
  expect(derivePresence([ready], [call('1', { state: 'ENDED' })])).toEqual(ready);
  expect(derivePresence([], [])).toBeNull();
});

function dialler() {
  return fakeAdapter('dialler', 'REMOTE_CONTROL', {
    agents: async () => rows({ nativeId: '7', name: 'Samir Jensen' }, { nativeId: '8', name: 'David Brandt' }),
    calls: async () => rows(call('7/1', { agent: { nativeId: '7' }, connectedAt: at(4) })),
  });
}

test('an agent of a vendor without presence has the presence of their calls, in query and filter', async () => {
  const { ask } = gatewayOver([dialler()]);
  const query = '{ agents(first: 9) { edges { node { name presence presenceSince currentCalls { state } } } } }';
  const { data } = await ask(query);
  expect(data.agents.edges.map((edge: { node: object }) => edge.node)).toEqual([
    { name: 'David Brandt', presence: null, presenceSince: null, currentCalls: [] },
    { name: 'Samir Jensen', presence: 'ON_CALL', presenceSince: at(4), currentCalls: [{ state: 'CONNECTED' }] },
  ]);
  const filtered = await ask('{ agents(first: 9, filter: { states: [ON_CALL] }) { edges { node { name } } } }');
  expect(filtered.data.agents.edges).toEqual([{ node: { name: 'Samir Jensen' } }]);
});

const base = { account: 'floor', subject: 's', fingerprint: 'f' };
const heldSince: readonly EventRecord[] = [
  {
    ...base,
    ...{ kind: 'CALL', type: 'CONNECTED', occurredAt: at(6), receivedAt: at(6) },
    call: call('1', { startedAt: at(7), connectedAt: at(6) }),
  },
  {
    ...base,
    ...{ kind: 'AGENT', type: 'PRESENCE_CHANGED', occurredAt: at(30), receivedAt: at(30) },
    ...{ agent: { nativeId: '1' }, presence: 'NOT_READY' },
  },
];

test('D14 after a restart live calls and presence have their times from the event log', async () => {
  const floor = fakeAdapter('floor', 'FIVE9_CTI', {
    agents: async () => rows({ nativeId: '1', name: 'Ann', presence: 'NOT_READY' as const }),
    calls: async () => rows(call('1', { startedAt: null, connectedAt: null })),
  });
  const { ask, gateway } = gatewayOver([floor]);
  gateway.restore(heldSince);
  const { data } = await ask(
    '{ calls(first: 9) { edges { node { startedAt connectedAt } } } agents(first: 9) { edges { node { presenceSince } } } }',
  );
  expect(data.calls.edges).toEqual([{ node: { startedAt: at(7), connectedAt: at(6) } }]);
  expect(data.agents.edges).toEqual([{ node: { presenceSince: at(30) } }]);
});

test('D14 at a start the gateway and the streams are given the calls and presences that the event log holds', async () => {
  const log = await openSqliteLog({ file: ':memory:', log: quietLog, retention: { age: 3_600_000 } });
  await log.append(heldSince.map((event, index) => ({ ...event, fingerprint: `f${index}` })));
  const floor = fakeAdapter('floor', 'FIVE9_CTI', {
    agents: async () => rows({ nativeId: '1', name: 'Ann', presence: 'NOT_READY' as const }),
    calls: async () => rows(call('1', { startedAt: null, connectedAt: null })),
  });
  const { ask, gateway } = gatewayOver([floor]);
  const observed: string[] = [];
  const observe = (events: readonly { event: EventRecord }[]) =>
    void observed.push(...events.map(({ event }) => event.kind));
  await restoreRecent(log, gateway, { observe }, { isOver: () => false, failed() {} });
  await log.close();
  const { data } = await ask(
    '{ calls(first: 9) { edges { node { startedAt } } } agents(first: 9) { edges { node { presenceSince } } } }',
  );
  expect(data.calls.edges).toEqual([{ node: { startedAt: at(7) } }]);
  expect(data.agents.edges).toEqual([{ node: { presenceSince: at(30) } }]);
  expect(observed).toEqual(['CALL', 'AGENT']);
});

test('a remembered call that a fresh complete list lacks has ended; a list that failed or was cut ends nothing', async () => {
  let answer = () => Promise.resolve({ ...rows<CallRecord>(), truncated: true });
  const floor = fakeAdapter('floor', 'REMOTE_CONTROL', { calls: () => answer() });
  const { ask, gateway } = gatewayOver([floor]);
  gateway.recentCalls.observe('floor', call('1', { state: 'WRAP_UP' }), Date.parse(at(1)));
  const state = async () => {
    gateway.forget('floor');
    return (await ask('{ calls(first: 9) { edges { node { state } } } }')).data.calls.edges;
  };
  expect(await state()).toEqual([{ node: { state: 'WRAP_UP' } }]);
  answer = () => Promise.reject(new Error('out of order'));
  expect(await state()).toEqual([{ node: { state: 'WRAP_UP' } }]);
  answer = async () => ({ ...rows<CallRecord>(), truncated: false });
  expect(await state()).toEqual([{ node: { state: 'ENDED' } }]);
});

test('an agent has each skill name once, as the account that lists the skill names it', async () => {
  const knows = (account: string, skills: object) =>
    fakeAdapter(account, 'FIVE9_CTI', {
      agents: async () => rows({ nativeId: account, name: 'Ann', userName: 'ann', skills: ['Sales', 'Retention'] }),
      ...skills,
    });
  const listed = { skills: async () => rows({ nativeId: '11', name: 'Sales', description: 'All sales' }) };
  const { ask } = gatewayOver([knows('one', {}), knows('two', listed)]);
  const { data } = await ask('{ agents(first: 9) { edges { node { skills { name description } } } } }');
  expect(data.agents.edges[0].node.skills).toEqual([
    { name: 'Sales', description: 'All sales' },
    { name: 'Retention', description: null },
  ]);
});

test('D14 the event log is read from a time on, and older news does not undo newer', async () => {
  const log = await openSqliteLog({ file: ':memory:', log: quietLog, retention: { age: 3_600_000 } });
  await log.append(heldSince.map((event, index) => ({ ...event, fingerprint: `f${index}` })));
  const head = await log.head();
  const { events } = await log.read(log.placeAt(new Date(log.timeOf(head ?? '0').getTime() - 60_000)), 10);
  expect(events.map(({ event }) => event.kind)).toEqual(['CALL', 'AGENT']);
  expect((await log.read(log.placeAt(new Date(Date.now() + 60_000)), 10)).events).toEqual([]);
  await log.close();
  const { gateway } = gatewayOver([]);
  gateway.recentCalls.observe('floor', call('1', { state: 'HELD', startedAt: null }), Date.parse(at(1)));
  gateway.restore(heldSince);
  expect(gateway.recentCalls.find('floor', '1')).toMatchObject({ state: 'HELD', startedAt: at(7) });
});
