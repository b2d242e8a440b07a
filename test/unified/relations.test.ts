import { describe, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { ago, call, fakeAdapter, gatewayOver, recording, rows } from './world.ts';

describe('calls and recordings', () => {
  test('find each other both ways by phone and time where no id is shared, and not across phones', async () => {
    const floor = fakeAdapter('floor', 'FIVE9_CTI', {
      calls: async () =>
        rows(
          call('a', { device: '7001', from: '+16145550100', endedAt: ago(3), state: 'WRAP_UP' }),
          call('b', { device: '7002', endedAt: ago(3), state: 'WRAP_UP' }),
        ),
    });
    const wfo = fakeAdapter('wfo', 'RECORDER', {
      recordings: async () =>
        rows(
          recording('1', { device: '7001', from: '(614) 555-0100', startedAt: ago(5), durationSeconds: 118 }),
          recording('2', { device: '7009' }),
        ),
    });
    const { ask } = gatewayOver([floor, wfo]);
    const { data } = await ask(
      '{ calls(first: 5) { edges { node { id recordings { method confidence recording { source { nativeId } call { id } } } } } } recordings(first: 5) { edges { node { source { nativeId } call { id } } } } }',
    );
    const [one, other] = data.calls.edges
      .map(({ node }: { node: object }) => node)
      .sort((x: { id: string }, y: { id: string }) => x.id.localeCompare(y.id));
    const matched = [one, other].find(({ recordings }) => recordings.length);
    expect(matched.recordings).toHaveLength(1);
    expect(matched.recordings[0]).toMatchObject({
      method: 'DEVICE_AND_TIME',
      recording: { source: { nativeId: '1' }, call: { id: matched.id } },
    });
    expect(matched.recordings[0].confidence).toBeGreaterThan(0.8);
    const unmatched = data.recordings.edges.find(
      ({ node }: { node: { source: { nativeId: string } } }) => node.source.nativeId === '2',
    );
    expect(unmatched.node.call).toBeNull();
  });

  test('a number is compared by its digits, and shown as it came and in E.164', async () => {
    const floor = fakeAdapter('floor', 'FIVE9_CTI', {
      calls: async () => rows(call('a', { from: '+442079460000', to: '7001' }), call('b', { from: '+16145550100' })),
    });
    const { ask } = gatewayOver([floor]);
    const { data } = await ask(
      '{ calls(first: 5, filter: { from: "+44 20 7946 0000" }) { edges { node { from to fromE164 toE164 } } } }',
    );
    expect(data.calls.edges).toEqual([
      { node: { from: '+442079460000', to: '7001', fromE164: '+442079460000', toE164: null } },
    ]);
  });
});

test('agents keep their ids while an account is unreachable, and are found by any identity', async () => {
  let down = false;
  const agent = (nativeId: string) => ({ nativeId, name: 'Jo Doe', userName: 'jdoe' });
  const five9 = fakeAdapter('five9', 'FIVE9_CONFIG', {
    agents: async () => (down ? Promise.reject(new CrosspointError('UNAVAILABLE', 'down')) : rows(agent('jdoe'))),
  });
  const wfo = fakeAdapter('wfo', 'RECORDER', { agents: async () => rows(agent('17')) });
  const { ask, gateway } = gatewayOver([five9, wfo]);
  const list =
    '{ agents(first: 5) { edges { node { id identities { nativeId matchedBy } } } sources { error { code } } } }';
  const before = (await ask(list)).data.agents;
  expect(before.edges).toHaveLength(1);
  expect(before.edges[0].node.identities).toEqual([
    { nativeId: 'jdoe', matchedBy: 'USER_NAME' },
    { nativeId: '17', matchedBy: 'USER_NAME' },
  ]);
  down = true;
  gateway.forget('five9');
  const after = (await ask(list)).data.agents;
  expect(after.edges[0].node.id).toBe(before.edges[0].node.id);
  expect(after.sources[0]).toEqual({ error: { code: 'UNAVAILABLE' } });
  const other = await ask('query ($id: ID!) { node(id: $id) { id } }', { id: writeId('Agent', 'wfo', '17') });
  expect(other.data.node.id).toBe(before.edges[0].node.id);
});

test("the agent of a call is looked up in the call's account first, and is null where two match", async () => {
  const one = fakeAdapter('one', 'FIVE9_CTI', {
    agents: async () => rows({ nativeId: 'jane', name: 'Jane', extensions: ['7001'] }),
    calls: async () =>
      rows(call('a', { device: '7001' }), call('b', { device: '7005' }), call('c', { device: '7009' })),
  });
  const other = fakeAdapter('other', 'RECORDER', {
    agents: async () =>
      rows(
        { nativeId: '1', name: 'John', extensions: ['7001'] },
        { nativeId: '2', name: 'Ann', extensions: ['7005'] },
        { nativeId: '3', name: 'Bob', extensions: ['7009'] },
        { nativeId: '4', name: 'Eve', extensions: ['7009'] },
      ),
  });
  const { ask } = gatewayOver([one, other]);
  const { data } = await ask('{ calls(first: 5) { edges { node { source { nativeId } agent { name } } } } }');
  const names = data.calls.edges.map(
    ({ node }: { node: { source: { nativeId: string }; agent: { name: string } | null } }) => [
      node.source.nativeId,
      node.agent?.name ?? null,
    ],
  );
  expect(Object.fromEntries(names)).toEqual({ a: 'Jane', b: 'Ann', c: null });
});

test('a disposed call is not listed any more by the recorder', async () => {
  const up = new Set(['1']);
  const facts = { device: '7005', to: '+15550100', startedAt: ago(1), connectedAt: ago(1) };
  const listed = (more: object) => async () => rows(...[...up].map((id) => call(id, { ...facts, ...more })));
  const dialler = fakeAdapter('dialler', 'REMOTE_CONTROL', {
    calls: listed({}),
    callDispose: async (id) => void up.delete(id),
  });
  const recorder = fakeAdapter('wfo', 'RECORDER', { calls: listed({ observedOnly: true }) });
  const { ask } = gatewayOver([dialler, recorder]);
  const seen = async () =>
    (await ask('{ calls(first: 9) { edges { node { id state } } } }')).data.calls.edges.map(
      (edge: { node: object }) => edge.node,
    );
  const [{ id }] = await seen();
  const act = 'mutation ($id: ID!) { callDispose(input: { id: $id, disposition: "Sale" }) { userErrors { code } } }';
  expect((await ask(act, { id })).data.callDispose.userErrors).toEqual([]);
  expect(await seen()).toEqual([{ id, state: 'ENDED' }]);
});
