/** An act asks the place of the object that it names, however many desks the account has. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { type Floor, startFloor } from './floor.ts';
import { bring } from './situations.ts';

/** Thirty of them have a desk. */
const PEOPLE = 50;

let floor: Floor;
beforeAll(async () => {
  floor = await startFloor(12, { people: PEOPLE });
}, 30_000);
afterAll(() => floor.close());

function agentOf(vendor: string, at: number): SimulatedPerson {
  return floor.centre.people.filter(({ carrier }) => carrier === vendor)[at] as SimulatedPerson;
}

/** The requests that an act causes at a vendor, by operation. */
async function costOf(vendor: string, name: string, input: object) {
  const before = floor.received(vendor);
  const answer = await floor.act(name, input, 'call { id state }');
  const cost = [...floor.received(vendor)].map(([operation, times]) => [
    operation,
    times - (before.get(operation) ?? 0),
  ]);
  return { answer, cost: Object.fromEntries(cost.filter(([, times]) => times !== 0)) };
}

test('callHold at one of 30 desks: a look, the act, and one look that confirms it and fills the payload', async () => {
  expect(floor.centre.people.filter(({ carrier }) => carrier === 'five9-cti')).toHaveLength(30);
  const { call, id } = await bring(floor, agentOf('five9-cti', 3), () => {});
  // Names that call records carry are read once for each desk.
  await costOf('five9-cti', 'callRetrieve', { id });
  const { answer, cost } = await costOf('five9-cti', 'callHold', { id });
  expect(answer).toEqual({ call: { id, state: 'HELD' }, userErrors: [] });
  expect(call.state).toBe('HELD');
  expect(cost).toEqual({ getStatus: 2, toggleHold: 1 });
});

test('a status that confirmed one act does not answer for the next', async () => {
  const { id } = await bring(floor, agentOf('five9-cti', 4), () => {});
  for (const [name, state] of [
    ['callHold', 'HELD'],
    ['callRetrieve', 'CONNECTED'],
    ['callPark', 'PARKED'],
    ['callUnpark', 'CONNECTED'],
  ] as const)
    expect((await floor.act(name, { id }, 'call { state }')).call, name).toEqual({ state });
});

test('callDispose ends the call in the payload although the desk no longer lists it', async () => {
  const { id } = await bring(floor, agentOf('five9-cti', 5), () => {});
  const { answer } = await costOf('five9-cti', 'callDispose', { id, disposition: 'Resolved' });
  expect(answer).toMatchObject({ call: { id, state: 'ENDED' }, userErrors: [] });
});

test('callHold of a dialling agent asks the calls of that agent alone', async () => {
  const { id } = await bring(floor, agentOf('remote-control', 2), () => {});
  const { answer, cost } = await costOf('remote-control', 'callHold', { id });
  expect(answer).toMatchObject({ call: { state: 'HELD' }, userErrors: [] });
  // The directory of people, which knows the agent's phone, is at most read once.
  expect(cost).toEqual({ getcalls: 2, hold: 1, ...(cost.users && { users: 1 }) });
});
