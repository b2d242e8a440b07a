/** Acts on further parties, parked calls and recordings: what each sends and notes, and when it is refused. */
import { describe, expect, it } from 'vitest';
import { createActs } from '../../src/adapters/five9-cti/acts.ts';
import { createReads } from '../../src/adapters/five9-cti/reads.ts';
import { logged, refusal, refused, talkingTo, unitDesks } from './unit-desks.ts';

/** A desk that talks to the call A. */
function talking(choices: Parameters<typeof unitDesks>[0] = {}) {
  const world = unitDesks(choices);
  world.replies.getStatus = () => talkingTo({ callSessionId: 'A', number: '1' });
  return { ...world, acts: createActs(world.desks) };
}

const impossible = (message: string) => ({ code: 'FAILED_PRECONDITION', message });

describe('a parked call', () => {
  it('is noted with its facts until its event comes, and its requested state is dropped', async () => {
    const { acts, desk, sent } = talking();
    desk.requested.set('A', 'HELD');
    await acts.callPark('ann/A', {}, {});
    expect(sent()).toEqual([['parkCall', {}]]);
    expect([desk.requested.size, desk.parked.get('A')]).toMatchObject([
      ...[0, { nativeId: 'ann/A', state: 'PARKED', to: '1', agent: { nativeId: 'ann' } }],
    ]);
  });

  it.each(['PARKED', 'ENDED'] as const)('is not noted once an event reported it as %s', async (step) => {
    const { acts, desk, replies } = talking();
    replies.parkCall = () => void desk.calls.step('A', step, desk.blank('A'));
    await acts.callPark('ann/A', {}, {});
    expect(desk.parked.size).toBe(0);
  });

  it('is retrieved by its id, and is connected before its event', async () => {
    const { acts, desk, desks, replies, sent, operations } = talking();
    await desk.learn({});
    desk.listening = true;
    desk.calls.restore('A', logged('A', 'PARKED'));
    replies.getStatus = () => talkingTo();
    replies.retreiveCall = () => {
      replies.getStatus = () => talkingTo('A');
    };
    await acts.callUnpark('ann/A', {}, {});
    expect([sent(), desk.requested.get('A')]).toEqual([[['retreiveCall', { callSessionId: 'A' }]], 'CONNECTED']);
    const before = operations().length;
    const { items } = await createReads(desks, desk.dependencies).calls({ nativeIds: ['ann/A'] }, {});
    expect(items).toMatchObject([{ nativeId: 'ann/A', state: 'CONNECTED' }]);
    expect(operations().length, 'the status that confirmed the act is read').toBe(before);
  });

  it('that an act parked is retrieved though the status cannot be read afterwards, an unknown one has an unknown outcome', async () => {
    const { acts, desk, replies } = talking();
    replies.getStatus = () => talkingTo();
    replies.retreiveCall = () => {
      replies.getStatus = () => Promise.reject(refusal('UNAVAILABLE'));
    };
    desk.parked.set('A', logged('A', 'PARKED'));
    expect(await refused(acts.callUnpark('ann/A', {}, {}))).toBeNull();
    expect([desk.parked.size, desk.requested.get('A')]).toEqual([0, 'CONNECTED']);
    replies.getStatus = () => talkingTo();
    expect(await refused(acts.callUnpark('ann/B', {}, {}))).toEqual({
      ...{
        code: 'OUTCOME_UNKNOWN',
        message: 'The vendor accepted the request, and the call is not active; read the calls',
      },
    });
    expect(desk.requested.has('B')).toBe(false);
    replies.getStatus = () => talkingTo();
    replies.retreiveCall = () => {};
    expect(await refused(acts.callUnpark('ann/B', {}, {})), 'the status lists no call').toMatchObject({
      ...{ code: 'OUTCOME_UNKNOWN' },
    });
  });

  it('is retrieved where the status lists it, but not another call that is active, ended or beside an active one', async () => {
    const { acts, desk, replies, sent } = talking({ readings: { 'parked-calls': 'in-status' } });
    desk.parked.set('A', logged('A', 'PARKED'));
    expect(await refused(acts.callUnpark('ann/A', {}, {}))).toBeNull();
    expect(await refused(acts.callUnpark('ann/A', {}, {}))).toEqual(impossible('The call is not parked'));
    expect(await refused(acts.callUnpark('ann/B', {}, {}))).toEqual(
      impossible('The desk has another active call; end or park it first'),
    );
    desk.calls.restore('E', logged('E', 'CONNECTED'));
    desk.calls.step('E', 'ENDED', desk.blank('E'));
    replies.getStatus = () => talkingTo();
    expect(await refused(acts.callUnpark('ann/E', {}, {}))).toEqual(impossible('The call has ended'));
    expect(sent().length).toBe(1);
  });

  it('by an event is retrieved though the status does not list it afterwards', async () => {
    const { acts, desk, replies } = talking();
    replies.getStatus = () => talkingTo();
    desk.calls.restore('A', logged('A', 'PARKED'));
    expect(await refused(acts.callUnpark('ann/A', {}, {}))).toBeNull();
  });
});

describe('a transfer', () => {
  it('names its call and takes a disposition; a warm one begins a consultation', async () => {
    const { acts, desk, sent } = talking();
    await acts.callTransfer('ann/A', { number: '5', warm: true }, {});
    expect([desk.consulting.has('A'), desk.requested.get('A')]).toEqual([true, 'TRANSFERRING']);
    await acts.callTransfer('ann/A', { number: '5', warm: false, disposition: 'Sale' }, {});
    expect(desk.requested.size).toBe(0);
    const called = { callSessionId: 'A', number: '5', checkDnc: true };
    expect(sent()).toEqual([
      ['transferCall', { ...called, dispositionId: undefined, warm: true }],
      ['transferCall', { ...called, dispositionId: '301', warm: false }],
    ]);
    const other = talking();
    await other.acts.callTransfer('ann/A', { number: '5', warm: false }, {});
    expect(other.desk.consulting.size).toBe(0);
  });

  it.each([
    ['callTransferComplete', 'completeTransfer', undefined],
    ['callTransferCancel', 'cancelTransfer', 'CONNECTED'],
    ['callConferenceComplete', 'completeConference', 'CONFERENCED'],
    ['callConferenceCancel', 'cancelConference', undefined],
  ] as const)('or conference is ended by %s with %s, after which the call is %s', async (name, operation, state) => {
    const { acts, desk, sent } = talking();
    desk.consulting.add('A');
    desk.requested.set('A', 'TRANSFERRING');
    await acts[name]('ann/A', {}, {});
    expect([sent(), desk.consulting.size, desk.requested.get('A')]).toEqual([[[operation, {}]], 0, state]);
  });

  it('that is completed may leave another call on the line; one that is cancelled has an unknown outcome then', async () => {
    const after = async (
      name: 'callTransferComplete' | 'callTransferCancel' | 'callConferenceComplete' | 'callConferenceCancel',
      operation: string,
    ) => {
      const { acts, replies } = talking();
      replies[operation] = () => {
        replies.getStatus = () => talkingTo('A', 'B');
      };
      return (await refused(acts[name]('ann/A', {}, {})))?.code ?? null;
    };
    expect(await after('callTransferComplete', 'completeTransfer')).toBeNull();
    expect(await after('callConferenceComplete', 'completeConference')).toBeNull();
    expect(await after('callTransferCancel', 'cancelTransfer')).toBe('OUTCOME_UNKNOWN');
    expect(await after('callConferenceCancel', 'cancelConference')).toBe('OUTCOME_UNKNOWN');
  });
});

describe('a conference', () => {
  it('gets a party by its number, warm ones after a consultation', async () => {
    const { acts, desk, sent } = talking();
    await acts.callConference('ann/A', { number: '5', warm: false }, {});
    expect([desk.requested.get('A'), desk.consulting.size]).toEqual(['CONFERENCED', 0]);
    await acts.callConference('ann/A', { number: '5', warm: true }, {});
    expect([desk.requested.size, desk.consulting.has('A')]).toEqual([0, true]);
    const called = { numberToConference: '5', checkDnc: true };
    expect(sent()).toEqual([
      ['conferenceIn', { ...called, isWarmTransfer: false }],
      ['conferenceIn', { ...called, isWarmTransfer: true }],
    ]);
  });

  it('gets a call that is parked at the same desk by its id, which is its party at once', async () => {
    const { acts, desk, sent } = talking();
    await acts.callConference('ann/A', { other: 'ann/P', warm: true }, {});
    expect(sent()).toEqual([['addToConference', { callSessionId: 'P' }]]);
    expect([desk.parties.get('P'), desk.consulting.size, desk.requested.get('A')]).toEqual(['A', 0, 'CONFERENCED']);
  });

  it('gets no call of another desk', async () => {
    const { acts, sent } = talking({ agents: ['ann', 'bob'] });
    await expect(acts.callConference('ann/A', { other: 'bob/P', warm: false }, {})).rejects.toMatchObject({
      ...{ code: 'INVALID_ARGUMENT', argumentPath: ['otherId'] },
    });
    expect(sent()).toEqual([]);
  });

  it('is left with a disposition where one is given', async () => {
    const { acts, desk, sent, replies } = talking();
    desk.requested.set('A', 'CONFERENCED');
    await acts.callConferenceLeave('ann/A', { disposition: 'Sale' }, {});
    expect(desk.requested.size).toBe(0);
    await acts.callConferenceLeave('ann/A', {}, {});
    expect(sent()).toEqual([
      ['leaveConference', { dispositionId: '301' }],
      ['leaveConference', { dispositionId: undefined }],
    ]);
    replies.leaveConference = () => {
      replies.getStatus = () => talkingTo('B');
    };
    expect(await refused(acts.callConferenceLeave('ann/A', {}, {}))).toBeNull();
  });

  it.each([
    ['callPartyRemove', 'removeConferenceParticipant'],
    ['callPartyPark', 'parkConferenceParticipant'],
  ] as const)('loses one of its parties by %s, which sends %s', async (name, operation) => {
    const { acts, desk, sent } = talking();
    const act = (call: string, party: string) => acts[name](`ann/${call}`, { party }, {});
    desk.parties.set('P', 'A').set('Q', 'A').set('R', 'B');
    expect(await refused(act('X', 'P'))).toEqual({
      code: 'NOT_FOUND',
      message: "The call is not on this agent's line",
    });
    await expect(act('A', 'X')).rejects.toMatchObject({
      ...{ code: 'NOT_FOUND', message: 'The call has no such party', argumentPath: ['party'], account: 'floor' },
    });
    await act('A', 'P');
    expect([sent(), [...desk.parties.keys()], desk.requested.size]).toEqual([
      ...[[[operation, { callSessionId: 'P' }]], ['Q'], 0],
    ]);
    await act('A', 'Q');
    expect(desk.requested.get('A')).toBe('CONNECTED');
  });
});

describe('a recording', () => {
  it('is of the named call, or of the only active one of a session id or a phone', async () => {
    const { acts, desks, replies, sent } = talking({ agents: ['ann', 'bob'] });
    replies.getUserDetails = (_input, agent) => ({ extension: agent === 'ann' ? '4711' : '4712' });
    replies.getStatus = (_input, agent) => (agent === 'ann' ? talkingTo('A') : talkingTo('B'));
    const started = (target: object) => acts.recordingStart(target, {});
    expect(await started({ call: 'ann/A' })).toEqual({ state: 'RECORDING' });
    expect(await acts.recordingStop({ callId: 'B' }, {})).toEqual({ state: 'NOT_RECORDING' });
    expect(await started({ device: '4712' })).toEqual({ state: 'RECORDING' });
    expect(await started({ device: '4712', callId: 'B' })).toEqual({ state: 'RECORDING' });
    expect(sent().map(([, input]) => input)).toEqual([true, false, true, true].map((flag) => ({ flag })));
    expect(await refused(started({ device: '4712', callId: 'A' }))).toEqual({
      ...{ code: 'NOT_FOUND', message: 'No desk has that active call' },
    });
    await expect(started({})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['call'] });
    replies.getStatus = () => talkingTo('A');
    expect(await refused(started({ callId: 'A' }))).toEqual(impossible('Several calls are active; name one'));
    expect(desks.all.length).toBe(2);
  });

  it('starts and stops with the flags of the account', async () => {
    const { acts, sent } = talking({ readings: { 'record-flag': 'false-records' } });
    await acts.recordingStart({ call: 'ann/A' }, {});
    await acts.recordingStop({ call: 'ann/A' }, {});
    expect(sent().map(([, input]) => input)).toEqual([{ flag: false }, { flag: true }]);
  });

  it('has an unknown outcome where another call came', async () => {
    const { acts, replies } = talking();
    replies.recordCall = () => {
      replies.getStatus = () => talkingTo('B');
    };
    expect(await refused(acts.recordingStart({ call: 'ann/A' }, {}))).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });
});
