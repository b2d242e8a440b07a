import { describe, expect, test } from 'vitest';
import type { Caller } from '../../src/access/caller.ts';
import { writeId } from '../../src/access/global-id.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { createSubscriptionLookup } from '../../src/resolvers/subscription-lookup.ts';
import { Views } from '../../src/resolvers/views.ts';

import { call, fakeAdapter, gatewayOver, rows } from './world.ts';

const EMAIL = 'jane@example.com';

function world() {
  const agent = (account: string) => ({ nativeId: `${account}-jane`, name: `Jane at ${account}`, email: EMAIL });
  const floor = fakeAdapter('floor', 'FIVE9_CTI', {
    calls: async () => rows(call('1')),
    agents: async () => rows(agent('floor')),
    contactImport: async (nativeId) => ({ nativeId, running: true, done: 0, failed: 0, refused: [] }),
    importProgress: async function* () {},
  });
  const wfo = fakeAdapter('wfo', 'RECORDER', {
    calls: async () => rows(call('2')),
    agents: async () => rows(agent('wfo')),
    campaigns: async () => rows({ nativeId: 'c', name: 'Spring' }),
  });
  const { gateway } = gatewayOver([floor, wfo]);
  return { gateway, floor, wfo, ...createSubscriptionLookup(gateway, new Views(gateway)) };
}

function viewer(account: string | null, ...scopes: string[]): Caller {
  return { id: 'someone', scopes: new Set(scopes), accounts: account ? new Set([account]) : 'all' };
}

describe('the objects of an event', () => {
  test.each([
    ['of all accounts and calls', viewer(null, 'calls:read'), '1'],
    ['without the scope of calls', viewer(null, 'recordings:read'), undefined],
    ['of another account', viewer('wfo', 'calls:read'), undefined],
  ])('include the call of a recording for a caller %s only as far as the caller may see it', async (_, who, shown) => {
    const { gateway, views } = world();
    gateway.recentCalls.observe('floor', call('1', { callId: 'both' }));
    const found = await views.recordedCall?.('wfo', { callId: 'both' }, who);
    expect(found?.source.nativeId).toBe(shown);
  });

  test("include the agent with the identities of the caller's accounts", async () => {
    const { views } = world();
    const agent = await views.agent('floor', { nativeId: 'floor-jane' }, viewer('wfo'));
    expect(agent?.identities.map(({ nativeId }) => nativeId)).toEqual(['wfo-jane']);
    expect((await views.agent('floor', { nativeId: 'floor-jane' }, viewer(null)))?.identities).toHaveLength(2);
  });
});

describe('a filter', () => {
  test("finds nothing of an account outside the caller's accounts", async () => {
    const { lookup } = world();
    const asked = lookup(viewer('floor'));
    const missing = { code: 'NOT_FOUND' };
    await expect(asked.agent(writeId('Agent', 'wfo', 'wfo-jane'))).rejects.toMatchObject(missing);
    await expect(asked.campaign(writeId('Campaign', 'wfo', 'c'))).rejects.toMatchObject(missing);
    await expect(asked.source(writeId('Call', 'wfo', '2'))).rejects.toMatchObject(missing);
    expect(await lookup(viewer('wfo')).campaign(writeId('Campaign', 'wfo', 'c'))).toMatchObject({ alsoAt: [] });
    expect(await lookup(viewer(null)).campaign(writeId('Campaign', 'wfo', 'c'))).toMatchObject({ alsoAt: ['floor'] });
  });

  test('finds agents by the name that the caller is shown', async () => {
    const { lookup } = world();
    expect(await lookup(viewer('wfo')).named?.('at floor')).toEqual([]);
    expect(await lookup(viewer('wfo')).named?.('at wfo')).toHaveLength(2);
    expect(await lookup(viewer('other')).named?.('jane')).toEqual([]);
  });
});

test("the current state is read anew, and only of the caller's accounts", async () => {
  const { snapshot, floor, wfo } = world();
  for (let times = 0; times < 2; times += 1) await snapshot('CALL', viewer('floor'));
  expect([floor.asked, wfo.asked]).toEqual([['calls', 'calls'], []]);
});

test('the current state has a gap for an account that cannot be read, and nothing for one without such objects', async () => {
  const { snapshot, floor, wfo } = world();
  floor.calls = () => Promise.reject(new CrosspointError('TIMEOUT', 'It did not answer'));
  const events = await snapshot('CALL', viewer(null));
  expect(events).toMatchObject([
    { kind: 'GAP', account: 'floor', reason: expect.stringMatching(/TIMEOUT$/) },
    { kind: 'CALL', account: 'wfo' },
  ]);
  wfo.campaigns = () => Promise.reject(new CrosspointError('UNAVAILABLE', 'It is away'));
  expect((await snapshot('CAMPAIGN', viewer(null))).map(({ account }) => account)).toEqual(['wfo']);
});

test("an import of an account outside the caller's accounts is not found", () => {
  const { followed: find } = world();
  const id = writeId('ContactImport', 'floor', 'i7');
  for (const asked of [id, 'floor/i7']) {
    expect(find(viewer('floor'), 'IMPORT', asked)).toEqual({ kind: 'IMPORT', account: 'floor', nativeId: 'i7' });
    expect(() => find(viewer('wfo'), 'IMPORT', asked)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  }
  expect(() => find(viewer('floor'), 'IMPORT', 'floor/')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});

test('the current state of agents has what was just read, also after people could not be read', async () => {
  const { gateway, snapshot, floor } = world();
  const answered = floor.agents;
  floor.agents = () => Promise.reject(new CrosspointError('TIMEOUT', 'It did not answer'));
  expect((await gateway.directory.peopleIndex()).identified('floor', 'floor-jane')).toBeUndefined();
  floor.agents = async (...asked) => {
    const { items, ...rest } = (await answered?.(...asked)) ?? rows();
    return { ...rest, items: items.map((agent) => ({ ...agent, presence: 'READY' as const })) };
  };
  const [jane] = await snapshot('AGENT', viewer('floor'));
  expect(jane).toMatchObject({ agent: { nativeId: 'floor-jane' }, presence: 'READY' });
  expect((await gateway.directory.known()).identified('floor', 'floor-jane')).toBeDefined();
});
