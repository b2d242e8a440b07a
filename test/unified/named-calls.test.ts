/** Calls by their ids at an account that has no list of them, and after an act at its own place. */
import { expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import type { ListQuery } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { call, fakeAdapter, gatewayOver, NOW, rows } from './world.ts';

const QUERY = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Call { source { nativeId } } } }';
const idsOf = (account: string, keys: readonly string[]) => keys.map((key) => writeId('Call', account, key));
const KEYS = Array.from({ length: 100 }, (_, at) => String(at));

test('nodes of 100 calls are one read, in the asked order; unknown ones alone are NOT_FOUND', async () => {
  const reads: ListQuery[] = [];
  const texts = fakeAdapter('texts', 'ENGAGE', {
    callsNeedNumber: true,
    calls: async (query) => {
      reads.push(query);
      const known = query.nativeIds?.filter((key) => Number(key) < 90) ?? [];
      return rows(...known.map((key) => call(key, { state: 'ENDED' })).toReversed());
    },
  });
  const { ask } = gatewayOver([texts]);
  const { data, errors } = await ask(QUERY, { ids: idsOf('texts', KEYS) });
  expect(reads.map(({ nativeIds }) => nativeIds?.length)).toEqual([100]);
  expect(data.nodes.slice(0, 90)).toEqual(KEYS.slice(0, 90).map((nativeId) => ({ source: { nativeId } })));
  expect(errors?.map(({ path, extensions }) => [path?.[1], extensions?.code])).toEqual(
    Array.from({ length: 10 }, (_, at) => [90 + at, 'NOT_FOUND']),
  );
});

test('a read that fails is the failure of its account, and of no other', async () => {
  const calls = () => Promise.reject(new CrosspointError('UNAVAILABLE', 'down'));
  const texts = fakeAdapter('texts', 'ENGAGE', { callsNeedNumber: true, calls });
  const other = fakeAdapter('other', 'ENGAGE', { callsNeedNumber: true, calls: async () => rows(call('1')) });
  const { ask } = gatewayOver([texts, other]);
  const { data, errors } = await ask(QUERY, { ids: [...idsOf('texts', ['1', '2']), ...idsOf('other', ['1'])] });
  expect(data.nodes).toEqual([null, null, { source: { nativeId: '1' } }]);
  expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);
  expect([texts.asked, other.asked]).toEqual([['calls'], ['calls']]);
});

test('an act reads the named call again, and a call that is gone there has ended', async () => {
  const reads: ListQuery[] = [];
  let isThere = true;
  const floor = fakeAdapter('floor', 'FIVE9_CTI', {
    callHangup: async () => {
      isThere = false;
    },
    calls: async (query) => {
      reads.push(query);
      return { ...rows(...(isThere ? [call('a')] : [])), fetchedAt: new Date(NOW.getTime() + 10_000).toISOString() };
    },
  });
  const { ask, gateway } = gatewayOver([floor]);
  for (const key of ['a', 'b']) gateway.recentCalls.observe('floor', call(key));
  const [id] = idsOf('floor', ['a']);
  const { data } = await ask('mutation ($id: ID!) { callHangup(input: { id: $id }) { call { state } } }', { id });
  expect(data.callHangup.call).toEqual({ state: 'ENDED' });
  expect(reads).toEqual([{ nativeIds: ['a'] }]);
  expect(gateway.recentCalls.find('floor', 'b')?.state, 'a call that was not asked for is not ended').toBe('CONNECTED');
});
