import { afterEach, describe, expect, it } from 'vitest';
import type { DeskEvent } from '../../src/adapters/five9-cti/contract/events/index.ts';
import { until } from '../helpers/until.ts';
import { brief, briefs, call, connectTo, floor, incoming, named, withoutPresence } from './scripted.ts';

const { desk, streamOf, listening, clean } = floor();

afterEach(clean);

describe('the events of a desk', () => {
  it('follow a call from ringing to its end, and the presence of its agent', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.send(incoming('A'), named('callStarted', 'A'), named('callOnHold', 'A'), named('callOffHold', 'A'));
    one.send(named('callEnded', 'A'), named('callFinished', 'A'));
    const events = await stream.until((all) => all.some((event) => brief(event) === 'CALL ENDED A ENDED'));
    expect(briefs(events)).toEqual([
      'CALL STARTED A RINGING',
      'AGENT PRESENCE_CHANGED RINGING',
      'CALL CONNECTED A CONNECTED',
      'AGENT PRESENCE_CHANGED ON_CALL',
      'CALL HELD A HELD',
      'CALL RETRIEVED A CONNECTED',
      'CALL WRAP_UP A WRAP_UP',
      'AGENT PRESENCE_CHANGED WRAP_UP',
      'CALL ENDED A ENDED',
    ]);
    const last = events.at(-1);
    if (last?.kind !== 'CALL') throw new Error('no call');
    expect(last.call).toMatchObject({
      nativeId: 'jdoe/A',
      callId: 'A',
      direction: 'INBOUND',
      from: '+15550000003',
      to: '00123',
      campaign: { nativeId: '9007199254740993' },
      agent: { nativeId: 'jdoe' },
    });
    expect(last.call.connectedAt).toMatch(/Z$/);
    expect(new Set(events.map(({ fingerprint }) => fingerprint)).size).toBe(events.length);
  });

  it('drop repeated events and never move a call backwards', async () => {
    const one = await desk();
    const stream = await listening(one);
    const events = [incoming('A'), named('callStarted', 'A'), named('callOnHold', 'A'), named('callEnded', 'A')];
    for (const event of events) one.send(event, event);
    one.send(named('callStarted', 'A'), named('callOffHold', 'A'), incoming('A'), named('callOnHold', 'A'));
    one.send(named('callFinished', 'A'), named('callEnded', 'A'), named('callFinished', 'A'), incoming('B'));
    const seen = await stream.until((all) => all.some((event) => brief(event) === 'CALL STARTED B RINGING'));
    expect(briefs(withoutPresence(seen))).toEqual([
      'CALL STARTED A RINGING',
      'CALL CONNECTED A CONNECTED',
      'CALL HELD A HELD',
      'CALL WRAP_UP A WRAP_UP',
      'CALL ENDED A ENDED',
      'CALL STARTED B RINGING',
    ]);
  });

  it('begin a call that started before the listener by reading the status', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.status = { onCall: true, callConnected: true, currentCall: [call('C')] };
    one.send(named('callStarted', 'C'));
    const [first, second] = await stream.until((all) => all.length === 2);
    expect([first, second].map((event) => event && brief(event))).toEqual([
      'CALL STARTED C RINGING',
      'CALL CONNECTED C CONNECTED',
    ]);
    expect(first).toMatchObject({ call: { from: '+15550000003' } });
  });

  it('report no disposition that the service refused', async () => {
    const one = await desk();
    const adapter = connectTo([{ agent: 'jdoe', url: one.url }]);
    const stream = streamOf(adapter);
    await until(() => one.service.received.get('checkEvent') !== undefined);
    one.status = { onCall: true, callConnected: true, currentCall: [call('A')] };
    one.send(incoming('A'), named('callStarted', 'A'));
    await stream.until((all) => all.some((event) => brief(event) === 'CALL CONNECTED A CONNECTED'));
    one.service.trouble({ kind: 'fault-500', operation: 'finishCall', times: 1 });
    const given = adapter.callDispose?.('jdoe/A', { disposition: 'text' }, {});
    await expect(given).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', operation: 'finishCall' });
    one.send(named('callEnded', 'A'), named('callFinished', 'A'));
    const events = await stream.until((all) => all.some((event) => brief(event) === 'CALL ENDED A ENDED'));
    expect(briefs(events).filter((event) => event.includes('DISPOSED'))).toEqual([]);
  });

  it('leave the start of a call empty that was active before the listener', async () => {
    const one = await desk();
    one.status = { onCall: true, callConnected: true, currentCall: [call('D')] };
    const stream = await listening(one);
    const [first] = await stream.until((all) => all.length === 2);
    expect(first).toMatchObject({ type: 'STARTED', call: { startedAt: null } });
    one.send({ _type: 'callFinished', callSessionId: 'D', callStarted: '1714996800000' });
    const [, , last] = await stream.until((all) => all.length === 3);
    expect(last).toMatchObject({ type: 'ENDED', call: { startedAt: '2024-05-06T12:00:00.000Z', connectedAt: null } });
  });

  it('may arrive after the status already shows the line put through', async () => {
    const one = await desk();
    const adapter = connectTo([{ agent: 'jdoe', url: one.url }]);
    const stream = streamOf(adapter);
    await until(() => one.service.received.get('checkEvent') !== undefined);
    one.send(incoming('A'));
    await stream.until((all) => all.length === 1);
    one.status = { onCall: true, callConnected: false, currentCall: [call('A')] };
    expect((await adapter.calls?.({}, {}))?.items).toMatchObject([{ callId: 'A', state: 'RINGING' }]);
    one.status = { onCall: true, callConnected: true, currentCall: [call('A')] };
    expect((await adapter.calls?.({}, {}))?.items).toMatchObject([{ callId: 'A', state: 'CONNECTED' }]);
  });

  it('report presence only when it changes, with the reason given', async () => {
    const one = await desk();
    const stream = await listening(one);
    const status = (more: object): DeskEvent => ({ _type: 'updateStatus', status: { loggedIn: true, ...more } });
    one.send(status({ ready: true }), status({ ready: true }), {
      _type: 'readyStateChanged',
      id: '0',
      reasonCodeId: '502',
    });
    one.send(status({ ready: false }), status({ loggedIn: false }), status({ ready: true }));
    const events = await stream.until((all) => all.length === 3);
    expect(briefs(events)).toEqual([
      'AGENT PRESENCE_CHANGED NOT_READY',
      'AGENT LOGGED_OUT LOGGED_OUT',
      'AGENT LOGGED_IN READY',
    ]);
    expect(events[0]).toMatchObject({ reasonCode: '502', agent: { nativeId: 'jdoe' } });
  });

  it('date the presence of the agent, unless the change was not observed', async () => {
    const one = await desk();
    const adapter = connectTo([{ agent: 'jdoe', url: one.url }]);
    const stream = streamOf(adapter);
    const shown = async () => {
      const [agent] = (await adapter.agents?.({}, {}))?.items ?? [];
      return { presence: agent?.presence, since: agent?.presenceSince };
    };
    const ready = (is: boolean): DeskEvent => ({ _type: 'updateStatus', status: { loggedIn: true, ready: is } });
    await until(() => one.service.received.get('checkEvent') !== undefined);
    expect(await shown()).toEqual({ presence: 'READY', since: null });
    one.status = { ready: false };
    one.send(ready(false));
    const [event] = await stream.until((all) => all.length === 1);
    expect(await shown()).toEqual({ presence: 'NOT_READY', since: event?.occurredAt });
    one.status = { ready: true };
    expect(await shown()).toEqual({ presence: 'READY', since: null });
  });

  it('report recordings of calls, and pass on undocumented events as the vendor’s', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.send(incoming('A'), named('callStarted', 'A'));
    one.send({ _type: 'recordingStarted', callSessionId: 'A', autoRecording: true });
    one.send({ _type: 'recordingStarted', callSessionId: 'A', autoRecording: true });
    one.send({ _type: 'recordingStopped', callSessionId: 'A' });
    one.send({ _type: 'chatMessage', message: 'a < b & c', senderId: '9007199254740993', senderRole: 'Agent' });
    one.send({ _type: 'forceSelfLogout', loginInfo: { password: 'hunter22', username: 'jdoe' } });
    const all = await stream.until((seen) => briefs(seen).includes('VENDOR forceSelfLogout'));
    const events = withoutPresence(all);
    expect(briefs(events).slice(2)).toEqual([
      'RECORDING STARTED A',
      'RECORDING STOPPED A',
      'VENDOR chatMessage',
      'VENDOR forceSelfLogout',
    ]);
    expect(events[4]).toMatchObject({ payload: { desk: 'jdoe', message: 'a < b & c', senderId: '9007199254740993' } });
    expect(JSON.stringify(events[5])).not.toContain('hunter22');
    expect(events[5]).toMatchObject({ payload: { loginInfo: { username: 'jdoe' } } });
  });
});
