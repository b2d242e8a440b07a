import { afterEach, describe, expect, it } from 'vitest';
import { vendor } from '../../src/adapters/remote-control/index.ts';
import { readings } from '../../src/adapters/remote-control/readings.ts';
import { type Floor, openFloor, peopleOf } from './floor.ts';

let floor: Floor;
afterEach(() => floor.close());

const every = readings.flatMap(({ id, readings: possible }) => possible.map((reading) => [id, reading.id] as const));
const forms = every.flatMap(([id, reading]) => ['xml', 'json'].map((format) => [id, reading, format] as const));

describe.each(forms)('remote-control with %s as %s, in %s', (id, reading, format) => {
  it('reads its lists, and no calls of a logged-out user', async () => {
    floor = await openFloor({ [id]: reading });
    const adapter = floor.connect({ format });
    expect((await adapter.agents?.({}, {}))?.items).toHaveLength(peopleOf(floor.centre).length);
    expect((await adapter.campaigns?.({}, {}))?.items).toHaveLength(4);
    expect((await adapter.skills?.({}, {}))?.items.map(({ name }) => name)).toEqual(floor.centre.skills);
    floor.centre.logOut(floor.person);
    expect((await adapter.calls?.({}, {}))?.items).toEqual([]);
  });

  it('dials, holds and stops recording the call it names, and answers what the vendor shows', async () => {
    floor = await openFloor({ [id]: reading });
    const adapter = floor.connect({ format });
    const answer = await adapter.callDial?.(String(floor.person.remoteId), { number: '+1 (614) 555-0001' }, {});
    const [call] = floor.centre.liveCalls(floor.person);
    if (!call) throw new Error('no call');
    floor.centre.answer(call);
    expect(call.dnis).toBe(id === 'plus' && reading === 'dropped' ? '16145550001' : '+16145550001');
    const [row] = (await adapter.calls?.({}, {}))?.items ?? [];
    expect(row).toMatchObject({ state: 'CONNECTED', direction: 'OUTBOUND', recordingState: 'RECORDING' });
    expect(answer?.call).toMatchObject({ nativeId: row?.nativeId, startedAt: row?.startedAt });
    expect(await adapter.recordingStop?.({ call: row?.nativeId ?? '' }, {})).toEqual({ state: 'NOT_RECORDING' });
    await adapter.callHold?.(row?.nativeId ?? '', {}, {});
    expect(call).toMatchObject({ state: 'HELD', recording: { state: 'STOPPED' } });
  });

  it('disposes of a call that was hung up, and of no other one that has its id', async () => {
    floor = await openFloor({ [id]: reading });
    const adapter = floor.connect({ format });
    const call = Object.assign(floor.callOf(), { customerName: 'Ann Bell' });
    const [row] = (await adapter.calls?.({}, {}))?.items ?? [];
    expect(row?.customerName).toBe('Ann Bell');
    await adapter.callHangup?.(row?.nativeId ?? '', {}, {});
    expect(call.state).toBe('WRAP_UP');
    await adapter.callDispose?.(row?.nativeId ?? '', { disposition: 'Resolved' }, {});
    expect(call).toMatchObject({ state: 'ENDED', disposition: 'Resolved' });
    floor.simulator.restartCallIds();
    floor.centre.advanceTo(new Date(floor.centre.now().getTime() + 1_000));
    const later = floor.callOf();
    await adapter.calls?.({}, {});
    floor.centre.hangUp(later);
    const again = adapter.callDispose?.(row?.nativeId ?? '', { disposition: 'Resolved' }, {});
    await expect(again).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(later.state).toBe('WRAP_UP');
  });

  it('continues when its token has expired', async () => {
    floor = await openFloor({ [id]: reading });
    const adapter = floor.connect({ format });
    await adapter.agents?.({}, {});
    floor.simulator.expireTokens();
    expect((await adapter.agents?.({}, {}))?.items).toHaveLength(peopleOf(floor.centre).length);
    expect(floor.simulator.received.get('apitoken')).toBe(2);
  });
});

// Guide, lines 113 and 114: AbandonThreshold and AcceptableQueueTime are ints without a unit.
it.each([
  ['seconds', 10, 30],
  ['milliseconds', 10_000, 30_000],
])(
  'times of queues in %s are answered as they are, and are no threshold of a service level',
  async (unit, lost, wait) => {
    floor = await openFloor({ 'queue-times': unit });
    const adapter = floor.connect();
    const [queue] = (await adapter.call('acdqueues', { UserID: floor.person.remoteId }, {})) as object[];
    expect(queue).toMatchObject({ AbandonThreshold: lost, AcceptableQueueTime: wait });
    expect(adapter.serviceLevels).toBeUndefined();
  },
);

// Guide, lines 23, 24, 28 and 96: CallState, CallStatus, RecordingState and Status are ints without values.
describe.each(['from-one', 'from-ten'])('numbers of remote-control written %s and mapped by no setting', (reading) => {
  it('are unknown, and no act on a recording is confirmed by them', async () => {
    floor = await openFloor({ numbers: reading });
    const adapter = floor.connect({ numbers: {} });
    const call = floor.callOf();
    const [row] = (await adapter.calls?.({}, {}))?.items ?? [];
    expect(row).toMatchObject({ state: 'UNKNOWN', direction: null, recordingState: 'UNKNOWN' });
    const target = { call: row?.nativeId ?? '' };
    const taken = { state: 'UNKNOWN', code: 'OUTCOME_UNKNOWN', trouble: expect.stringContaining('not confirmed') };
    expect(await adapter.recordingStop?.(target, {})).toEqual(taken);
    expect(call.recording?.state).toBe('STOPPED');
    expect(await adapter.recordingStart?.(target, {})).toEqual(taken);
    const states = (await adapter.campaigns?.({}, {}))?.items.map(({ state }) => state);
    for (const state of states ?? []) expect([null, 'NOT_RUNNING']).toContain(state);
  });
});

it('refuses a meaning that is no word of the plane, and a number that is none', async () => {
  floor = await openFloor();
  for (const callState of [{ 2: 'TALKING' }, { two: 'CONNECTED' }])
    expect(vendor.settings.safeParse({ ...floor.simulator.settings, numbers: { callState } }).success).toBe(false);
});
