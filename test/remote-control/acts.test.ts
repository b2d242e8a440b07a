import { describe, expect, it } from 'vitest';
import type { SimulatedCall } from '../../src/simulators/centre/model.ts';
import { adapter, floor, openFloorEachTest, peopleOf } from './floor.ts';

openFloorEachTest();

type Act = (id: string) => Promise<unknown> | undefined;

const ACTS: Readonly<Record<string, { readonly send: Act; readonly operation: string; readonly changes: object }>> = {
  callHold: { send: (id) => adapter.callHold?.(id, {}, {}), operation: 'hold', changes: { state: 3 } },
  callHangup: {
    send: (id) => adapter.callHangup?.(id, {}, {}),
    operation: 'hangup',
    changes: { state: 4, recording: 0 },
  },
  callDispose: {
    send: (id) => adapter.callDispose?.(id, { disposition: 'Sale' }, {}),
    ...{ operation: 'dispose', changes: { state: null } },
  },
  recordingStop: {
    send: (id) => adapter.recordingStop?.({ call: id }, {}),
    ...{ operation: 'stoprecord', changes: { recording: 0 } },
  },
  recordingPause: {
    send: (id) => adapter.recordingPause?.({ call: id }, {}),
    ...{ operation: 'stoprecord', changes: { recording: 0 } },
  },
};
const names = Object.keys(ACTS);

interface Shown {
  readonly state: number | null;
  readonly recording: number;
}

/** The calls on a phone by their numbers at the vendor, as the vendor itself shows them. */
async function phone(UserID = floor.person.remoteId): Promise<Map<number, Shown>> {
  const calls = (await adapter.call('getcalls', { UserID }, {})) as Record<string, number>[];
  return new Map(
    calls.map(({ CallId = 0, CallState = 0, RecordingState = 0 }) => [
      CallId,
      { state: CallState, recording: RecordingState },
    ]),
  );
}

/** The phone as it was, save for the changes of one call; one whose state becomes null has left it. */
function changed(before: ReadonlyMap<number, Shown>, id: number, changes: Partial<Shown>): Map<number, Shown> {
  const after = new Map(before);
  after.set(id, { ...(before.get(id) as Shown), ...changes });
  if (changes.state === null) after.delete(id);
  return after;
}

const idOf = (call: Pick<SimulatedCall, 'remoteCallId' | 'startedAt'>) =>
  `${floor.person.remoteId}/${call.remoteCallId}@${call.startedAt.toISOString().replace('.000Z', 'Z')}`;

async function consultation(): Promise<{ first: SimulatedCall; secondId: number }> {
  const first = floor.callOf();
  floor.centre.hold(first);
  const input = { UserID: floor.person.remoteId, PhoneNum: '+16145550002' };
  const { CallId } = (await adapter.call('dial', input, {})) as { CallId: number };
  return { first, secondId: CallId };
}

describe('an act of remote-control (D13)', () => {
  it.each(names)('%s changes the one active call, as the vendor shows it', async (name) => {
    const act = ACTS[name];
    const call = floor.callOf();
    const before = await phone();
    await act?.send(idOf(call));
    expect(await phone()).toEqual(changed(before, call.remoteCallId, act?.changes ?? {}));
  });

  it.each(['callHold', 'callHangup', 'callDispose'])(
    '%s changes the second call alone of two active ones',
    async (name) => {
      const act = ACTS[name];
      const { secondId } = await consultation();
      const rows = (await adapter.calls?.({ agent: { nativeId: String(floor.person.remoteId) } }, {}))?.items ?? [];
      const second = rows.find(({ nativeId }) => nativeId.includes(`/${secondId}@`));
      const before = await phone();
      await act?.send(second?.nativeId ?? '');
      expect(await phone()).toEqual(changed(before, secondId, act?.changes ?? {}));
    },
  );

  it.each(['callHangup', 'callDispose', 'recordingStop'])(
    '%s changes only the call on hold of two active ones',
    async (name) => {
      const act = ACTS[name];
      const { first } = await consultation();
      const before = await phone();
      await act?.send(idOf(first));
      expect(await phone()).toEqual(changed(before, first.remoteCallId, act?.changes ?? {}));
    },
  );

  it.each(names)('%s on an ended call is NOT_FOUND and sends nothing', async (name) => {
    const call = floor.callOf();
    const id = idOf(call);
    floor.centre.dispose(call, 'Sale');
    const other = floor.callOf();
    const before = await phone();
    await expect(ACTS[name]?.send(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await phone()).toEqual(before);
    expect([other.state, floor.simulator.received.get(ACTS[name]?.operation ?? '')]).toEqual(['CONNECTED', undefined]);
  });

  it.each(names)('%s on a call whose id another has after a restart is NOT_FOUND and sends nothing', async (name) => {
    const call = floor.callOf();
    const id = idOf(call);
    floor.centre.dispose(call, 'Sale');
    floor.centre.advanceTo(new Date('2026-03-02T09:30:00.500Z'));
    floor.simulator.restartCallIds();
    floor.callOf();
    const before = await phone();
    expect([...before.keys()]).toEqual([1000]);
    await expect(ACTS[name]?.send(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await phone()).toEqual(before);
    expect(floor.simulator.received.get(ACTS[name]?.operation ?? '')).toBeUndefined();
  });

  it.each(names)('%s on a call without a start time is FAILED_PRECONDITION and asks nothing', async (name) => {
    const call = floor.callOf();
    const id = `${floor.person.remoteId}/${call.remoteCallId}@`;
    await expect(ACTS[name]?.send(id)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect([...floor.simulator.received.keys()]).toEqual([]);
  });

  it('callHold on a call that was put on hold meanwhile is refused by the vendor and leaves it on hold', async () => {
    const call = floor.callOf();
    floor.centre.hold(call);
    await expect(ACTS.callHold?.send(idOf(call))).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(call.state).toBe('HELD');
  });

  it('recordingStop on a call that is not recorded any more is refused, and records nothing', async () => {
    const call = floor.callOf();
    if (call.recording) floor.centre.stopRecording(call.recording);
    await ACTS.recordingStop?.send(idOf(call))?.catch(() => undefined);
    expect(call.recording?.state).toBe('STOPPED');
  });
});

// Guide, lines 157 to 161: goready puts the specified user into the ready status.
describe('agentSetReady of remote-control', () => {
  it('makes the agent ready that it names', async () => {
    const [other, ...further] = peopleOf(floor.centre).slice(1);
    for (const person of [floor.person, other, ...further]) if (person) floor.centre.setNotReady(person, null);
    await adapter.agentSetReady?.(String(other?.remoteId), {}, {});
    expect([other?.presence, floor.person.presence]).toEqual(['READY', 'NOT_READY']);
  });

  it('is refused for an agent that is not logged in', async () => {
    floor.centre.logOut(floor.person);
    const sent = adapter.agentSetReady?.(String(floor.person.remoteId), {}, {});
    await expect(sent).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(floor.person.presence).toBe('LOGGED_OUT');
  });
});

describe('a number for remote-control to dial', () => {
  it.each([
    ['+1 (555) 120-8111', '+15551208111'],
    ['1-555-120-8114', '15551208114'],
    ['+44 20 7946 0958', '+442079460958'],
    ['00123', '00123'],
  ])('written %s is dialled as %s', async (written, dialled) => {
    await adapter.callDial?.(String(floor.person.remoteId), { number: written }, {});
    expect(floor.centre.liveCalls(floor.person)[0]?.dnis).toBe(dialled);
  });

  it.each(['call me', '', '+', '555 x204'])('written "%s" is refused and nothing is dialled', async (number) => {
    const dialled = adapter.callDial?.(String(floor.person.remoteId), { number }, {});
    await expect(dialled).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['number'] });
    expect(floor.simulator.received.get('dial')).toBeUndefined();
  });
});

describe('the call that callDial of remote-control answers', () => {
  // Guide, line 24: CallStatus is an int without values, so that a call's direction may be unknown.
  it('goes out to the number, where the account maps no direction', async () => {
    const unmapped = floor.connect({ numbers: {} });
    const placed = await unmapped.callDial?.(String(floor.person.remoteId), { number: '+16145550003' }, {});
    expect(placed?.call).toMatchObject({ direction: 'OUTBOUND', from: null, to: '+16145550003' });
  });
});

describe('a recording of remote-control, which the vendor stops and continues', () => {
  it.each(['recordingStop', 'recordingPause'] as const)(
    'is not ended by %s where the call still shows it',
    async (name) => {
      const target = { call: idOf(floor.callOf()) };
      const mapped = floor.connect({ numbers: { recordingState: { 0: 'RECORDING', 1: 'RECORDING', 2: 'RECORDING' } } });
      const trouble = expect.stringContaining('does not show its effect');
      expect(await mapped[name]?.(target, {})).toEqual({ state: 'RECORDING', trouble });
    },
  );

  it('is in the state that the call shows, also where the act asked for another', async () => {
    const target = { call: idOf(floor.callOf()) };
    const mapped = floor.connect({ numbers: { recordingState: { 0: 'PAUSED', 1: 'RECORDING', 2: 'PAUSED' } } });
    expect(await mapped.recordingStop?.(target, {})).toEqual({ state: 'PAUSED' });
  });

  it('is paused and resumed by what the call then shows', async () => {
    const target = { call: idOf(floor.callOf()) };
    expect(await adapter.recordingPause?.(target, {})).toEqual({ state: 'NOT_RECORDING' });
    expect(await adapter.recordingResume?.(target, {})).toEqual({ state: 'RECORDING' });
  });
});

describe('callDial of remote-control for a contact', () => {
  const user = () => String(floor.person.remoteId);

  it('places the call for the lead that is named, not for the newest one with the number', async () => {
    const { dialler } = floor.simulator;
    const UserID = floor.person.remoteId;
    const PhoneNum = '+16145550177';
    const { CallId } = (await adapter.call('dial', { UserID, PhoneNum }, {})) as { CallId: number };
    const [first] = floor.centre.liveCalls(floor.person);
    if (!first) throw new Error('no call was placed');
    const lead = dialler.leadOf(first);
    await adapter.call('createnewlead', { UserID, CallID: CallId, PhoneNum }, {});
    expect(dialler.leadOf(first)).not.toBe(lead);
    floor.centre.dispose(first, 'Sale');
    const placed = await adapter.callDial?.(user(), { number: PhoneNum, contact: String(lead) }, {});
    const call = floor.centre.liveCalls(floor.person)[0];
    expect([placed?.call?.to, call && dialler.leadOf(call)]).toEqual([PhoneNum, lead]);
  });

  it.each(['999999', 'nobody'])('is NOT_FOUND for the lead %s, and nothing is dialled', async (contact) => {
    const sent = adapter.callDial?.(user(), { number: '+16145550177', contact }, {});
    await expect(sent).rejects.toMatchObject({ code: 'NOT_FOUND', argumentPath: ['contact'] });
    expect(floor.simulator.received.get('dial')).toBeUndefined();
  });
});
