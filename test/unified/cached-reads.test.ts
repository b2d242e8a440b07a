import { describe, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { campaign } from './campaign-row.ts';
import { ago, call, fakeAdapter, gatewayOver, recording, rows } from './world.ts';

describe('equal reads are one vendor call', () => {
  test('ten identical queries at a time, five aliases each', async () => {
    const adapter = fakeAdapter('five9', 'FIVE9_CONFIG', {
      campaigns: async () => {
        await new Promise(setImmediate);
        return rows(campaign('Spring'));
      },
    });
    const { ask } = gatewayOver([adapter]);
    const query = `{ ${['a', 'b', 'c', 'd', 'e'].map((alias) => `${alias}: campaigns(first: 5) { edges { node { name } } }`).join(' ')} }`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(query)));
    expect(answers.every(({ data }) => data.e.edges[0].node.name === 'Spring')).toBe(true);
    expect(adapter.asked).toEqual(['campaigns']);
  });

  test('a hundred calls with their agents, campaigns and recordings cost one read of each list', async () => {
    const calls = Array.from({ length: 100 }, (_, index) =>
      call(`c${index}`, {
        callId: `x${index}`,
        device: `${7000 + index}`,
        agent: { userName: `u${index}` },
        campaign: { name: 'Spring' },
        startedAt: ago(index),
        endedAt: ago(index - 0.5),
        state: 'WRAP_UP',
      }),
    );
    const floor = fakeAdapter('floor', 'FIVE9_CTI', { calls: async () => rows(...calls) });
    const five9 = fakeAdapter('five9', 'FIVE9_CONFIG', {
      campaigns: async () => rows(campaign('Spring')),
      agents: async () =>
        rows(...calls.map((_, index) => ({ nativeId: `u${index}`, name: `Agent ${index}`, userName: `u${index}` }))),
    });
    const wfo = fakeAdapter('wfo', 'RECORDER', {
      recordings: async () =>
        rows(
          ...calls.map(({ callId, device, startedAt }, index) =>
            recording(`${index}`, { callId, device, startedAt, durationSeconds: 20 }),
          ),
        ),
    });
    const { ask } = gatewayOver([floor, five9, wfo]);
    const { data, errors } = await ask(
      '{ calls(first: 100) { edges { node { agent { name } campaign { name } recordings { method confidence recording { call { id } agent { name } } } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.calls.edges).toHaveLength(100);
    for (const { node } of data.calls.edges) {
      expect(node).toMatchObject({ campaign: { name: 'Spring' }, recordings: [{ method: 'CALL_ID', confidence: 1 }] });
      expect(node.agent.name).toMatch(/^Agent/);
    }
    expect([floor.asked, five9.asked.sort(), wfo.asked]).toEqual([['calls'], ['agents', 'campaigns'], ['recordings']]);
  });
});

describe('a read after an act is sent after it', () => {
  test('also when a read was under way, and when the outcome is not known', async () => {
    let state: 'CONNECTED' | 'HELD' = 'CONNECTED';
    let release: () => void = () => {};
    let slow = true;
    const floor = fakeAdapter('floor', 'FIVE9_CTI', {
      calls: async () => {
        const seen = state;
        if (slow) {
          await new Promise<void>((go) => {
            release = go;
          });
        }
        return rows(call('a', { state: seen }));
      },
      callHold: async () => {
        state = 'HELD';
        slow = false;
        throw new CrosspointError('OUTCOME_UNKNOWN', 'The vendor never answered');
      },
    });
    const { ask } = gatewayOver([floor]);
    const early = ask('{ calls(first: 1) { edges { node { state } } } }');
    await new Promise(setImmediate);
    const { data } = await ask(
      'mutation ($id: ID!) { callHold(input: { id: $id }) { call { state } userErrors { code } } }',
      { id: writeId('Call', 'floor', 'a') },
    );
    expect(data.callHold).toEqual({ call: { state: 'HELD' }, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
    release();
    expect((await early).data.calls.edges).toEqual([{ node: { state: 'CONNECTED' } }]);
    expect((await ask('{ calls(first: 1) { edges { node { state } } } }')).data.calls.edges).toEqual([
      { node: { state: 'HELD' } },
    ]);
  });
});

describe('an object is the same wherever it is selected', () => {
  test('the size of a list that hangs on a campaign is asked for once for all campaigns', async () => {
    const named = (name: string) => ({ nativeId: name, name });
    const five9 = fakeAdapter('acme-five9', 'FIVE9_CONFIG', {
      campaigns: async () => rows(named('Spring'), named('Summer')),
      campaignLists: async ({ name }) => [named(`${name} list`)],
      contactLists: async () => rows({ ...named('Spring list'), size: 100 }, { ...named('Summer list'), size: 0 }),
    });
    const { data } = await gatewayOver([five9]).ask(
      '{ campaigns(first: 9) { edges { node { lists { name size } } } } }',
    );
    expect(data.campaigns.edges.flatMap(({ node }: { node: { lists: object[] } }) => node.lists)).toEqual([
      { name: 'Spring list', size: 100 },
      { name: 'Summer list', size: 0 },
    ]);
    expect(five9.asked.filter((role) => role === 'contactLists')).toHaveLength(1);
  });

  test('a contact without a name has none, in lists and by its id', async () => {
    const outreach = fakeAdapter('outreach', 'ENGAGE', {
      contacts: async () => rows({ nativeId: '1', name: null, numbers: ['+15550100'], fields: [] }),
    });
    const { ask } = gatewayOver([outreach]);
    const { data } = await ask('{ contacts(first: 9, filter: {}) { edges { node { id name } } } }');
    const [{ node }] = data.contacts.edges;
    expect(node.name).toBeNull();
    const again = await ask('query ($id: ID!) { node(id: $id) { ... on Contact { name } } }', { id: node.id });
    expect(again.data.node).toEqual({ name: null });
  });
});

test.each([
  ['calls', { kind: 'CALL', call: call('1') }],
  ['agents', { kind: 'AGENT', agent: { nativeId: '1' } }],
  ['recordings', { kind: 'RECORDING', device: '7001' }],
  ['campaigns', { kind: 'CAMPAIGN', campaign: { nativeId: '1' } }],
] as const)('%s are read anew after an event of theirs', async (role, event) => {
  const adapters = ['one', 'other'].map((key) => fakeAdapter(key, 'FIVE9_CTI', { [role]: async () => rows() }));
  const { gateway } = gatewayOver(adapters);
  const read = () => Promise.all(adapters.map(({ account }) => gateway.read(account, role, {})));
  for (let times = 0; times < 2; times += 1) await read();
  expect(adapters.map(({ asked }) => asked)).toEqual([[role], [role]]);
  gateway.applyEvent({ ...event, account: 'one' } as unknown as EventRecord);
  await read();
  expect(adapters.map(({ asked }) => asked)).toEqual([[role, role], [role]]);
});
