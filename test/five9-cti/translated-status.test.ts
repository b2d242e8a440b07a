/** Changes that a desk's status shows, those that only a status explains, and those of conferences, queues and presence. */
import { describe, expect, it } from 'vitest';
import type { DeskEvent } from '../../src/adapters/five9-cti/contract/events/index.ts';
import type { DeskStatus } from '../../src/adapters/five9-cti/quirks.ts';
import { inBrief, logged, START, talkingTo, translating } from './unit-desks.ts';

const NOW = new Date(START).toISOString();

const incoming = (id: string) => ({ _type: 'incomingCall', callinfo: { callSessionId: id } });
const named = (_type: string, id: string, more: object = {}) => ({ _type, callSessionId: id, ...more });
const shows = (status: DeskStatus) => ({ _type: 'updateStatus', status });
const idle: DeskStatus = { loggedIn: true, ready: true, onCall: false, callConnected: false, currentCall: [] };

describe('the status is read for an event', () => {
  it.each([
    [{ _type: 'readyStateChanged', reasonCodeId: '502' }, false],
    [{ _type: 'readyStateChanged', reasonCodeId: '0' }, true],
    [{ _type: 'loginProcessFinished', successfull: true }, true],
    [{ _type: 'loginProcessFinished', successfull: false }, false],
    [named('callStarted', 'B'), true],
    [named('callStarted', 'A'), false],
    [{ _type: 'callStarted' }, false],
    [named('callEnded', 'B'), false],
    [{ _type: 'callOnHold' }, false],
    [named('callOnHold', 'B'), false],
  ])('%j only where it does not suffice: %s', (event, needs) => {
    const { translator, changes } = translating();
    changes(incoming('A'), named('callStarted', 'A'));
    expect(translator.needsStatus(event as DeskEvent)).toBe(needs);
  });

  it('of a hold without a call where none or several are on the line', () => {
    const { translator, changes } = translating();
    const needs = () => translator.needsStatus({ _type: 'callOnHold' });
    expect(needs()).toBe(true);
    changes(named('callStarted', 'A'));
    expect(needs()).toBe(false);
    changes(named('callStarted', 'B'));
    expect(needs()).toBe(true);
    changes(named('callParked', 'B'));
    expect(needs(), 'a parked call is not on the line').toBe(false);
  });
});

describe('a hold without a call', () => {
  it('is of the only call on the line, else of the only one that the status lists', () => {
    const { of, changes } = translating();
    expect(inBrief(of({ _type: 'callOnHold' }))).toEqual(['VENDOR callOnHold']);
    expect(inBrief(of({ _type: 'callOnHold' }, talkingTo('A')))).toEqual(['CALL HELD A HELD']);
    expect(inBrief(of({ _type: 'callOffHold' }, talkingTo('B')))).toEqual(['CALL RETRIEVED A CONNECTED']);
    changes(named('callStarted', 'B'));
    expect(inBrief(of({ _type: 'callOnHold' }, talkingTo('A')))).toEqual(['VENDOR callOnHold']);
  });
});

describe('an updated status', () => {
  it('begins and connects a single call, and ends its line', () => {
    const { changes } = translating();
    expect(changes({ _type: 'updateStatus' })).toEqual([]);
    expect(changes(shows(talkingTo('A')))).toEqual(['CALL STARTED A RINGING', 'CALL CONNECTED A CONNECTED']);
    const after = { ...talkingTo('A'), onCall: false, callConnected: false };
    expect(changes(shows(after))).toEqual(['CALL WRAP_UP A WRAP_UP', 'AGENT PRESENCE_CHANGED WRAP_UP']);
  });

  it('connects neither of two calls, but ends the lines of both', () => {
    const { changes } = translating();
    expect(changes(shows(talkingTo('A', 'B')))).toEqual(['CALL STARTED A RINGING', 'CALL STARTED B RINGING']);
    expect(changes(shows({ ...talkingTo('A', 'B'), onCall: false, callConnected: false }))).toEqual([
      ...['CALL WRAP_UP A WRAP_UP', 'CALL WRAP_UP B WRAP_UP', 'AGENT PRESENCE_CHANGED WRAP_UP'],
    ]);
  });

  it('leaves a ringing call ringing and a parked one parked', () => {
    const { changes } = translating();
    expect(changes(shows({ ...talkingTo('A'), callConnected: false }))).toEqual(['CALL STARTED A RINGING']);
    expect(changes(named('callParked', 'A'))[0]).toBe('CALL PARKED A PARKED');
    expect(changes(shows({ ...idle, currentCall: [{ callSessionId: 'A' }] }))).not.toContain('CALL WRAP_UP A WRAP_UP');
  });
});

describe('changes that no event reported', () => {
  it('are late, and without a time of their begin', () => {
    const { translator, desk } = translating();
    desk.restore([logged('O', 'CONNECTED')]);
    const events = translator.missed(talkingTo('A'), undefined);
    expect(inBrief(events)).toEqual([
      ...['CALL ENDED O ENDED late', 'CALL STARTED A RINGING late', 'CALL CONNECTED A CONNECTED late'],
    ]);
    expect(events).toMatchObject([
      { call: { endedAt: NOW } },
      { occurredAt: NOW, call: { startedAt: null, connectedAt: null } },
      { call: { startedAt: null, connectedAt: null } },
    ]);
    expect(desk.doing).toBeNull();
  });

  it('are followed by events with their times again', () => {
    const { translator, of, desk } = translating();
    translator.missed(idle, undefined);
    expect(of(incoming('B'))).toMatchObject([
      { call: { startedAt: NOW } },
      { kind: 'AGENT', presence: 'RINGING', fingerprint: `ann/PRESENCE_CHANGED/${START}.1` },
    ]);
    expect(desk.doing).toEqual({ presence: 'RINGING', since: NOW });
  });

  it('include the presence, since an unknown time', () => {
    const { translator, desk } = translating();
    translator.missed(idle, undefined);
    const events = translator.missed({ ...idle, ready: false }, undefined);
    expect(inBrief(events)).toEqual(['AGENT PRESENCE_CHANGED NOT_READY late']);
    expect(desk.doing).toBeNull();
  });

  it('include callbacks, from the second list', () => {
    const { translator } = translating();
    const callback = (id: string) => ({ nativeId: `ann/${id}`, number: id }) as never;
    expect(translator.missed(idle, [callback('1')])).toEqual([]);
    expect(translator.missed(idle, undefined)).toEqual([]);
    expect(translator.missed(idle, [callback('1'), callback('2')])).toMatchObject([
      ...[
        {
          kind: 'CALLBACK',
          type: 'ADDED',
          subject: 'ann/2',
          late: true,
          fingerprint: `ann/2/CALLBACK_ADDED/${START}.1`,
        },
      ],
    ]);
  });

  it('end the parties of a conference with it', () => {
    const { translator, desk, changes } = translating();
    changes(named('callStarted', 'A'), named('callStarted', 'P'));
    changes(named('conferenceParticipantAdded', 'A', { info: { callSessionId: 'P' } }));
    expect(inBrief(translator.missed(idle, undefined))).toEqual(['CALL ENDED A ENDED late', 'CALL ENDED P ENDED late']);
    expect(desk.parties.size).toBe(0);
  });
});

describe('a conference', () => {
  const added = (id: string, title?: string) =>
    named('conferenceParticipantAdded', 'A', { info: { callSessionId: id, ...(title && { customerTitle: title }) } });
  const removed = (id: string) => named('conferenceParticipantRemoved', 'A', { info: { callSessionId: id } });

  it('has the parties that joined and did not leave, and is a connected call without any', () => {
    const { of, desk, changes } = translating();
    changes(incoming('A'), named('callStarted', 'A'));
    const [first, second, again] = [of(added('P', 'Eva')), of(added('Q')), of(added('Q'))];
    expect(first).toMatchObject([{ type: 'CONFERENCED', call: { parties: [{ key: 'P', title: 'Eva' }] } }]);
    expect(second).toMatchObject([{ type: 'UPDATED', call: { parties: [{ key: 'P' }, { key: 'Q', title: null }] } }]);
    expect(inBrief(again)).toEqual(['VENDOR conferenceParticipantAdded']);
    expect(second[0]?.fingerprint).toBe(`ann/A/UPDATED/${START}.2`);
    expect(of(removed('P'))).toMatchObject([
      { type: 'UPDATED', call: { state: 'CONFERENCED', parties: [{ key: 'Q' }] } },
    ]);
    desk.expect('A', 'CONNECTED');
    expect(of(removed('Q'))).toMatchObject([{ type: 'UPDATED', call: { state: 'CONNECTED', parties: [] } }]);
    expect([desk.requested.size, desk.partyTitles.size]).toEqual([0, 0]);
    expect(inBrief(of(removed('Q')))).toEqual(['VENDOR conferenceParticipantRemoved']);
    expect(inBrief(of({ _type: 'conferenceParticipantAdded', info: { callSessionId: 'R' } }))).toEqual([
      'VENDOR conferenceParticipantAdded',
    ]);
  });

  it('that is over at once ends the parties that a status showed as calls', () => {
    const { changes } = translating();
    changes(named('callStarted', 'A'), named('callStarted', 'P'), added('P'));
    expect(changes(named('callFinished', 'A'))).toEqual(['CALL ENDED A ENDED', 'CALL ENDED P ENDED']);
  });

  it('ends with its parties, but for one that was parked', () => {
    const { changes, desk } = translating();
    changes(named('callStarted', 'A'), named('callStarted', 'P'), named('callStarted', 'Q'), added('P'), added('Q'));
    changes(named('callParked', 'Q'));
    expect(changes(named('callEnded', 'A'))).toEqual([...['CALL WRAP_UP A WRAP_UP', 'CALL ENDED P ENDED']]);
    const [ended] = [desk.calls.get('A')?.parties];
    expect(ended).toEqual([
      { key: 'P', title: null },
      { key: 'Q', title: null },
    ]);
    expect(changes(named('callFinished', 'A'))).toEqual(['CALL ENDED A ENDED']);
    expect([desk.calls.get('A')?.parties, desk.calls.get('Q')?.state]).toEqual([[], 'PARKED']);
  });
});

describe('a call that waits', () => {
  const waiting = (...ids: string[]) => ({
    _type: 'callsQueueUpdated',
    calls: ids.map((id) => ({ callSessionId: id })),
  });

  it('begins with the list of the desk and ends where it is abandoned', () => {
    const { of, desks } = translating();
    expect(inBrief(of(waiting('W')))).toEqual(['CALL STARTED W QUEUED']);
    expect(of({ _type: 'callsQueueUpdated' })).toEqual([]);
    expect(of(named('callAbandoned', 'W'))).toMatchObject([{ type: 'ENDED', call: { leftQueue: 'ABANDONED' } }]);
    expect([of(named('callAbandoned', 'W')), of({ _type: 'callAbandoned' }), desks.queue.calls]).toEqual([[], [], []]);
  });

  it('is not the abandoned call that this desk has', () => {
    const { of, changes } = translating();
    changes(incoming('A'));
    expect(inBrief(of(named('callAbandoned', 'A')))).toEqual(['CALL ENDED A ENDED']);
  });
});

describe('the presence of the agent', () => {
  it('follows from events of calls and of the session, but not from others', () => {
    const { of, changes, desk } = translating();
    changes(shows(idle));
    expect(changes(incoming('A'), named('callStarted', 'A'))).toEqual([
      ...['CALL STARTED A RINGING', 'AGENT PRESENCE_CHANGED RINGING'],
      ...['CALL CONNECTED A CONNECTED', 'AGENT PRESENCE_CHANGED ON_CALL'],
    ]);
    desk.calls.step('A', 'ENDED', desk.blank('A'));
    expect(inBrief(of({ _type: 'openURL' })), 'an event of no call').toEqual(['VENDOR openURL']);
    expect(of({ _type: 'readyStateChanged', reasonCodeId: '502' })).toMatchObject([
      {
        kind: 'AGENT',
        type: 'PRESENCE_CHANGED',
        subject: 'ann',
        presence: 'NOT_READY',
        reasonCode: '502',
        occurredAt: NOW,
      },
    ]);
    expect(inBrief(of({ _type: 'forceSelfLogout' }))).toEqual([
      'VENDOR forceSelfLogout',
      'AGENT LOGGED_OUT LOGGED_OUT',
    ]);
    expect(changes({ _type: 'bridgeForcedLogout' })).toEqual([]);
    expect(inBrief(of({ _type: 'loginProcessFinished', successfull: true }, idle))).toEqual([
      ...['VENDOR loginProcessFinished', 'AGENT LOGGED_IN READY'],
    ]);
  });
});
