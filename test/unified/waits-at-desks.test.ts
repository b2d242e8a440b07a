/** A call that waited and reached an agent is one call in every list, whichever of its events have arrived. */
import { expect, test } from 'vitest';
import type { CallRecord, EventRecord } from '../../src/adapters/adapter.ts';
import type { Desks } from '../../src/adapters/five9-cti/client/desks.ts';
import { createReads } from '../../src/adapters/five9-cti/reads.ts';
import { ago, call, fakeAdapter, gatewayOver, NOW, rows } from './world.ts';

const wait: CallRecord = call('queue/A1', { callId: 'A1', state: 'QUEUED', startedAt: ago(2) });
const served: CallRecord = call('ann/A1', { callId: 'A1', state: 'CONNECTED', startedAt: ago(2) });
const CALLS = '{ calls(first: 10) { edges { node { state source { nativeId } } } } }';

const eventOf = (type: 'STARTED' | 'ENDED', record: CallRecord, minutes: number): EventRecord => ({
  ...{ kind: 'CALL', type, call: record, account: 'floor', subject: record.nativeId },
  ...{ fingerprint: `${record.nativeId}/${type}`, occurredAt: ago(minutes), receivedAt: ago(minutes) },
});

test('a list that lacks a waiting call does not end it before its own event', async () => {
  let listed = [wait];
  const world = gatewayOver([fakeAdapter('floor', 'FIVE9_CTI', { calls: async () => rows(...listed) })]);
  const states = async () => {
    world.gateway.forget(null);
    const { data } = await world.ask(CALLS);
    // biome-ignore lint/suspicious/noExplicitAny: nodes as the query selects them
    return data.calls.edges.map(({ node }: any) => `${node.source.nativeId} ${node.state}`);
  };
  world.gateway.restore([eventOf('STARTED', wait, 1)]);
  expect(await states()).toEqual(['queue/A1 QUEUED']);
  listed = [];
  expect(await states()).toEqual([]);
  listed = [served];
  expect(await states()).toEqual(['ann/A1 CONNECTED']);
  world.gateway.applyEvent(eventOf('ENDED', { ...wait, state: 'ENDED', leftQueue: 'ROUTED' }, 0));
  expect(await states()).toEqual(['ann/A1 CONNECTED']);
});

test.each([
  ['CONNECTED', ['ann/A1']],
  ['WRAP_UP', ['ann/A1', 'queue/A1']],
] as const)('a call that reaches a desk while the desks are read and is %s there', async (state, expected) => {
  const queue: CallRecord[] = [wait];
  const desks = {
    queue: { calls: queue },
    wanted: () => [],
    readAll: async () => {
      queue.length = 0;
      return { items: [{ ...served, state }], fetchedAt: NOW.toISOString() };
    },
  } as unknown as Desks;
  const { calls } = createReads(desks, { now: () => NOW } as never);
  const { items } = await calls({}, {});
  expect(items.map(({ nativeId }) => nativeId)).toEqual(expected);
});
