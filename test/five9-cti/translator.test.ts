/** One desk's events as changes of its calls: each event with the calls, the times and the marks that it leads to. */
import { describe, expect, it } from 'vitest';
import { inBrief, logged, START, talkingTo, translating } from './unit-desks.ts';

const NOW = new Date(START).toISOString();
const LATER = new Date(START + 90_000).toISOString();

const incoming = (id: string, more: object = {}) => ({
  ...{ _type: 'incomingCall', callinfo: { callSessionId: id, ani: '1', dnis: '2', number: '1', ...more } },
});
const named = (_type: string, id: string, more: object = {}) => ({ _type, callSessionId: id, ...more });

describe('the begin of a call', () => {
  it('has its facts, its time and a mark that a repetition has too', () => {
    const { desk, of } = translating();
    const [event] = of(incoming('A', { transfer: true, campaignId: '11' }));
    expect(event).toEqual({
      ...{ kind: 'CALL', type: 'STARTED', subject: 'ann/A', account: 'floor', fingerprint: 'ann/A/STARTED' },
      ...{ occurredAt: NOW, receivedAt: NOW },
      call: {
        ...{ nativeId: 'ann/A', callId: 'A', channel: 'VOICE', state: 'RINGING', direction: 'INBOUND' },
        ...{ from: '1', to: '2', byTransfer: true, startedAt: NOW, connectedAt: null, endedAt: null },
        ...{ device: null, agent: desk.reference(), campaign: { nativeId: '11', name: null } },
      },
    });
    expect(of(incoming('A', { transfer: true, campaignId: '11' }))).toEqual([]);
  });

  it('is shown by each event that carries the call, and by none without it', () => {
    for (const _type of ['incomingCall', 'incomingCallInfo', 'callUpdated', 'previewDialingStarted']) {
      const { changes } = translating();
      expect(changes({ _type, callinfo: { callSessionId: 'A' } }), _type).toEqual(['CALL STARTED A RINGING']);
      expect(changes({ _type }, { _type, callinfo: { ani: '1' } }), _type).toEqual([]);
    }
  });

  it('has the facts that the status of the moment shows, and follows from the conversation alone', () => {
    const { of } = translating();
    const status = talkingTo({ callSessionId: 'A', ani: '8', number: '8', dnis: '9' });
    const [begun, connected] = of(named('callStarted', 'A'), status);
    expect(begun).toMatchObject({ type: 'STARTED', call: { from: '8', startedAt: NOW, connectedAt: null } });
    expect(connected).toMatchObject({ type: 'CONNECTED', call: { from: '8', connectedAt: NOW } });
    expect(inBrief(of(named('callStarted', 'B'), status))).toEqual([
      'CALL STARTED B RINGING',
      'CALL CONNECTED B CONNECTED',
    ]);
    expect(of({ _type: 'callStarted' }, status)).toEqual([]);
  });

  it('is followed by changed facts as updates, each with a mark of its moment', () => {
    const { of, clock } = translating();
    of(incoming('A'));
    clock.now += 90_000;
    const changed = { _type: 'callUpdated', callinfo: { callSessionId: 'A', ani: '5', dnis: '2', number: '5' } };
    const [event] = of(changed);
    expect(event).toMatchObject({ type: 'UPDATED', occurredAt: LATER, call: { from: '5', startedAt: NOW } });
    expect(event?.fingerprint).toBe(`ann/A/UPDATED/${START + 90_000}.1`);
    expect(of(changed)).toEqual([]);
  });
});

describe('a call', () => {
  it('is put on hold and retrieved with marks that differ each time', () => {
    const { of } = translating();
    of(incoming('A'));
    const events = ['callOnHold', 'callOffHold', 'callOnHold'].flatMap((name) => of(named(name, 'A')));
    expect(inBrief(events)).toEqual(['CALL HELD A HELD', 'CALL RETRIEVED A CONNECTED', 'CALL HELD A HELD']);
    expect(events.map(({ fingerprint }) => fingerprint)).toEqual([
      ...[`ann/A/HELD/${START}.1`, `ann/A/RETRIEVED/${START}.2`, `ann/A/HELD/${START}.3`],
    ]);
  });

  it('that is parked again is parked, and one that is put through afterwards was retrieved', () => {
    const { changes } = translating();
    const again = { _type: 'callReparked', callinfo: { callSessionId: 'A' } };
    expect(changes(again, named('callStarted', 'A'))).toEqual([
      ...['CALL STARTED A RINGING', 'CALL PARKED A PARKED', 'CALL RETRIEVED A CONNECTED'],
    ]);
    expect(changes({ _type: 'callReparked' }, named('parkedCallDisconnected', 'A'))).toEqual(['CALL ENDED A ENDED']);
  });

  it('that was handed over is marked, and the event is passed on under the call', () => {
    const { of, desk } = translating();
    of(incoming('A'));
    expect(of(named('transferStarted', 'A'))).toMatchObject([{ type: 'TRANSFERRING' }]);
    expect([...desk.consulting]).toEqual(['A']);
    expect(of(named('transferCompleted', 'A'))).toMatchObject([
      { kind: 'VENDOR', name: 'transferCompleted', subject: 'ann/A', payload: { desk: 'ann', callSessionId: 'A' } },
    ]);
    expect(desk.calls.get('A')?.transferred).toBe(true);
    for (const unnamed of [{}, { callSessionId: null }])
      expect(of({ _type: 'transferCompleted', ...unnamed })).toMatchObject([{ kind: 'VENDOR', subject: 'ann' }]);
  });

  it.each(['transferError', 'transferCallDisconnected', 'consultCallDisconnected', 'conferenceCreateFailed'])(
    'is connected again by %s, which ends the consultation',
    (name) => {
      const { of, desk, changes } = translating();
      changes(incoming('A'), named('transferStarted', 'A'));
      desk.expect('A', 'CONNECTED');
      const events = of(named(name, 'A'));
      expect(inBrief(events)).toEqual(['CALL UPDATED A CONNECTED', `VENDOR ${name}`]);
      expect(events[0]?.fingerprint).toBe(`ann/A/UPDATED/${START}.2`);
      expect([desk.consulting.size, desk.requested.size, desk.calls.get('A')?.state]).toEqual([0, 0, 'CONNECTED']);
      changes(named('callOnHold', 'A'));
      expect(inBrief(of(named(name, 'A')))).toEqual([`VENDOR ${name}`]);
      expect(desk.calls.get('A')?.state).toBe('HELD');
      expect(inBrief(of({ _type: name }))).toEqual([`VENDOR ${name}`]);
    },
  );

  it('is not moved by an error of another kind', () => {
    const { of, desk, changes } = translating();
    changes(incoming('A'), named('transferStarted', 'A'));
    expect(inBrief(of(named('conferenceError', 'A')))).toEqual(['VENDOR conferenceError']);
    expect([desk.calls.get('A')?.state, desk.consulting.size]).toEqual(['TRANSFERRING', 1]);
  });

  it('is recorded from the first report of it until it is reported as not recorded', async () => {
    const { of, desk } = translating();
    await desk.identify({});
    of(incoming('A'));
    expect(of(named('recordingStopped', 'A'))).toEqual([]);
    expect(of(named('recordingStarted', 'A'))).toEqual([
      {
        ...{ kind: 'RECORDING', type: 'STARTED', subject: 'ann/A', state: 'RECORDING', device: '4711', callId: 'A' },
        ...{ fingerprint: `ann/A/RECORDING_STARTED/${START}.1`, account: 'floor', occurredAt: NOW, receivedAt: NOW },
      },
    ]);
    expect(of(named('recordingStarted', 'A'))).toEqual([]);
    expect(of(named('recordingStopped', 'A'))).toMatchObject([{ type: 'STOPPED', state: 'NOT_RECORDING' }]);
    expect([of({ _type: 'recordingStarted' }), of({ _type: 'timeout' })]).toEqual([[], []]);
  });
});

describe('the end of a call', () => {
  it('of its line ends what acts requested and prepared', () => {
    const { desk, changes } = translating();
    changes(incoming('A'), named('callStarted', 'A'), named('transferStarted', 'A'));
    desk.requested.set('A', 'HELD');
    expect(changes(named('callEnded', 'A'))).toEqual(['CALL WRAP_UP A WRAP_UP']);
    expect([desk.requested.size, desk.consulting.size]).toEqual([0, 0]);
  });

  it('has the disposition that ended its wrap-up, by name where that is known', async () => {
    const { of, desk, changes } = translating();
    await desk.readDispositions('11', {});
    changes(incoming('A'), incoming('B'), incoming('C'));
    const disposed = (id: string, dispositionId?: string) => of(named('callEndedByACW', id, { dispositionId }));
    const of3 = [disposed('A', '301'), disposed('B', '302'), disposed('C')].map(([event]) => event);
    expect(of3).toMatchObject([
      { type: 'DISPOSED', fingerprint: 'ann/A/DISPOSED', call: { state: 'WRAP_UP', disposition: 'Sale' } },
      { type: 'DISPOSED', call: { disposition: '302' } },
      { type: 'DISPOSED', call: { disposition: null } },
    ]);
    expect(of({ _type: 'callEndedByACW', dispositionId: '301' })).toEqual([]);
  });

  it('follows the disposition of this gateway, which is used once', () => {
    const { of, desk, changes } = translating();
    changes(incoming('A'));
    desk.outcomes.set('A', 'Sale');
    const events = of(named('callFinished', 'A'));
    expect(inBrief(events)).toEqual(['CALL DISPOSED A WRAP_UP', 'CALL ENDED A ENDED']);
    expect(events).toMatchObject([{ call: { disposition: 'Sale' } }, { call: { disposition: 'Sale', endedAt: NOW } }]);
    expect(desk.outcomes.size).toBe(0);
    expect([of(named('callFinished', 'A')), of({ _type: 'callFinished' })]).toEqual([[], []]);
  });

  it('has the durations of the vendor and the begin that only it reports', () => {
    const { of, changes, clock } = translating();
    of({ _type: 'updateStatus', status: talkingTo('A') });
    clock.now += 100_000;
    const finished = { callHandleTime: '100', callLength: '80', callWrapupTime: '15', callStarted: `${START}` };
    expect(of(named('callFinished', 'A', finished))[0]).toMatchObject({
      call: { vendorDurations: { handleSeconds: 100, talkSeconds: 80, wrapUpSeconds: 15 } },
    });
    const { of: ofOther, desk } = translating();
    desk.restore([logged('A', 'CONNECTED', { startedAt: null })]);
    const [ended] = ofOther(named('callFinished', 'A', { callStarted: `${START - 5_000}` }));
    expect(ended).toMatchObject({ call: { startedAt: new Date(START - 5_000).toISOString() } });
    expect(changes(named('callAbandoned', 'A'))).toEqual([]);
  });

  it('drops what acts noted of it', () => {
    const { desk, changes } = translating();
    changes(incoming('A'), named('callStarted', 'A'));
    desk.requested.set('A', 'HELD');
    desk.parked.set('A', logged('A', 'PARKED'));
    desk.consulting.add('A');
    desk.parties.set('P', 'A');
    expect(changes(named('callFinished', 'A'))).toEqual(['CALL ENDED A ENDED']);
    expect([desk.requested, desk.parked, desk.consulting, desk.parties].map(({ size }) => size)).toEqual([0, 0, 0, 0]);
  });
});

describe('an event of the vendor alone', () => {
  it('is passed on with its fields, the desk and a mark of its moment', () => {
    const { of } = translating();
    expect(of({ _type: 'openURL', url: 'https://example.com', newTab: true })).toEqual([
      {
        ...{ kind: 'VENDOR', subject: 'ann', name: 'openURL', fingerprint: `ann/openURL/${START}.1` },
        payload: { desk: 'ann', url: 'https://example.com', newTab: true },
        ...{ account: 'floor', occurredAt: NOW, receivedAt: NOW },
      },
    ]);
  });
});
