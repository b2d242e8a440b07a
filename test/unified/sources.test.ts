import { expect, test } from 'vitest';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { campaign, never } from './campaign-row.ts';
import { call, fakeAdapter, gatewayOver, rows } from './world.ts';

test('callers that disconnect do not degrade an account', async () => {
  const floor = fakeAdapter('floor', 'FIVE9_CTI', {
    calls: (_, { signal }) =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(new CrosspointError('TIMEOUT', 'aborted'))),
      ),
  });
  const { ask, gateway } = gatewayOver([floor]);
  for (let times = 0; times < 4; times += 1) {
    const leaver = new AbortController();
    const asked = ask('{ calls(first: 1) { edges { cursor } } }', {}, undefined, leaver.signal);
    await new Promise(setImmediate);
    leaver.abort(new Error('left'));
    await asked;
    await new Promise(setImmediate);
  }
  expect(gateway.account('floor')?.health.status).toBe('UNKNOWN');
});

test.each(['PERMISSION_DENIED', 'UNAUTHENTICATED', 'RATE_LIMITED'] as const)(
  'an account that answers nothing but %s is not UP, and is as soon as it answers',
  async (code) => {
    let refused = true;
    const campaigns = async () => {
      if (refused) throw new CrosspointError(code, 'The vendor does not take the credentials of the account');
      return rows(campaign('One'));
    };
    const { ask, gateway } = gatewayOver([fakeAdapter('dialler', 'REMOTE_CONTROL', { campaigns })]);
    const query = '{ campaigns(first: 1) { edges { node { name } } } }';
    await ask(query);
    expect(gateway.account('dialler')?.health.status).toBe('DEGRADED');
    refused = false;
    await ask(query);
    expect(gateway.account('dialler')?.health.status).toBe('UP');
  },
);

test('an account with a slow list of agents does not delay calls', async () => {
  const floor = fakeAdapter('floor', 'FIVE9_CTI', {
    calls: async () => rows(call('a', { agent: { userName: 'jdoe' } })),
  });
  const hanging = fakeAdapter('hanging', 'RECORDER', { agents: never });
  const { ask } = gatewayOver([floor, hanging]);
  const query = '{ calls(first: 1) { edges { node { agent { name } } } } }';
  await ask(query);
  await ask(query);
  expect(hanging.asked).toEqual(['agents']);
});

test('a list that comes after its deadline is reported as failed, not as empty, and answers the next query', async () => {
  const waiting: (() => void)[] = [];
  const slow = fakeAdapter('slow', 'FIVE9_CONFIG', {
    // A busy machine reads on in an answer that has arrived, though the deadline has passed.
    agents: async () => {
      await new Promise<void>((resume) => waiting.push(resume));
      return rows({ nativeId: 'jdoe', name: 'Jane Doe' });
    },
  });
  const { ask } = gatewayOver([slow], { deadline: 10 });
  const query = '{ agents(first: 5) { totalCount edges { node { name } } sources { count error { code } } } }';
  expect((await ask(query)).data.agents).toEqual({
    ...{ totalCount: null, edges: [] },
    sources: [{ count: 0, error: { code: 'TIMEOUT' } }],
  });
  for (const resume of waiting) resume();
  await new Promise(setImmediate);
  const asked = slow.asked.length;
  expect((await ask(query)).data.agents).toEqual({
    ...{ totalCount: 1, edges: [{ node: { name: 'Jane Doe' } }] },
    sources: [{ count: 1, error: null }],
  });
  expect(slow.asked.length).toBe(asked);
});
