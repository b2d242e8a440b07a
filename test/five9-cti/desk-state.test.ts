/** State of one desk: its calls by events, by acts of this gateway and by the status, where they differ. */
import { describe, expect, it, vi } from 'vitest';
import type { CallState } from '../../schema/vocabulary.ts';
import { CONFIRMATION_AGE_MS } from '../../src/adapters/five9-cti/client/desk.ts';
import type { DeskEvent } from '../../src/adapters/five9-cti/contract/events/index.ts';
import type { CurrentCall, DeskStatus } from '../../src/adapters/five9-cti/quirks.ts';
import { logged, refusal, talkingTo, unitDesks } from './unit-desks.ts';

const RINGING: DeskStatus = { ...talkingTo('A'), callConnected: false };
const OVER: DeskStatus = { ...talkingTo('A'), onCall: false, callConnected: false };
const info = (id = 'A', more: object = {}): CurrentCall => ({ callSessionId: id, ...more });
const event = (_type: string, more: object = {}) => ({ _type, ...more }) as DeskEvent;

/** A desk whose events arrive and report the call A in a state. */
function deskWith(state: CallState | null, choices?: Parameters<typeof unitDesks>[0]) {
  const world = unitDesks(choices);
  world.desk.listening = true;
  if (state) world.desk.calls.restore('A', logged('A', state));
  return world;
}

describe('the shown state of a call', () => {
  const shown = (known: CallState | null, status: DeskStatus, listening = true) => {
    const { desk } = deskWith(known);
    desk.listening = listening;
    return desk.record(info(), status).state;
  };

  it('is that of the events, unless the line is ahead of them', () => {
    expect([shown('HELD', talkingTo('A')), shown('HELD', RINGING), shown('HELD', OVER)]).toEqual([
      ...['HELD', 'HELD', 'WRAP_UP'],
    ]);
    expect([shown('RINGING', RINGING), shown('RINGING', talkingTo('A')), shown('RINGING', OVER)]).toEqual([
      ...['RINGING', 'CONNECTED', 'WRAP_UP'],
    ]);
    expect([shown('RINGING', talkingTo('A', 'B')), shown('CONNECTED', RINGING)]).toEqual(['RINGING', 'CONNECTED']);
    expect(shown('HELD', { ...talkingTo('A', 'B'), onCall: false, callConnected: false })).toBe('WRAP_UP');
  });

  it('is that of the line alone where no events report it, if that has one call', () => {
    const known = [shown('HELD', talkingTo('A'), false), shown(null, talkingTo('A')), shown('ENDED', RINGING)];
    expect(known).toEqual(['CONNECTED', 'CONNECTED', 'RINGING']);
    expect([shown(null, talkingTo('A', 'B')), shown(null, OVER)]).toEqual(['UNKNOWN', 'WRAP_UP']);
    const both = { ...talkingTo('A', 'B'), onCall: false, callConnected: false };
    expect(shown(null, both)).toBe('WRAP_UP');
  });

  it('is the one that an act requested, unless the line rings anew or is over', () => {
    const after = (requested: CallState, status: DeskStatus, known: CallState = 'CONNECTED') => {
      const { desk } = deskWith(known);
      desk.requested.set('A', requested);
      return desk.record(info(), status).state;
    };
    expect([after('HELD', talkingTo('A')), after('HELD', OVER)]).toEqual(['HELD', 'WRAP_UP']);
    expect(after('HELD', RINGING, 'RINGING'), 'the line of a call on hold may look as if it rang').toBe('HELD');
    expect(after('CONNECTED', RINGING, 'RINGING')).toBe('RINGING');
    expect(after('CONNECTED', talkingTo('A'), 'HELD')).toBe('CONNECTED');
  });

  it('is PARKED for a call that the status lists, by its event or by an act where parked calls are listed', () => {
    const state = (reading: string, known: CallState, note: 'parked' | 'requested' | null) => {
      const { desk } = deskWith(known, { readings: { 'parked-calls': reading } });
      if (note === 'parked') desk.parked.set('A', logged('A', 'PARKED'));
      if (note === 'requested') desk.requested.set('A', 'CONNECTED');
      return desk.record(info(), talkingTo('A')).state;
    };
    expect([state('not-in-status', 'PARKED', null), state('not-in-status', 'PARKED', 'requested')]).toEqual([
      ...['PARKED', 'CONNECTED'],
    ]);
    expect([state('in-status', 'CONNECTED', 'parked'), state('not-in-status', 'CONNECTED', 'parked')]).toEqual([
      ...['PARKED', 'CONNECTED'],
    ]);
  });

  it('comes with the facts of the status and the parties of the conference', () => {
    const { desk } = deskWith('CONFERENCED');
    desk.parties.set('P', 'A');
    expect(desk.record(info('A', { ani: '1', number: '1', dnis: '2' }), talkingTo('A', 'P'))).toMatchObject({
      ...{ nativeId: 'ann/A', state: 'CONFERENCED', from: '1', to: '2', direction: 'INBOUND' },
      ...{ startedAt: '2026-03-02T09:59:00.000Z', parties: [{ key: 'P', title: null }] },
    });
    expect(desk.facts({ ani: '', dnis: '', number: '' })).toMatchObject({ from: null, to: null });
    expect(desk.facts({ number: '5' })).toMatchObject({ from: null, to: '5', campaign: null });
    expect([desk.facts({ transfer: true }).byTransfer, 'byTransfer' in desk.facts({})]).toEqual([true, false]);
  });
});

describe('the known state of a call', () => {
  it('is that of an act, else of the events where they arrive, and ENDED at any time', () => {
    const { desk } = deskWith('CONNECTED');
    const states = [desk.stateOf('A'), desk.stateOf('B')];
    desk.listening = false;
    states.push(desk.stateOf('A'));
    expect(states).toEqual(['CONNECTED', undefined, undefined]);
    expect(desk.statesIn(talkingTo('A', 'B')), 'of the last events').toEqual(['CONNECTED']);
    desk.requested.set('A', 'HELD');
    expect([desk.stateOf('A'), desk.statesIn(talkingTo('A'))]).toEqual(['HELD', ['HELD']]);
    desk.parked.set('A', logged('A', 'PARKED'));
    expect(desk.stateOf('A')).toBe('PARKED');
    desk.calls.step('E', 'ENDED', desk.blank('E'));
    expect(desk.stateOf('E')).toBe('ENDED');
  });

  it('takes parked calls from a status, but not those without an id', () => {
    const { desk } = deskWith('PARKED');
    const calls = [info('A'), info('B'), { number: '5' }];
    expect(desk.withoutParked({ loggedIn: true, currentCall: calls })).toEqual({
      ...{ loggedIn: true, currentCall: [info('B'), { number: '5' }] },
    });
    expect(desk.withoutParked({ loggedIn: true })).toEqual({ loggedIn: true, currentCall: [] });
  });

  it('is requested until an event confirms it or the call is over', () => {
    const { desk } = deskWith('HELD');
    desk.expect('A', 'HELD');
    expect(desk.requested.size, 'an event was earlier').toBe(0);
    desk.expect('A', 'CONNECTED');
    desk.settle('A', 'HELD');
    expect(desk.requested.get('A')).toBe('CONNECTED');
    desk.expect('A', 'HELD');
    expect(desk.requested.size, 'the state is back').toBe(0);
    desk.listening = false;
    desk.expect('A', 'HELD');
    expect(desk.requested.get('A'), 'no event would confirm it').toBe('HELD');
    desk.settle('A', 'HELD');
    expect(desk.requested.size).toBe(0);
  });

  it.each<[CallState, readonly number[]]>([
    ['CONNECTED', [1, 1, 1, 1]],
    ['PARKED', [1, 0, 1, 1]],
    ['CONFERENCED', [1, 1, 0, 1]],
    ['WRAP_UP', [0, 0, 0, 0]],
    ['ENDED', [0, 0, 0, 0]],
  ])('by an event that it is %s ends what acts noted of the call', (state, left) => {
    const { desk } = deskWith('CONNECTED');
    desk.requested.set('A', 'HELD').set('B', 'HELD');
    desk.parked.set('A', logged('A', 'PARKED')).set('B', logged('B', 'PARKED'));
    desk.consulting.add('A').add('B');
    desk.parties.set('P', 'A').set('Q', 'B');
    desk.settle('A', state);
    const sizes = [desk.requested, desk.parked, desk.consulting, desk.parties].map(({ size }) => size - 1);
    expect(sizes).toEqual(left);
    expect([desk.parked.has('B'), desk.parties.has('Q')]).toEqual([true, true]);
  });
});

describe('the calls of a status', () => {
  it('are those that are no parties of one that it lists too', () => {
    const { desk } = unitDesks();
    desk.parties.set('P', 'A').set('Q', 'X');
    expect(desk.callsIn(talkingTo('A', 'P', 'Q', 'B')).map(({ callSessionId }) => callSessionId)).toEqual([
      ...['A', 'Q', 'B'],
    ]);
  });

  it('are not known by events before the desk is listened to', () => {
    const { desk } = unitDesks();
    desk.calls.restore('A', logged('A', 'HELD'));
    expect([desk.listening, desk.stateOf('A')]).toEqual([false, undefined]);
  });
});

describe('what acts noted of calls', () => {
  it.each([
    ['not-in-status', ['B']],
    ['in-status', ['A', 'B']],
  ])('remains where the status does not show otherwise, parked calls being %s', (reading, parked) => {
    const { desk } = deskWith(null, { readings: { 'parked-calls': reading } });
    for (const id of ['A', 'B']) {
      desk.requested.set(id, 'HELD');
      desk.parked.set(id, logged(id, 'PARKED'));
      desk.consulting.add(id);
      desk.parties.set(`P${id}`, id);
    }
    desk.reconcile(talkingTo('A'));
    expect([[...desk.requested.keys()], [...desk.consulting], [...desk.parties]]).toEqual([
      ...[['A'], ['A'], [['PA', 'A']]],
    ]);
    expect([...desk.parked.keys()]).toEqual(parked);
  });

  it('remains where it was noted while the status was on its way, which may be older', async () => {
    let answer = (_: DeskStatus) => {};
    const getStatus = () =>
      new Promise<DeskStatus>((done) => {
        answer = done;
      });
    const { desk } = deskWith(null, { answers: { getStatus } });
    desk.parties.set('P1', 'A');
    desk.requested.set('A', 'HELD');
    const reading = desk.status({});
    desk.parties.set('P2', 'B');
    desk.requested.set('B', 'CONNECTED');
    desk.consulting.add('B');
    desk.parked.set('C', logged('C', 'PARKED'));
    answer(talkingTo('C'));
    desk.reconcile(await reading);
    expect([[...desk.parties], [...desk.requested.keys()]]).toEqual([[['P2', 'B']], ['B']]);
    expect([[...desk.consulting], [...desk.parked.keys()]]).toEqual([['B'], ['C']]);
    const later = desk.status({});
    answer(talkingTo('C'));
    desk.reconcile(await later);
    expect([desk.parties.size, desk.requested.size, desk.consulting.size, desk.parked.size]).toEqual([0, 0, 0, 0]);
  });

  it('is of one act after the other, also where the first one fails', async () => {
    const { desk } = deskWith(null);
    const order: string[] = [];
    const first = desk.exclusively(async () => {
      await new Promise(setImmediate);
      order.push('first');
      throw refusal('UNAVAILABLE');
    });
    const second = desk.exclusively(async () => order.push('second'));
    await expect(first).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect([await second, order]).toEqual([2, ['first', 'second']]);
  });

  it('is confirmed by a status that one read within a quarter of a second takes', async () => {
    const { desk } = deskWith(null);
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1_000);
    const isTaken = async (at: number) => {
      clock.mockReturnValue(at);
      return (await desk.statusAfterAct({})).onCall;
    };
    desk.confirmBy(talkingTo('A'));
    const last = 1_000 + CONFIRMATION_AGE_MS - 1;
    expect([await isTaken(last), await isTaken(last)]).toEqual([true, false]);
    clock.mockReturnValue(1_000);
    desk.confirmBy(talkingTo('A'));
    expect(await isTaken(last + 1)).toBe(false);
    clock.mockRestore();
  });
});

describe('calls that the event log has', () => {
  it('are those of the desk that have not ended, with the parties of their conferences', () => {
    const { desk } = deskWith(null);
    const other = { ...logged('X', 'CONNECTED'), nativeId: 'bob/X' };
    desk.restore([logged('A', 'CONFERENCED', { parties: [{ key: 'P', title: null }] }), logged('E', 'ENDED'), other]);
    expect([[...desk.calls.known()], [...desk.parties]]).toEqual([['A'], [['P', 'A']]]);
  });
});

describe('the names that an event needs', () => {
  it.each([
    [
      event('callsQueueUpdated', { calls: [{ campaignId: '11' }, { campaignId: '11' }] }),
      ['getUserDetails', 'getAvailableCampaigns'],
    ],
    [event('callsQueueUpdated', { calls: [{}] }), []],
    [event('callsQueueUpdated'), []],
    [event('callbackAdded', { info: { id: '1', campaignId: '11' } }), ['getUserDetails', 'getAvailableCampaigns']],
    [event('incomingCall', { callinfo: info() }), ['getUserDetails', 'getAvailableCampaigns']],
    [event('readyStateChanged', { reasonCodeId: '502' }), ['getNotReadyReasonCodes']],
    [event('readyStateChanged', { reasonCodeId: '0' }), []],
    [event('callEnded', { callSessionId: 'A' }), []],
    [event('callEndedByACW', { callSessionId: 'A', dispositionId: '301' }), ['getCampaignDispositions']],
    [event('callEndedByACW', { callSessionId: 'A' }), []],
    [event('callEndedByACW', { callSessionId: 'B', dispositionId: '301' }), []],
    [event('callEndedByACW', { dispositionId: '301' }), []],
  ])('%j are read before it, once', async (needy, asked) => {
    const { desk, operations } = deskWith(null);
    desk.calls.restore('A', logged('A', 'WRAP_UP', { campaign: { nativeId: '11', name: null } }));
    await desk.prepare(needy, {});
    expect(operations()).toEqual(asked);
    await desk.prepare(needy, {});
    expect(operations(), 'they are known').toEqual(asked);
  });

  it('are missing where the service refuses them', async () => {
    const { desk, replies } = deskWith(null);
    desk.calls.restore('A', logged('A', 'WRAP_UP', { campaign: { nativeId: '11', name: null } }));
    for (const name of ['getCampaignDispositions', 'getNotReadyReasonCodes', 'getUserDetails', 'getAvailableCampaigns'])
      replies[name] = () => Promise.reject(refusal('PERMISSION_DENIED'));
    await desk.prepare(event('callEndedByACW', { callSessionId: 'A', dispositionId: '301' }), {});
    await desk.prepare(event('readyStateChanged', { reasonCodeId: '502' }), {});
    await desk.prepare(event('incomingCall', { callinfo: info('A', { campaignId: '11' }) }), {});
    expect([desk.dispositionName('301'), desk.reasonName('502'), desk.campaign('11')]).toEqual([
      ...['301', '502', { nativeId: '11', name: null }],
    ]);
  });
});
