/** What a caller with one account is shown of another: nothing, with the error for what does not exist. */
import { describe, expect, test } from 'vitest';
import type { Caller } from '../../src/access/caller.ts';
import { writeId } from '../../src/access/global-id.ts';
import type { Adapter } from '../../src/adapters/adapter.ts';

import { call, fakeAdapter, gatewayOver, recording, rows } from './world.ts';

const ONE: Caller = { id: 'one', scopes: new Set(['admin']), accounts: new Set(['wfo']) };

function world() {
  const of = (account: string, more: Partial<Adapter>) => {
    const jane = { nativeId: `${account}-jane`, name: 'Jane', email: 'jane@example.com', extensions: ['7001'] };
    return { agents: async () => rows(jane), ...more };
  };
  const done = async () => undefined;
  const recorded = async () => ({ state: 'RECORDING' as const });
  const floor = fakeAdapter(
    'floor',
    'FIVE9_CTI',
    of('floor', {
      calls: async () => rows(call('1', { device: '7001' })),
      recordings: async () => rows(recording('r', { device: '7001' })),
      recordingStop: recorded,
      recordingAnnotate: done,
      agentSetReady: done,
      agentLogout: done,
      callHangup: done,
      doNotCall: async () => [],
      doNotCallAdd: async () => ({ changed: 1 }),
      contactImport: async (nativeId) => ({ nativeId, running: true, done: 0, failed: 0, refused: [] }),
    }),
  );
  const wfo = fakeAdapter(
    'wfo',
    'RECORDER',
    of('wfo', {
      recordings: async () => rows(),
      recordingStates: async () => new Map([['7001', 'RECORDING' as const]]),
      recordingStop: recorded,
      doNotCall: async () => [],
      doNotCallAdd: async () => ({ changed: 1 }),
    }),
  );
  const over = gatewayOver([floor, wfo]);
  over.gateway.recentCalls.observe('floor', call('1', { device: '7001' }));
  return { floor, ...over };
}

const id = (type: Parameters<typeof writeId>[0], nativeId: string) => JSON.stringify(writeId(type, 'floor', nativeId));
const MINE = JSON.stringify(writeId('Agent', 'wfo', 'wfo-jane'));
const NUMBER = '"+15550000003"';

describe('of another account', () => {
  test.each([
    ['the account', `node(id: ${id('Account', '')}) { id }`],
    ['a call', `node(id: ${id('Call', '1')}) { id }`],
    ['an import', `node(id: ${id('ContactImport', 'i7')}) { id }`],
    ['its list', 'agents(first: 1, filter: { accounts: ["floor"] }) { totalCount }'],
    ['an agent of a filter', `recordings(first: 1, filter: { agentId: ${id('Agent', 'floor-jane')} }) { totalCount }`],
    ['its do-not-call list', `doNotCall(numbers: [${NUMBER}], accounts: ["floor"]) { numbers }`],
  ])('%s is not found (A2)', async (_, field) => {
    const { ask } = world();
    expect((await ask(`{ ${field} }`)).errors).toBeUndefined();
    expect((await ask(`{ ${field} }`, {}, ONE)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  test('an agent is not listed by its id', async () => {
    const { ask } = world();
    const asked = `{ agents(first: 1, filter: { ids: [${id('Agent', 'floor-jane')}] }) { totalCount } }`;
    expect((await ask(asked)).data).toEqual({ agents: { totalCount: 1 } });
    expect((await ask(asked, {}, ONE)).data).toEqual({ agents: { totalCount: 0 } });
  });

  test.each([
    ['a call', 'callHangup', `id: ${id('Call', '1')}`, 'NOT_FOUND'],
    ['an agent', 'agentSetReady', `id: ${id('Agent', 'floor-jane')}`, 'NOT_FOUND'],
    ['the other identity of an agent', 'agentSetReady', `id: ${MINE}`, 'UNSUPPORTED'],
    ['that identity by its account', 'agentLogout', `id: ${MINE}, account: "floor"`, 'NOT_FOUND'],
    ['the do-not-call list', 'doNotCallAdd', `account: "floor", numbers: [${NUMBER}]`, 'NOT_FOUND'],
    ['the recording of a call', 'recordingStop', `callId: ${id('Call', '1')}`, 'NOT_FOUND'],
    [
      'a recording',
      'recordingAnnotate',
      `recordingId: ${id('Recording', 'r')}, annotations: [{ field: "USER3", value: "x" }]`,
      'NOT_FOUND',
    ],
    ['a phone by its account', 'recordingStop', 'device: "7001", account: "floor"', 'NOT_FOUND'],
  ])('%s cannot be acted on', async (_, act, input, code) => {
    const { ask, floor } = world();
    const asked = `mutation { ${act}(input: { ${input} }) { userErrors { code message } } }`;
    const { userErrors } = (await ask(asked, {}, ONE)).data[act];
    expect(userErrors).toMatchObject([{ code }]);
    if (code === 'UNSUPPORTED') expect(userErrors[0].message).not.toContain('floor');
    expect(floor.asked).not.toContain(act);
    expect((await ask(asked)).data[act].userErrors).toEqual([]);
  });
});

test.each([
  ['Call', '1', 'calls:read'],
  ['Agent', 'floor-jane', 'calls:read'],
  ['Recording', 'r', 'recordings:read'],
  ['ContactImport', 'i7', 'contacts:read'],
] as const)('by its id a %s is found only with the scope that its lists need', async (type, nativeId, scope) => {
  const { ask } = world();
  const asked = `{ node(id: ${id(type, nativeId)}) { id } }`;
  const caller: Caller = { id: 'two', scopes: new Set([scope]), accounts: 'all' };
  expect((await ask(asked, {}, caller)).errors).toBeUndefined();
  const others = ['calls:read', 'recordings:read', 'contacts:read', 'campaigns:read'].filter(
    (other) => other !== scope,
  );
  const { errors } = await ask(asked, {}, { ...caller, scopes: new Set(others) });
  expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});
