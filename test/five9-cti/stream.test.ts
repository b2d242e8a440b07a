import { afterEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import type { DeskEvent } from '../../src/adapters/five9-cti/contract/events/index.ts';
import { brief, collect, connectTo, eventually, scriptedDesk } from './scripted.ts';

type Desk = Awaited<ReturnType<typeof scriptedDesk>>;

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function desk(port = 0): Promise<Desk> {
  const made = await scriptedDesk(port);
  cleanups.push(() => made.close());
  return made;
}

function streamOf(adapter: Adapter) {
  if (!adapter.events) throw new Error('no stream');
  const collected = collect(adapter.events);
  cleanups.push(collected.stop, () => adapter.close());
  return collected;
}

async function listening(one: Desk) {
  const stream = streamOf(connectTo([{ agent: 'jdoe', url: one.url }]));
  await eventually(() => one.service.received.get('checkEvent') !== undefined);
  return stream;
}

const call = (id: string, more: object = {}) => ({
  callSessionId: id,
  ani: '+15550000003',
  dnis: '00123',
  number: '+15550000003',
  campaignId: '9007199254740993',
  ...more,
});
const incoming = (id: string): DeskEvent => ({ _type: 'incomingCall', callinfo: call(id) });
const named = (name: 'callStarted' | 'callEnded' | 'callFinished' | 'callOnHold' | 'callOffHold', id: string) =>
  ({ _type: name, callSessionId: id }) as DeskEvent;

function briefs(events: Parameters<typeof brief>[0][]): string[] {
  return events.map(brief);
}

describe('the events of a desk', () => {
  it('carry the whole call from ringing to its end', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.tell(incoming('A'), named('callStarted', 'A'), named('callOnHold', 'A'), named('callOffHold', 'A'));
    one.tell(named('callEnded', 'A'), named('callFinished', 'A'));
    const events = await stream.until((all) => all.some((event) => brief(event) === 'CALL ENDED A ENDED'));
    expect(briefs(events)).toEqual([
      'CALL STARTED A RINGING',
      'CALL CONNECTED A CONNECTED',
      'CALL HELD A HELD',
      'CALL RETRIEVED A CONNECTED',
      'CALL WRAP_UP A WRAP_UP',
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

  it('drop what comes twice and never move a call backwards', async () => {
    const one = await desk();
    const stream = await listening(one);
    const events = [incoming('A'), named('callStarted', 'A'), named('callOnHold', 'A'), named('callEnded', 'A')];
    for (const event of events) one.tell(event, event);
    one.tell(named('callStarted', 'A'), named('callOffHold', 'A'), incoming('A'), named('callOnHold', 'A'));
    one.tell(named('callFinished', 'A'), named('callEnded', 'A'), named('callFinished', 'A'), incoming('B'));
    const seen = await stream.until((all) => all.some((event) => brief(event) === 'CALL STARTED B RINGING'));
    expect(briefs(seen)).toEqual([
      'CALL STARTED A RINGING',
      'CALL CONNECTED A CONNECTED',
      'CALL HELD A HELD',
      'CALL WRAP_UP A WRAP_UP',
      'CALL ENDED A ENDED',
      'CALL STARTED B RINGING',
    ]);
  });

  it('understand a conversation whose beginning nobody told, by asking where the line stands', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.status = { onCall: true, callConnected: true, currentCall: [call('C')] };
    one.tell(named('callStarted', 'C'));
    const [first, second] = await stream.until((all) => all.length === 2);
    expect([first, second].map((event) => event && brief(event))).toEqual([
      'CALL STARTED C RINGING',
      'CALL CONNECTED C CONNECTED',
    ]);
    expect(first).toMatchObject({ call: { from: '+15550000003' } });
  });

  it('tell no outcome of a call that the service refused to give', async () => {
    const one = await desk();
    const adapter = connectTo([{ agent: 'jdoe', url: one.url }]);
    const stream = streamOf(adapter);
    await eventually(() => one.service.received.get('checkEvent') !== undefined);
    one.status = { onCall: true, callConnected: true, currentCall: [call('A')] };
    one.tell(incoming('A'), named('callStarted', 'A'));
    await stream.until((all) => all.some((event) => brief(event) === 'CALL CONNECTED A CONNECTED'));
    one.service.trouble({ kind: 'fault-500', operation: 'finishCall', times: 1 });
    const given = adapter.callDispose?.('jdoe/A', { disposition: 'text' }, {});
    await expect(given).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', operation: 'finishCall' });
    one.tell(named('callEnded', 'A'), named('callFinished', 'A'));
    const events = await stream.until((all) => all.some((event) => brief(event) === 'CALL ENDED A ENDED'));
    expect(briefs(events).filter((event) => event.includes('DISPOSED'))).toEqual([]);
  });

  it('do not guess when a call began that was there before anybody listened', async () => {
    const one = await desk();
    one.status = { onCall: true, callConnected: true, currentCall: [call('D')] };
    const stream = await listening(one);
    const [first] = await stream.until((all) => all.length === 2);
    expect(first).toMatchObject({ type: 'STARTED', call: { startedAt: null } });
    one.tell({ _type: 'callFinished', callSessionId: 'D', callStarted: '1714996800000' });
    const [, , last] = await stream.until((all) => all.length === 3);
    expect(last).toMatchObject({ type: 'ENDED', call: { startedAt: '2024-05-06T12:00:00.000Z', connectedAt: null } });
  });

  it('may come after the line was put through, which the desk shows at once', async () => {
    const one = await desk();
    const adapter = connectTo([{ agent: 'jdoe', url: one.url }]);
    const stream = streamOf(adapter);
    await eventually(() => one.service.received.get('checkEvent') !== undefined);
    one.tell(incoming('A'));
    await stream.until((all) => all.length === 1);
    one.status = { onCall: true, callConnected: false, currentCall: [call('A')] };
    expect((await adapter.calls?.({}, {}))?.items).toMatchObject([{ callId: 'A', state: 'RINGING' }]);
    one.status = { onCall: true, callConnected: true, currentCall: [call('A')] };
    expect((await adapter.calls?.({}, {}))?.items).toMatchObject([{ callId: 'A', state: 'CONNECTED' }]);
  });

  it('tell presence only when it changes, and the reason given', async () => {
    const one = await desk();
    const stream = await listening(one);
    const status = (more: object): DeskEvent => ({ _type: 'updateStatus', status: { loggedIn: true, ...more } });
    one.tell(status({ ready: true }), status({ ready: true }), {
      _type: 'readyStateChanged',
      id: '0',
      reasonCodeId: '502',
    });
    one.tell(status({ ready: false }), status({ loggedIn: false }), status({ ready: true }));
    const events = await stream.until((all) => all.length === 3);
    expect(briefs(events)).toEqual([
      'AGENT PRESENCE_CHANGED NOT_READY',
      'AGENT LOGGED_OUT LOGGED_OUT',
      'AGENT LOGGED_IN READY',
    ]);
    expect(events[0]).toMatchObject({ reasonCode: '502', agent: { nativeId: 'jdoe' } });
  });

  it('let the agents tell since when, unless the change was not heard', async () => {
    const one = await desk();
    const adapter = connectTo([{ agent: 'jdoe', url: one.url }]);
    const stream = streamOf(adapter);
    const told = async () => {
      const [agent] = (await adapter.agents?.({}, {}))?.items ?? [];
      return { presence: agent?.presence, since: agent?.presenceSince };
    };
    const ready = (is: boolean): DeskEvent => ({ _type: 'updateStatus', status: { loggedIn: true, ready: is } });
    await eventually(() => one.service.received.get('checkEvent') !== undefined);
    expect(await told()).toEqual({ presence: 'READY', since: null });
    one.status = { ready: false };
    one.tell(ready(false));
    const [event] = await stream.until((all) => all.length === 1);
    expect(await told()).toEqual({ presence: 'NOT_READY', since: event?.occurredAt });
    one.status = { ready: true };
    expect(await told()).toEqual({ presence: 'READY', since: null });
  });

  it('tell recordings of calls, and pass on what the unified plane has no word for', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.tell(incoming('A'), named('callStarted', 'A'));
    one.tell({ _type: 'recordingStarted', callSessionId: 'A', autoRecording: true });
    one.tell({ _type: 'recordingStarted', callSessionId: 'A', autoRecording: true });
    one.tell({ _type: 'recordingStopped', callSessionId: 'A' });
    one.tell({ _type: 'chatMessage', message: 'a < b & c', senderId: '9007199254740993', senderRole: 'Agent' });
    one.tell({ _type: 'forceSelfLogout', loginInfo: { password: 'hunter22', username: 'jdoe' } });
    const events = await stream.until((all) => all.length === 6);
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

  it('go on at once under a new listener when the service forgot the old one, with what was missed', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.tell(incoming('A'), named('callStarted', 'A'));
    await stream.until((all) => all.length === 2);
    one.status = { onCall: true, callConnected: true, currentCall: [call('B')] };
    one.listeners.clear();
    await stream.until((all) => all.length >= 6);
    one.tell(named('callStarted', 'B'), named('callEnded', 'B'));
    const events = await stream.until((all) => all.length >= 6 && brief(all.at(-1) as never).includes('WRAP_UP'));
    expect(briefs(events)).toEqual([
      'CALL STARTED A RINGING',
      'CALL CONNECTED A CONNECTED',
      'GAP',
      'CALL ENDED A ENDED',
      'CALL STARTED B RINGING',
      'CALL CONNECTED B CONNECTED',
      'AGENT PRESENCE_CHANGED ON_CALL',
      'CALL WRAP_UP B WRAP_UP',
    ]);
    expect(one.service.received.get('addListener')).toBe(2);
  });

  it('survive a restart of the service on the same port and say that the account was in trouble', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.tell(incoming('A'));
    await stream.until((all) => all.length === 1);
    await one.close();
    await stream.until((all) => all.some((event) => event.kind === 'ACCOUNT' && event.status === 'DOWN'));
    const again = await desk(one.service.port);
    await stream.until((all) => all.some((event) => event.kind === 'ACCOUNT' && event.status === 'UP'));
    await eventually(() => again.service.received.get('checkEvent') !== undefined);
    again.tell(incoming('B'));
    const events = await stream.until((all) => all.some((event) => brief(event) === 'CALL STARTED B RINGING'));
    expect(briefs(events)).toEqual([
      'CALL STARTED A RINGING',
      'ACCOUNT DOWN',
      'ACCOUNT UP',
      'GAP',
      'CALL ENDED A ENDED',
      'CALL STARTED B RINGING',
    ]);
  });

  it('tell one silent desk of two as a degraded account, and go on for the other', async () => {
    const [one, other] = [await desk(), await desk()];
    const stream = streamOf(connectTo([one, other].map(({ url }, at) => ({ agent: `agent${at}`, url }))));
    await eventually(() => [one, other].every(({ service }) => service.received.get('checkEvent') !== undefined));
    await other.close();
    await stream.until((all) => all.length === 1);
    one.tell(incoming('A'));
    const events = await stream.until((all) => all.length === 2);
    expect(briefs(events)).toEqual(['ACCOUNT DEGRADED', 'CALL STARTED A RINGING']);
  });

  it.each(['hang', 'html', 'half', 'unavailable', 'fault-200', 'fault-500', 'empty', 'down'] as const)(
    'come back after the service once answered with %s',
    async (kind) => {
      const one = await desk();
      const adapter = connectTo([{ agent: 'jdoe', url: one.url }], { pollTimeout: 50 });
      const stream = streamOf(adapter);
      await eventually(() => (one.service.received.get('checkEvent') ?? 0) > 1);
      const before = one.service.received.get('addListener') ?? 0;
      one.service.trouble({ kind, operation: 'checkEvent', times: 1 });
      await eventually(() => (one.service.received.get('addListener') ?? 0) > before, 9_000);
      await eventually(() => one.asked.at(-1)?.[0] === 'checkEvent');
      one.tell(incoming('A'));
      await stream.until((all) => all.some((event) => brief(event) === 'CALL STARTED A RINGING'));
    },
  );

  it('share one listener among all readers and leave the service when the last one goes', async () => {
    const one = await desk();
    const adapter = connectTo([{ agent: 'jdoe', url: one.url }]);
    const [first, second] = [streamOf(adapter), streamOf(adapter)];
    await eventually(() => one.service.received.get('checkEvent') !== undefined);
    one.tell(incoming('A'));
    await Promise.all([first, second].map((stream) => stream.until((all) => all.length === 1)));
    expect(one.service.received.get('addListener')).toBe(1);
    await first.stop();
    expect(one.service.received.get('removeListener')).toBeUndefined();
    one.tell(incoming('B'));
    await second.until((all) => all.length === 2);
    await second.stop();
    expect(one.service.received.get('removeListener')).toBe(1);
  });

  it('wait at the desk, not in memory, while nobody reads them', async () => {
    const one = await desk();
    const adapter = connectTo([{ agent: 'jdoe', url: one.url }]);
    cleanups.push(() => adapter.close());
    const stop = new AbortController();
    const stream = adapter.events?.({ signal: stop.signal })[Symbol.asyncIterator]();
    const first = stream?.next();
    await eventually(() => one.service.received.get('checkEvent') !== undefined);
    const many = 1_400;
    for (let at = 0; at < 900; at += 1) one.tell(incoming(`call${at}`));
    await first;
    await eventually(() => (one.service.received.get('checkEvent') ?? 0) > 850);
    for (let at = 900; at < many; at += 1) one.tell(incoming(`call${at}`));
    await eventually(() => (one.service.received.get('checkEvent') ?? 0) > 1_000);
    let seen = 1;
    while (seen < many) {
      await stream?.next();
      seen += 1;
      if (seen === 2) expect(one.service.received.get('checkEvent')).toBeLessThan(1_010);
    }
    stop.abort();
    await stream?.return?.(undefined);
  });
});
