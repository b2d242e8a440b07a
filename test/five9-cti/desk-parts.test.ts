/** What the adapter knows about one desk, part by part: presence, steps of calls, callbacks, its queue and the pages it may open. */
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { CallState } from '../../schema/vocabulary.ts';
import type { CallbackRecord, CallRecord } from '../../src/adapters/adapter.ts';
import { checkPage } from '../../src/adapters/five9-cti/client/browser-pages.ts';
import type { Desk } from '../../src/adapters/five9-cti/client/desk.ts';
import { type CallStep, CallTracker } from '../../src/adapters/five9-cti/events/call-tracker.ts';
import { CallbackTracker } from '../../src/adapters/five9-cti/events/callbacks.ts';
import { EventQueue } from '../../src/adapters/five9-cti/events/queue.ts';
import {
  callStateOf,
  currentCalls,
  type DeskStatus,
  deskPresenceOf,
  directionOf,
  hasReason,
  holdFlag,
  recordFlag,
  timeOf,
} from '../../src/adapters/five9-cti/quirks.ts';

describe('the presence of an agent', () => {
  const line = { loggedIn: true, ready: true, onCall: true };
  const presence = (status: object, ...states: CallState[]) => deskPresenceOf(status as DeskStatus, states);

  it('is that of the line, else of readiness', () => {
    expect(presence({ ...line, loggedIn: false, callConnected: true })).toBe('LOGGED_OUT');
    expect(presence({ ...line, callConnected: true }, 'RINGING')).toBe('ON_CALL');
    expect(presence({ ...line, onCall: false, currentCall: [{ callSessionId: 'a' }] })).toBe('WRAP_UP');
    expect(presence({ ...line, onCall: false, currentCall: [{}] })).toBe('READY');
    expect(presence({ loggedIn: true, ready: true })).toBe('READY');
    expect(presence({ loggedIn: true, ready: false })).toBe('NOT_READY');
  });

  it('on a line that is not connected is that of the known states of its calls', () => {
    for (const state of ['CONNECTED', 'HELD', 'TRANSFERRING', 'CONFERENCED'] as const)
      expect(presence(line, 'WRAP_UP', state)).toBe('ON_CALL');
    expect(presence(line, 'WRAP_UP')).toBe('WRAP_UP');
    expect(presence(line, 'WRAP_UP', 'RINGING')).toBe('RINGING');
    expect(presence(line, 'PARKED')).toBe('RINGING');
    expect(presence(line)).toBe('RINGING');
  });
});

describe('a status', () => {
  it('has one state for all of its calls, and those calls that have an id', () => {
    const states = [{ callConnected: true, onCall: true }, { onCall: true }, {}];
    expect(states.map((status) => callStateOf(status as DeskStatus))).toEqual(['CONNECTED', 'RINGING', 'WRAP_UP']);
    expect(currentCalls({ currentCall: [{ callSessionId: 'a' }, {}] } as DeskStatus)).toEqual([{ callSessionId: 'a' }]);
    expect(currentCalls({} as DeskStatus)).toEqual([]);
  });

  it('shows the direction of a call by the number of the other party', () => {
    const of = (facts: object) => directionOf(facts as Parameters<typeof directionOf>[0]);
    expect(of({ agentInitiated: true, number: '1', ani: '1', dnis: '2' })).toBe('OUTBOUND');
    expect(of({ number: '1', ani: '1', dnis: '2' })).toBe('INBOUND');
    expect(of({ number: '2', ani: '1', dnis: '2' })).toBe('OUTBOUND');
    expect(of({ number: '3', ani: '1', dnis: '2' })).toBeNull();
    expect(of({ number: '1', ani: '1', dnis: '1' })).toBeNull();
    expect(of({ ani: '1', dnis: '2' })).toBeNull();
  });

  it('has flags for hold and recording, which a reading inverts', () => {
    expect([
      holdFlag('hold'),
      holdFlag('talk'),
      holdFlag('hold', 'false-holds'),
      holdFlag('talk', 'false-holds'),
    ]).toEqual([...[true, false, false, true]]);
    const flags = [recordFlag('record'), recordFlag('stop'), recordFlag('record', 'false-records')];
    expect([...flags, recordFlag('stop', 'false-records')]).toEqual([true, false, false, true]);
  });

  it('has times in seconds or milliseconds, and reasons above zero', () => {
    expect(timeOf('1700000000')).toBe('2023-11-14T22:13:20.000Z');
    expect(timeOf('1700000000000')).toBe('2023-11-14T22:13:20.000Z');
    expect(timeOf('99999999999')).toBe(new Date(99_999_999_999_000).toISOString());
    expect(timeOf('100000000000')).toBe(new Date(100_000_000_000).toISOString());
    expect(['0', '-1', '', null, undefined, 'x', '9'.repeat(30)].map(timeOf)).toEqual(Array(7).fill(null));
    expect(['502', '0', '000', '-1', '', null, undefined].map(hasReason)).toEqual([true, ...Array(6).fill(false)]);
  });
});

describe('a call by its events', () => {
  const blank = { nativeId: 'ann/a', state: 'RINGING' } as CallRecord;
  const stepped = (steps: readonly CallStep[]) => {
    const calls = new CallTracker();
    return steps.map((step) => calls.step('a', step, blank)?.state ?? null);
  };

  it('moves forward alone, and takes what happens once but once', () => {
    expect(stepped(['STARTED', 'STARTED', 'CONNECTED', 'CONNECTED', 'HELD', 'HELD', 'RETRIEVED', 'HELD'])).toEqual([
      ...['RINGING', null, 'CONNECTED', null, 'HELD', null, 'CONNECTED', 'HELD'],
    ]);
    expect(stepped(['WRAP_UP', 'CONNECTED', 'STARTED', 'DISPOSED', 'WRAP_UP', 'ENDED', 'ENDED', 'DISPOSED'])).toEqual([
      ...['WRAP_UP', null, null, 'WRAP_UP', null, 'ENDED', null, null],
    ]);
    expect(stepped(['PARKED', 'CONNECTED', 'TRANSFERRING', 'CONFERENCED']), 'a parked call was connected').toEqual([
      ...['PARKED', null, 'TRANSFERRING', 'CONFERENCED'],
    ]);
  });

  it('is talking while it is connected in any way', () => {
    const calls = new CallTracker();
    const talking = (['STARTED', 'CONNECTED', 'HELD', 'WRAP_UP', 'ENDED'] as const).map((step) => {
      calls.step('a', step, blank);
      return calls.isTalking('a');
    });
    expect([...talking, calls.isTalking('b')]).toEqual([false, true, true, false, false, false]);
  });

  it('has its facts changed until it ends, where they are others', () => {
    const calls = new CallTracker();
    expect(calls.update('a', { from: '1' })).toBeNull();
    expect(calls.step('a', 'STARTED', blank, { from: '1' })).toEqual({ ...blank, from: '1' });
    expect(calls.update('a', { from: '1' })).toBeNull();
    expect(calls.update('a', { from: '2' })).toEqual({ ...blank, from: '2' });
    calls.step('a', 'ENDED', blank);
    expect([calls.update('a', { from: '3' }), calls.get('a')?.from]).toEqual([null, '2']);
  });

  it('that was restored continues from its state, unless it has ended here', () => {
    const after = (state: CallState, step: CallStep) => {
      const calls = new CallTracker();
      calls.restore('a', { ...blank, state });
      return calls.step('a', step, blank)?.state ?? null;
    };
    expect([after('RINGING', 'STARTED'), after('RINGING', 'CONNECTED')]).toEqual([null, 'CONNECTED']);
    expect([after('HELD', 'CONNECTED'), after('HELD', 'RETRIEVED')]).toEqual([null, 'CONNECTED']);
    expect([after('WRAP_UP', 'WRAP_UP'), after('WRAP_UP', 'DISPOSED'), after('WRAP_UP', 'HELD')]).toEqual([
      ...[null, 'WRAP_UP', null],
    ]);
    expect([after('UNKNOWN', 'CONNECTED'), after('UNKNOWN', 'HELD')]).toEqual([null, 'HELD']);
    const calls = new CallTracker();
    calls.step('a', 'ENDED', blank);
    calls.restore('a', blank);
    expect([calls.get('a')?.state, calls.live()]).toEqual(['ENDED', []]);
  });

  it('is remembered with the last two hundred that ended', () => {
    const calls = new CallTracker();
    calls.step('live', 'STARTED', blank);
    for (let at = 0; at <= 200; at += 1) calls.step(`${at}`, 'ENDED', blank);
    expect([...calls.known()]).toEqual(['live', ...Array.from({ length: 200 }, (_, at) => `${at + 1}`)]);
    expect(calls.live()).toEqual([['live', blank]]);
  });
});

describe('the callbacks of a desk', () => {
  const desk = {
    nativeId: (id: string) => `ann/${id}`,
    reference: () => ({ userName: 'ann' }),
    campaign: () => null,
  } as unknown as Desk;
  const callback = (id: string, comments = ''): CallbackRecord =>
    ({ nativeId: `ann/${id}`, comments }) as CallbackRecord;

  it('are those of its list, and each later list shows what changed', () => {
    const tracker = new CallbackTracker(desk);
    expect(tracker.list([callback('a'), callback('b')])).toEqual([]);
    expect(tracker.list([callback('a', 'x'), callback('b'), callback('c')])).toEqual([
      { type: 'UPDATED', callback: callback('a', 'x') },
      { type: 'ADDED', callback: callback('c') },
    ]);
    expect(tracker.list([callback('c')]).map(({ type, callback: { nativeId } }) => [type, nativeId])).toEqual([
      ['REMOVED', 'ann/a'],
      ['REMOVED', 'ann/b'],
    ]);
    expect(tracker.note({ _type: 'callbacksChanged' } as never, [callback('c', 'y')])).toEqual([
      { type: 'UPDATED', callback: callback('c', 'y') },
    ]);
    expect([tracker.note({ _type: 'callbacksChanged' } as never), tracker.note({ _type: 'other' } as never)]).toEqual([
      ...[null, null],
    ]);
  });

  it('that are removed or overdue are reported as far as they are known', () => {
    const tracker = new CallbackTracker(desk);
    const note = (_type: string, facts: object) => tracker.note({ _type, ...facts } as never);
    const agent = { userName: 'ann' };
    expect(note('callbackRemoved', { id: 'x' })).toEqual([{ type: 'REMOVED', callback: { nativeId: 'ann/x', agent } }]);
    tracker.list([callback('a', 'note')]);
    expect(note('callbackRemoved', { id: 'x' }), 'it was removed before').toEqual([]);
    expect(note('callbackOverdue', { id: 'a', time: '1700000000' })).toEqual([
      { type: 'OVERDUE', callback: callback('a', 'note') },
    ]);
    expect(note('callbackOverdue', { id: 'b', time: '1700000000' })).toEqual([
      { type: 'OVERDUE', callback: { nativeId: 'ann/b', dueAt: '2023-11-14T22:13:20.000Z', agent } },
    ]);
    expect(note('callbackRemoved', { id: 'a' })).toEqual([{ type: 'REMOVED', callback: callback('a', 'note') }]);
    expect(note('callbackRemoved', { id: 'a' })).toEqual([]);
    expect([note('callbackRemoved', {}), note('callbackOverdue', {}), note('callbackAdded', {})]).toEqual([[], [], []]);
  });

  it('that are added are known from then on, and change where they are added again with other facts', () => {
    const tracker = new CallbackTracker(desk);
    const added = (info: object) => tracker.note({ _type: 'callbackAdded', info } as never)?.map(({ type }) => type);
    expect([added({ id: '1', number: '5' }), added({ id: '1', number: '5' })]).toEqual([['ADDED'], []]);
    expect([added({ id: '1', number: '6' }), added({ number: '6' })]).toEqual([['UPDATED'], []]);
    expect(tracker.note({ _type: 'callbackOverdue', id: '1' } as never)).toMatchObject([
      { type: 'OVERDUE', callback: { nativeId: 'ann/1', number: '6' } },
    ]);
  });
});

describe('the queue of a reader', () => {
  it('gives events in their order, and makes the listener wait while it is full', async () => {
    const queue = new EventQueue<number>(2);
    const pushed: number[] = [];
    for (const item of [1, 2, 3, 4]) void queue.push(item).then(() => pushed.push(item));
    await turn();
    expect(pushed).toEqual([1, 2]);
    const read = queue.read();
    expect((await read.next()).value).toBe(1);
    await turn();
    expect(pushed).toEqual([1, 2, 3]);
    const rest = [await read.next(), await read.next(), await read.next()].map(({ value }) => value);
    expect([rest, pushed]).toEqual([
      [2, 3, 4],
      [1, 2, 3, 4],
    ]);
    const next = read.next();
    await queue.push(5);
    expect((await next).value).toBe(5);
  });

  it('that is closed ends its reader and releases those that wait, without what was not read', async () => {
    const queue = new EventQueue<number>(1);
    await queue.push(1);
    const waiting = Promise.all([queue.push(2), queue.push(3)]);
    queue.close();
    await waiting;
    expect((await queue.read().next()).done).toBe(true);
    const idle = new EventQueue<number>(1);
    const next = idle.read().next();
    idle.close();
    expect((await next).done).toBe(true);
  });
});

it('a page may be opened of a public name on its usual port, or of a host that is listed', () => {
  const refused = (address: unknown, listed: readonly string[] = []) => {
    try {
      checkPage(address, listed);
      return false;
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['url'] });
      return true;
    }
  };
  const allowed = [undefined, 'https://example.com/a', 'http://example.com.', 'https://sub.example.com:443/'];
  expect(allowed.map((address) => refused(address))).toEqual([false, false, false, false]);
  for (const address of ['x', 'ftp://example.com', 'file:///etc', 'https://ann@example.com', 'https://:x@example.com'])
    expect(refused(address), address).toBe(true);
  for (const host of [
    'intranet',
    'localhost',
    'a.localhost',
    'a.local',
    'a.internal',
    '10.0.0.1',
    '[::1]',
    '[::ffff:10.0.0.1]',
    'example.com:8080',
  ])
    expect(refused(`https://${host}/`), host).toBe(true);
  expect(refused('https://intranet:8080/', ['INTRANET'])).toBe(false);
  expect(refused('https://other/', ['intranet'])).toBe(true);
  expect([refused('https://intranet./', ['intranet']), refused('https://a.local./')]).toEqual([false, true]);
});
