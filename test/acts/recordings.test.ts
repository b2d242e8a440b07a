/** Recordings of a call that has several, and of a call that has just begun. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SimulatedCall, SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { type Floor, startFloor } from './floor.ts';

let floor: Floor;
let agents: SimulatedPerson[];
beforeAll(async () => {
  floor = await startFloor(5);
  agents = floor.centre.people.filter(({ carrier }) => carrier === 'five9-cti');
}, 30_000);
afterAll(() => floor.close());

/** A new call of another agent of the desk service each time, which the recorder records. */
async function recorded() {
  const { centre } = floor;
  const person = agents.shift();
  if (!person) throw new Error('no agent');
  agents.push(person);
  for (const call of centre.liveCalls(person)) centre.dispose(call, 'Resolved');
  const call = centre.dial(person, '+16145550143', null);
  centre.answer(call);
  return { call, person, callId: (await floor.callId(call)) ?? '' };
}

const statesOf = (call: SimulatedCall) =>
  floor.recorder
    .recordings()
    .filter((each) => each.call === call)
    .map(({ state }) => state);

test('a call that began after the calls were read is found by a recording act', async () => {
  const earlier = await recorded();
  expect(await floor.act('recordingPause', { callId: earlier.callId }, 'state')).toMatchObject({ state: 'PAUSED' });
  const read = await floor.act('callHold', { id: earlier.callId }, 'call { state }');
  expect(read).toEqual({ call: { state: 'HELD' }, userErrors: [] });
  const { call, callId } = await recorded();
  expect(await floor.act('recordingPause', { callId }, 'state')).toEqual({ state: 'PAUSED', userErrors: [] });
  expect(statesOf(call)).toEqual(['PAUSED']);
  expect(statesOf(earlier.call)).toEqual(['PAUSED']);
});

test('partial recordings of a call are paused together, and stopped one by one', async () => {
  const { call, callId } = await recorded();
  const act = (name: string) => floor.act(name, { callId }, 'state');
  expect(await act('recordingStart')).toEqual({ state: 'RECORDING', userErrors: [] });
  expect(statesOf(call)).toEqual(['RECORDING', 'RECORDING']);
  expect(await act('recordingPause')).toEqual({ state: 'PAUSED', userErrors: [] });
  expect(statesOf(call)).toEqual(['PAUSED', 'PAUSED']);
  expect(await act('recordingResume')).toEqual({ state: 'RECORDING', userErrors: [] });
  const first = await act('recordingStop');
  expect(first).toMatchObject({ state: 'RECORDING', userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
  expect(statesOf(call)).toEqual(['RECORDING', 'STOPPED']);
  expect(await act('recordingStop')).toEqual({ state: 'NOT_RECORDING', userErrors: [] });
  expect(statesOf(call)).toEqual(['STOPPED', 'STOPPED']);
});

test('partial recordings end with their call', async () => {
  const { call, callId } = await recorded();
  await floor.act('recordingStart', { callId }, 'state');
  await floor.act('callHangup', { id: callId }, 'call { state }');
  expect(statesOf(call)).toEqual(['STOPPED', 'STOPPED']);
});

test('no further recording is begun during a pause', async () => {
  const { call, person, callId } = await recorded();
  await floor.act('recordingPause', { callId }, 'state');
  for (const target of [{ callId }, { device: person.extension }]) {
    const { userErrors } = await floor.act('recordingStart', target, 'state');
    expect(userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION', message: expect.stringContaining('resume') }]);
  }
  expect(statesOf(call)).toEqual(['PAUSED']);
});

test('a phone with two recorded calls needs the call instance to begin another recording (R4)', async () => {
  const { centre } = floor;
  const { call: first, person } = await recorded();
  centre.hold(first);
  centre.parked.add(first);
  const second = centre.dial(person, '+16145550144', null);
  centre.answer(second);
  const device = person.extension;
  const { userErrors } = await floor.act('recordingStart', { device }, 'state');
  expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT' }]);
  const callInstance = first.recording?.callInstance;
  expect((await floor.act('recordingStart', { device, callInstance }, 'state')).userErrors).toEqual([]);
  expect([statesOf(first).length, statesOf(second).length]).toEqual([2, 1]);
});

test('of two active calls none is shown as connected by the word of the desk alone', async () => {
  const { centre } = floor;
  const { call: first, person, callId } = await recorded();
  centre.hold(first);
  centre.parked.add(first);
  centre.answer(centre.dial(person, '+16145550144', null));
  centre.parked.delete(first);
  centre.retrieve(first);
  const answer = await floor.act('callTransfer', { id: callId, toNumber: '+16145550199' }, 'call { state }');
  expect(answer).toEqual({ call: { state: 'UNKNOWN' }, userErrors: [] });
  expect(first.state).toBe('WRAP_UP');
});
