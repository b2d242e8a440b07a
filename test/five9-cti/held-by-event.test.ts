/** A desk whose events arrive confirms a hold by the event that names the call, and without a second status. */
import { afterEach, expect, test } from 'vitest';
import type { DeskEvent } from '../../src/adapters/five9-cti/contract/events/index.ts';
import { briefs, floor, incoming, named, refusalOf } from './scripted.ts';

const { connected, clean } = floor();

afterEach(clean);

/** A listened desk with a connected call A, whose service sends these events before it answers an operation. */
async function listenedDesk(sends: Readonly<Record<string, readonly DeskEvent[]>>) {
  const { desk, adapter, stream } = await connected();
  desk.before = async (operation) => desk.send(...(sends[operation] ?? []));
  const cost = async (act: () => Promise<unknown> | undefined) => {
    const before = desk.asked.length;
    const code = await refusalOf(act);
    const asked = desk.asked.slice(before).map(([operation]) => operation);
    return { code, asked: asked.filter((operation) => operation !== 'checkEvent') };
  };
  const state = async () => (await adapter.calls?.({ nativeIds: ['jdoe/A'] }, {}))?.items[0]?.state;
  const hold = () => adapter.callHold?.('jdoe/A', {}, {});
  const retrieve = () => adapter.callRetrieve?.('jdoe/A', {}, {});
  return { desk, stream, cost, state, hold, retrieve };
}

test('a hold that an event reports of the call is a look and the act, and fills the payload', async () => {
  const { desk, cost, state, hold, retrieve } = await listenedDesk({ toggleHold: [named('callOnHold', 'A')] });
  expect(await cost(hold)).toEqual({ code: null, asked: ['getStatus', 'toggleHold'] });
  expect(await cost(state)).toEqual({ code: null, asked: [] });
  desk.before = async (operation) => {
    if (operation === 'toggleHold') desk.send(named('callOffHold', 'A'));
  };
  expect(await cost(retrieve)).toEqual({ code: null, asked: ['getStatus', 'toggleHold'] });
  expect(await state()).toBe('CONNECTED');
});

const unnamed = (name: 'callOnHold' | 'callOffHold'): DeskEvent => ({ _type: name });

test('an event that names no call is of the only one on the line, and confirms the act like one that does', async () => {
  const { desk, cost, state, hold, retrieve } = await listenedDesk({ toggleHold: [unnamed('callOnHold')] });
  expect(await cost(hold)).toEqual({ code: null, asked: ['getStatus', 'toggleHold'] });
  expect(await state()).toBe('HELD');
  desk.before = async (operation) => {
    if (operation === 'toggleHold') desk.send(unnamed('callOffHold'));
  };
  expect(await cost(retrieve)).toEqual({ code: null, asked: ['getStatus', 'toggleHold'] });
  expect(await state()).toBe('CONNECTED');
});

test('an event that names no call shows a hold at the phone, beside a parked call too', async () => {
  const { desk, stream } = await listenedDesk({});
  desk.send(named('callParked', 'A'), incoming('B'), named('callStarted', 'B'), unnamed('callOnHold'));
  const seen = briefs(await stream.until((all) => briefs(all).includes('CALL HELD B HELD')));
  expect(seen).not.toContain('CALL HELD A HELD');
});

test('an event that names no call changes none of two on the line', async () => {
  const { desk, stream } = await listenedDesk({});
  desk.send(incoming('B'), named('callStarted', 'B'), unnamed('callOnHold'), named('callEnded', 'B'));
  const seen = briefs(await stream.until((all) => briefs(all).includes('CALL WRAP_UP B WRAP_UP')));
  expect(seen.filter((one) => one.includes('HELD'))).toEqual([]);
  expect(seen).toContain('VENDOR callOnHold');
});

test('a hold that no event reports is read back from the status', async () => {
  const { cost, state, hold } = await listenedDesk({});
  expect(await cost(hold)).toEqual({ code: null, asked: ['getStatus', 'toggleHold', 'getStatus'] });
  expect(await state()).toBe('HELD');
});

test('a hold that an event reports of another call is not taken for the one of the named call', async () => {
  const events = [incoming('B'), named('callStarted', 'B'), named('callOnHold', 'B')];
  const { cost, hold } = await listenedDesk({ toggleHold: events });
  expect(await cost(hold)).toEqual({ code: 'OUTCOME_UNKNOWN', asked: ['getStatus', 'toggleHold', 'getStatus'] });
});

test('a hold is unknown where a further call came before the event that reports it', async () => {
  const events = [incoming('B'), named('callStarted', 'B'), named('callOnHold', 'A')];
  const { cost, hold } = await listenedDesk({ toggleHold: events });
  expect((await cost(hold)).code).toBe('OUTCOME_UNKNOWN');
});
