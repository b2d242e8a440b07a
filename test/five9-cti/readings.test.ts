/** One conversation under every reading of what the documents leave open, compared with the simulated centre's state. */
import { afterEach, describe, expect, it } from 'vitest';
import { readings } from '../../src/adapters/five9-cti/readings.ts';
import type { ChosenReadings, Readings } from '../../src/adapters/readings.ts';
import { simulator } from '../../src/simulators/five9-cti/index.ts';
import { until } from '../helpers/until.ts';
import { collect, connectTo } from './scripted.ts';
import { type DeskLine, failure, worldOf } from './world.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const all: Readings = readings;
const choices = all.flatMap(({ id, readings: possible }) => possible.map((one): ChosenReadings => ({ [id]: one.id })));
const opposite = Object.fromEntries(
  all.map(({ id, readings: possible, default: usual }) => [id, possible.find((one) => one.id !== usual)?.id ?? usual]),
);

/** The readings of a choice that an account has to be set to. */
function settingOf(chosen: ChosenReadings): ChosenReadings {
  return Object.fromEntries(Object.entries(chosen).filter(([id]) => all.find((row) => row.id === id)?.setting));
}

async function floorUnder(reading: ChosenReadings) {
  const centre = worldOf(9);
  const running = await simulator.start({ centre, port: 0, reading });
  const person = centre.people.find(
    (one) => one.carrier === 'five9-cti' && one.presence === 'READY' && centre.liveCalls(one).length === 0,
  );
  const desks = running.settings.desks as DeskLine[];
  const desk = desks.find(({ agent }) => agent === person?.userName);
  if (!person || !desk) throw new Error('no agent is idle');
  const adapter = connectTo([desk], { readings: settingOf(reading) });
  if (!adapter.events) throw new Error('no stream');
  const stream = collect(adapter.events);
  cleanups.push(running.close, () => adapter.close(), stream.stop);
  await until(() => running.received.get('checkEvent') !== undefined);
  return { centre, adapter, person, stream, desk };
}

type Floor = Awaited<ReturnType<typeof floorUnder>>;

/** An act of the adapter on a call; throws where it is missing. */
const acting =
  ({ adapter }: Floor, id: string) =>
  async (name: 'callHold' | 'callRetrieve' | 'callPark' | 'callUnpark' | 'callHangup' | 'callTransferCancel') => {
    const act = adapter[name];
    if (!act) throw new Error(`${name} is missing`);
    await act(id, {}, {});
  };

async function dialled(floor: Floor, number: string) {
  const { adapter, centre, person } = floor;
  const { call } = (await adapter.callDial?.(person.userName, { number }, {})) ?? {};
  const real = centre.liveCalls(person).find(({ dnis }) => dnis === number);
  if (!call || !real) throw new Error('there is no call');
  if (real.state === 'RINGING') centre.answer(real);
  const shown = async () => (await adapter.calls?.({ nativeIds: [call.nativeId] }, {}))?.items[0]?.state;
  return { real, id: call.nativeId, becomes: (state: string) => until(async () => (await shown()) === state) };
}

describe.each([...choices, opposite])('under %o', (reading) => {
  it('each act does what it says to the call it names, and presence is the centre’s', { timeout: 20_000 }, async () => {
    const floor = await floorUnder(reading);
    const { adapter, centre, person, stream } = floor;
    const { real, id, becomes } = await dialled(floor, '+15550000010');
    const act = acting(floor, id);
    await becomes('CONNECTED');
    await act('callHold');
    expect(real.state).toBe('HELD');
    await becomes('HELD');
    expect((await adapter.agents?.({}, {}))?.items[0]?.presence).toBe('ON_CALL');
    await act('callRetrieve');
    expect(real.state).toBe('CONNECTED');
    if (real.recording?.state !== 'RECORDING') await adapter.recordingStart?.({ call: id }, {});
    expect(real.recording?.state).toBe('RECORDING');
    await adapter.recordingStop?.({ call: id }, {});
    expect(real.recording?.state).toBe('STOPPED');
    await adapter.callTransfer?.(id, { number: '+15550000011', warm: true }, {});
    await becomes('TRANSFERRING');
    await act('callTransferCancel');
    await becomes('CONNECTED');
    await adapter.callConference?.(id, { number: '+15550000012', warm: true }, {});
    await adapter.callConferenceComplete?.(id, {}, {});
    await becomes('CONFERENCED');
    await act('callHangup');
    expect(real.state).toBe('WRAP_UP');
    await becomes('WRAP_UP');
    await adapter.callDispose?.(id, { disposition: '301' }, {});
    expect(real).toMatchObject({ state: 'ENDED', disposition: centre.dispositions[0] });
    const presences = () => stream.events.flatMap((event) => (event.kind === 'AGENT' ? [event.presence] : []));
    await until(() => presences().at(-1) === person.presence);
    expect(presences()).toEqual(expect.arrayContaining(['RINGING', 'ON_CALL', 'WRAP_UP']));
  });

  it('a parked call beside another is neither hit nor lost', { timeout: 20_000 }, async () => {
    const floor = await floorUnder(reading);
    const first = await dialled(floor, '+15550000010');
    await first.becomes('CONNECTED');
    await acting(floor, first.id)('callPark');
    await first.becomes('PARKED');
    const second = await dialled(floor, '+15550000013');
    await second.becomes('CONNECTED');
    for (const name of ['callHold', 'callHangup', 'callUnpark'] as const) {
      const refused = await failure(acting(floor, first.id)(name));
      expect(refused.code, name).toBe('FAILED_PRECONDITION');
    }
    expect(second.real.state).toBe('CONNECTED');
    await acting(floor, second.id)('callHangup');
    expect(second.real.state).toBe('WRAP_UP');
    await floor.adapter.callDispose?.(second.id, { disposition: '301' }, {});
    await acting(floor, first.id)('callUnpark');
    await first.becomes('CONNECTED');
    expect(first.real.state).toBe('CONNECTED');
  });
});

describe('a status that lists parked calls, in an account not set to it', () => {
  it('costs the acts beside a parked call, and reaches no other call', async () => {
    const floor = await floorUnder({ 'parked-calls': 'in-status' });
    const adapter = connectTo([floor.desk]);
    cleanups.push(() => adapter.close());
    const first = await dialled(floor, '+15550000010');
    await first.becomes('CONNECTED');
    await acting(floor, first.id)('callPark');
    await first.becomes('PARKED');
    const second = await dialled(floor, '+15550000013');
    const refused = await failure(adapter.callHangup?.(second.id, {}, {}) ?? Promise.resolve());
    expect(refused.code).toBe('FAILED_PRECONDITION');
    expect(second.real.state).toBe('CONNECTED');
  });
});

describe('a status that lists parked calls, at a desk without events', () => {
  it('lets no act on another call reach a parked one that was retrieved at the phone', async () => {
    const reading = { 'parked-calls': 'in-status', 'current-call': 'oldest' };
    const floor = await floorUnder(reading);
    const adapter = connectTo([floor.desk], { readings: settingOf(reading) });
    cleanups.push(() => adapter.close());
    const first = await dialled(floor, '+15550000010');
    await adapter.callPark?.(first.id, {}, {});
    const second = await dialled(floor, '+15550000013');
    floor.centre.parked.delete(first.real);
    floor.centre.retrieve(first.real);
    const refused = await failure(adapter.callHangup?.(second.id, {}, {}) ?? Promise.resolve());
    expect(refused.code).toBe('FAILED_PRECONDITION');
    expect([first.real.state, second.real.state]).toEqual(['CONNECTED', 'CONNECTED']);
  });
});
