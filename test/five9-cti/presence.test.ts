/** Presence by the events that every reading of the service sends: calls, readiness, log-in and log-out. */
import { afterEach, describe, expect, it } from 'vitest';
import type { DeskEvent } from '../../src/adapters/five9-cti/contract/events/index.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { simulator } from '../../src/simulators/five9-cti/index.ts';
import { until } from '../helpers/until.ts';
import { type brief, briefs, call, collect, connectTo, floor, incoming, named } from './scripted.ts';

const { cleanups, connected, desk, listening, clean } = floor();

afterEach(clean);

const presences = (all: readonly Parameters<typeof brief>[0][]) =>
  all.flatMap((event) => (event.kind === 'AGENT' ? [`${event.type} ${event.presence}`] : []));

describe('the presence of an agent whose service sends no updateStatus', () => {
  it('follows a call from ringing to its end', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.send(incoming('A'), named('callStarted', 'A'), named('callOnHold', 'A'), named('callOffHold', 'A'));
    one.send({ _type: 'transferStarted', callSessionId: 'A' }, { _type: 'transferCompleted', callSessionId: 'A' });
    one.send(named('callEnded', 'A'), named('callFinished', 'A'), incoming('B'));
    const all = await stream.until((seen) => presences(seen).length === 5);
    expect(presences(all)).toEqual([
      'PRESENCE_CHANGED RINGING',
      'PRESENCE_CHANGED ON_CALL',
      'PRESENCE_CHANGED WRAP_UP',
      'PRESENCE_CHANGED READY',
      'PRESENCE_CHANGED RINGING',
    ]);
  });

  it('is READY again while the only call is parked', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.send(incoming('A'), named('callStarted', 'A'), named('callParked', 'A'));
    const all = await stream.until((seen) => presences(seen).length === 3);
    expect(presences(all).at(-1)).toBe('PRESENCE_CHANGED READY');
  });

  it('stays ON_CALL when the agent becomes not ready during a call, and is NOT_READY with the reason after it', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.send(incoming('A'), named('callStarted', 'A'));
    one.send({ _type: 'readyStateChanged', id: '0', reasonCodeId: '502' });
    one.send(named('callEnded', 'A'), named('callFinished', 'A'));
    const all = await stream.until((seen) => presences(seen).length === 4);
    expect(presences(all)).toEqual([
      'PRESENCE_CHANGED RINGING',
      'PRESENCE_CHANGED ON_CALL',
      'PRESENCE_CHANGED WRAP_UP',
      'PRESENCE_CHANGED NOT_READY',
    ]);
    expect(all.findLast(({ kind }) => kind === 'AGENT')).toMatchObject({ reasonCode: '502' });
  });

  it('is LOGGED_OUT and LOGGED_IN by the events of the session', async () => {
    const one = await desk();
    const stream = await listening(one);
    const logIn: DeskEvent = { _type: 'loginProcessFinished', successfull: true, user: 'jdoe' };
    one.status = { ready: false };
    one.send({ _type: 'forceSelfLogout', loginInfo: { username: 'jdoe' } }, logIn);
    one.send({ _type: 'logoutProcessFinished' }, { ...logIn, successfull: false }, logIn);
    one.send({ _type: 'bridgeForcedLogout' });
    const all = await stream.until((seen) => presences(seen).length === 5);
    expect(presences(all)).toEqual([
      'LOGGED_OUT LOGGED_OUT',
      'LOGGED_IN NOT_READY',
      'LOGGED_OUT LOGGED_OUT',
      'LOGGED_IN NOT_READY',
      'LOGGED_OUT LOGGED_OUT',
    ]);
  });

  it('is WRAP_UP while the line of an ended call is off the hook, and RINGING once another call comes in', async () => {
    const { desk: one, adapter, stream } = await connected();
    const shown = async () => (await adapter.agents?.({}, {}))?.items[0]?.presence;
    one.send(named('callEnded', 'A'));
    await stream.until((all) => briefs(all).includes('CALL WRAP_UP A WRAP_UP'));
    one.status = { onCall: true, currentCall: [call('A')] };
    expect(await shown()).toBe('WRAP_UP');
    one.send(incoming('B'));
    await stream.until((all) => briefs(all).includes('CALL STARTED B RINGING'));
    one.status = { onCall: true, currentCall: [call('A'), call('B')] };
    expect(await shown()).toBe('RINGING');
  });

  it('is ON_CALL once a call was put on hold, where its line shows as off and no event is read', async () => {
    const one = await desk();
    const adapter = connectTo([{ agent: 'jdoe', url: one.url }]);
    cleanups.push(() => adapter.close());
    one.status = { onCall: true, callConnected: true, currentCall: [call('A')] };
    await adapter.callHold?.('jdoe/A', {}, {});
    one.status = { onCall: true, callConnected: false, currentCall: [call('A')] };
    expect((await adapter.agents?.({}, {}))?.items).toMatchObject([{ presence: 'ON_CALL' }]);
  });

  it('is the one that the agents query shows, at every step of a simulated floor', async () => {
    const startsAt = new Date('2024-05-06T14:00:00Z');
    const centre = createCentre({ seed: 11, startsAt });
    const running = await simulator.start({ centre, port: 0, reading: { 'update-status': 'never' } });
    const adapter = connectTo(running.settings.desks as { agent: string; url: string }[]);
    const stream = collect(adapter.events as never);
    cleanups.push(running.close, () => adapter.close(), stream.stop);
    const people = centre.people.filter(({ carrier }) => carrier === 'five9-cti');
    await until(() =>
      ['addListener', 'checkEvent'].every((name) => (running.received.get(name) ?? 0) >= people.length),
    );
    const first = new Map(people.map((one) => [one.userName, one.presence]));
    for (let minute = 1; minute <= 15; minute += 1) {
      centre.advanceTo(new Date(startsAt.getTime() + minute * 60_000));
      const shown = () =>
        new Map([
          ...first,
          ...stream.events.flatMap((event): [string, string][] =>
            event.kind === 'AGENT' ? [[event.subject, event.presence ?? '']] : [],
          ),
        ]);
      const agents = async () => (await adapter.agents?.({}, {}))?.items ?? [];
      await until(() => people.every((one) => shown().get(one.userName) === one.presence));
      for (const { nativeId, presence } of await agents()) expect(presence).toBe(shown().get(nativeId));
    }
    expect(presences(stream.events).length).toBeGreaterThan(20);
  });
});

describe('a service that lost the call centre', () => {
  it('is recovered from its status when the bridge is back, with a gap for what came and went', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.send(incoming('A'), named('callStarted', 'A'));
    await stream.until((all) => briefs(all).includes('CALL CONNECTED A CONNECTED'));
    one.send({ _type: 'bridgeDisconnected' });
    await stream.until((all) => briefs(all).includes('ACCOUNT DOWN'));
    one.status = { onCall: true, callConnected: true, currentCall: [call('B')] };
    one.send({ _type: 'bridgeConnected' });
    const all = await stream.until((seen) => briefs(seen).includes('ACCOUNT UP'));
    const after = briefs(all).slice(briefs(all).indexOf('ACCOUNT DOWN'));
    expect(after).toEqual([
      'ACCOUNT DOWN',
      'VENDOR bridgeDisconnected',
      'VENDOR bridgeConnected',
      'GAP',
      'CALL ENDED A ENDED',
      'CALL STARTED B RINGING',
      'CALL CONNECTED B CONNECTED',
      'ACCOUNT UP',
    ]);
    expect(one.service.received.get('addListener')).toBe(1);
  });

  it('is registered again where the status cannot be read', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.send({ _type: 'bridgeDisconnected' });
    await stream.until((all) => briefs(all).includes('ACCOUNT DOWN'));
    one.service.trouble({ kind: 'unavailable', operation: 'getStatus', times: 1 });
    one.send({ _type: 'bridgeConnected' });
    const all = await stream.until((seen) => briefs(seen).includes('GAP'));
    expect(briefs(all).at(-1)).toBe('GAP');
    expect(one.service.received.get('addListener')).toBe(2);
  });
});

describe('an event that can only be read with the status of its moment', () => {
  it('is published without the facts of its call, and these follow, where the answer is lost', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.status = { onCall: true, callConnected: true, currentCall: [call('A', { number: '+15550000009' })] };
    one.service.trouble({ kind: 'unavailable', operation: 'getStatus', times: 1 });
    one.send(named('callStarted', 'A'));
    const numberOf = (event: (typeof stream.events)[number]) => (event.kind === 'CALL' ? event.call.from : undefined);
    const all = await stream.until((seen) => seen.some((event) => numberOf(event) === '+15550000003'));
    const ofCall = all.filter(({ kind }) => kind === 'CALL');
    expect(briefs(ofCall)).toEqual([
      'CALL STARTED A RINGING',
      'CALL CONNECTED A CONNECTED',
      'CALL UPDATED A CONNECTED',
    ]);
    expect(ofCall.map(numberOf)).toEqual([null, null, '+15550000003']);
    expect(one.service.received.get('addListener')).toBe(1);
  });

  it('leaves the presence as it was until the status is read again', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.status = { ready: false };
    one.service.trouble({ kind: 'unavailable', operation: 'getStatus', times: 1 });
    one.send({ _type: 'forceSelfLogout', loginInfo: { username: 'jdoe' } });
    one.send({ _type: 'loginProcessFinished', successfull: true, user: 'jdoe' });
    const all = await stream.until((seen) => presences(seen).length === 2);
    expect(presences(all)).toEqual(['LOGGED_OUT LOGGED_OUT', 'LOGGED_IN NOT_READY']);
    expect(one.service.received.get('addListener')).toBe(1);
  });
});
