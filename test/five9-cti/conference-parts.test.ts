/** Parties of conferences, the payload of passed events, and calls that changed unseen: each part without a service. */
import { describe, expect, it } from 'vitest';
import type { DeskEvent } from '../../src/adapters/five9-cti/contract/events/index.ts';
import { livePartiesOf, noteParty, withoutParty } from '../../src/adapters/five9-cti/events/parties.ts';
import { vendorPayload } from '../../src/adapters/five9-cti/events/payload.ts';
import { callOfEvent, isUnnamed } from '../../src/adapters/five9-cti/events/steps.ts';
import { callsGone, stepOnLine } from '../../src/adapters/five9-cti/events/unseen.ts';
import { logged, talkingTo, unitDesks } from './unit-desks.ts';

const event = (_type: string, more: object = {}) => ({ _type, ...more }) as DeskEvent;

describe('the parties of a conference', () => {
  const added = (callSessionId: string, info: object) => event('conferenceParticipantAdded', { callSessionId, info });
  const removed = (callSessionId: string, info: object) =>
    event('conferenceParticipantRemoved', { callSessionId, info });

  it('are those that joined and did not leave, with their titles', () => {
    const { desk } = unitDesks();
    noteParty(desk, added('A', { callSessionId: 'P', customerTitle: 'Eva' }));
    noteParty(desk, added('A', { callSessionId: 'Q' }));
    expect(desk.partiesOf('A')).toEqual([
      { key: 'P', title: 'Eva' },
      { key: 'Q', title: null },
    ]);
    noteParty(desk, removed('A', { callSessionId: 'P', customerTitle: 'Eva' }));
    expect([desk.partiesOf('A'), desk.partyTitles.size]).toEqual([[{ key: 'Q', title: null }], 0]);
  });

  it('are not noted without both calls, nor of a call that joins itself, nor by other events', () => {
    const { desk } = unitDesks();
    noteParty(desk, added('A', { callSessionId: 'A' }));
    noteParty(desk, added('A', {}));
    noteParty(desk, added('', { callSessionId: 'P' }));
    noteParty(desk, event('conferenceError', { callSessionId: 'A', info: { callSessionId: 'P' } }));
    noteParty(desk, event('transferStarted'));
    expect([desk.parties.size, desk.consulting.size]).toEqual([0, 0]);
    noteParty(desk, event('transferStarted', { callSessionId: 'A' }));
    noteParty(desk, event('transferCompleted', { callSessionId: 'B' }));
    expect([...desk.consulting]).toEqual(['A']);
  });

  it('leave a connected call where the last of them leaves, if it had any', () => {
    const { desk } = unitDesks();
    const conference = (parties: object[]) => logged('A', 'CONFERENCED', { parties: parties as never });
    desk.calls.restore('A', conference([]));
    desk.requested.set('A', 'CONNECTED');
    expect(withoutParty(desk, 'A')).toEqual({ parties: [] });
    desk.calls.restore('A', conference([{ key: 'P', title: null }]));
    desk.parties.set('Q', 'A');
    expect(withoutParty(desk, 'A')).toEqual({ parties: [{ key: 'Q', title: null }] });
    expect(desk.requested.get('A')).toBe('CONNECTED');
    desk.parties.clear();
    expect(withoutParty(desk, 'A')).toEqual({ parties: [], state: 'CONNECTED' });
    expect(desk.requested.size).toBe(0);
    desk.calls.restore('A', { ...conference([{ key: 'P', title: null }]), state: 'HELD' });
    expect([withoutParty(desk, 'A'), withoutParty(desk, 'B')]).toEqual([{ parties: [] }, { parties: [] }]);
  });

  it('are live where they are calls of the desk that are neither parked nor over', () => {
    const { desk } = unitDesks();
    for (const party of ['P', 'Q', 'R', 'S']) desk.parties.set(party, 'A');
    desk.parties.set('T', 'B');
    for (const id of ['P', 'Q', 'R', 'T']) desk.calls.step(id, 'CONNECTED', desk.blank(id));
    desk.calls.step('Q', 'PARKED', desk.blank('Q'));
    desk.calls.step('R', 'ENDED', desk.blank('R'));
    expect(livePartiesOf(desk, 'A')).toEqual(['P']);
  });
});

describe('the payload of an event that is passed on', () => {
  it('has the documented fields without secrets', () => {
    const login = { username: 'ann', password: 'hunter22' };
    const payload = vendorPayload(event('forceSelfLogout', { loginInfo: login }));
    expect(payload).toEqual({ loginInfo: { username: 'ann' } });
  });

  it('has the fields of an undocumented event by their names, repeated ones as a list', () => {
    const others = [
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
      { name: 'a', value: '3' },
    ];
    expect(vendorPayload(event('somethingNew', { _other: others }))).toEqual({ a: ['1', '3'], b: '2' });
    expect([vendorPayload(event('somethingNew')), vendorPayload(event('toString'))]).toEqual([{}, {}]);
  });
});

describe('the call of an event', () => {
  it('is the named one, and for a hold without a name the only one on the line', () => {
    const { desk } = unitDesks();
    const hold = event('callOnHold');
    expect([isUnnamed(hold), isUnnamed(event('callOffHold', { callSessionId: '' }))]).toEqual([true, true]);
    expect([isUnnamed(event('callOnHold', { callSessionId: 'A' })), isUnnamed(event('callEnded'))]).toEqual([
      ...[false, false],
    ]);
    expect(callOfEvent(event('callEnded', { callSessionId: 'A' }), desk)).toBe('A');
    expect(callOfEvent(event('callEnded'), desk, talkingTo('A'))).toBeNull();
    expect([callOfEvent(hold, desk), callOfEvent(hold, desk, talkingTo('A'))]).toEqual([null, 'A']);
    expect(callOfEvent(hold, desk, talkingTo('A', 'B'))).toBeNull();
    desk.calls.step('C', 'CONNECTED', desk.blank('C'));
    desk.calls.step('R', 'STARTED', desk.blank('R'));
    expect([callOfEvent(hold, desk), callOfEvent(hold, desk, talkingTo('A'))]).toEqual(['C', 'C']);
    expect(callOfEvent(event('callOnHold', { callSessionId: null }), desk)).toBe('C');
    desk.calls.step('P', 'PARKED', desk.blank('P'));
    expect(callOfEvent(hold, desk)).toBe('C');
    desk.calls.step('D', 'HELD', desk.blank('D'));
    expect(callOfEvent(hold, desk, talkingTo('A'))).toBeNull();
  });
});

describe('calls that a status shows differently', () => {
  it('are over where it does not list them, parked ones only where it lists those', () => {
    for (const reading of ['not-in-status', 'in-status']) {
      const { desk } = unitDesks({ readings: { 'parked-calls': reading } });
      for (const id of ['A', 'B', 'P']) desk.calls.step(id, 'CONNECTED', desk.blank(id));
      desk.calls.step('P', 'PARKED', desk.blank('P'));
      expect(callsGone(desk, talkingTo('B')), reading).toEqual(reading === 'in-status' ? ['A', 'P'] : ['A']);
    }
  });

  it('are retrieved where a parked one alone is put through, which ends what acts noted of it', () => {
    const { desk } = unitDesks({ readings: { 'parked-calls': 'in-status' } });
    desk.calls.step('P', 'PARKED', desk.blank('P'));
    desk.parked.set('P', logged('P', 'PARKED'));
    const line = talkingTo('P');
    expect(stepOnLine(desk, { ...line, onCall: false })).toBeNull();
    expect(stepOnLine(desk, { ...line, callConnected: false })).toBeNull();
    expect(stepOnLine(desk, talkingTo('P', 'A'))).toBeNull();
    expect([stepOnLine(desk, talkingTo()), desk.parked.size]).toEqual([null, 1]);
    expect([stepOnLine(desk, line), desk.parked.size]).toEqual([{ id: 'P', step: 'RETRIEVED' }, 0]);
  });

  it('are put on hold or retrieved by the line where a reading says that it shows that', () => {
    const under = (reading: string) => {
      const { desk } = unitDesks({ readings: { 'held-line': reading } });
      const seen = (step: 'CONNECTED' | 'HELD' | 'STARTED', callConnected: boolean) => {
        desk.calls.restore('A', logged('A', step === 'STARTED' ? 'RINGING' : step));
        return stepOnLine(desk, { ...talkingTo('A'), callConnected })?.step ?? null;
      };
      return [
        seen('CONNECTED', false),
        seen('CONNECTED', true),
        seen('HELD', true),
        seen('HELD', false),
        seen('STARTED', false),
      ];
    };
    expect(under('not-connected')).toEqual(['HELD', null, 'RETRIEVED', null, null]);
    expect(under('connected')).toEqual([null, null, null, null, null]);
  });
});
