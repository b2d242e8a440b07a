/** Calls that were parked, put on hold or retrieved while the desk was not listened to: what its status shows of them afterwards. */
import { afterEach, describe, expect, test } from 'vitest';
import type { CallRecord } from '../../src/adapters/adapter.ts';
import type { DeskStatus } from '../../src/adapters/five9-cti/quirks.ts';
import type { ChosenReadings } from '../../src/adapters/readings.ts';
import { until } from '../helpers/until.ts';
import { call, collect, connectTo, scriptedDesk, withoutPresence } from './scripted.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const logged = (id: string, state: CallRecord['state']): CallRecord => ({
  ...{ nativeId: `jdoe/${id}`, callId: id, channel: 'VOICE', state, startedAt: '2026-03-02T10:00:00.000Z' },
  agent: { nativeId: 'jdoe' },
});

const line = (callConnected: boolean, ...ids: string[]): DeskStatus => ({
  ...{ loggedIn: true, onCall: ids.length > 0, callConnected, currentCall: ids.map((id) => call(id)) },
});

/** The changes of calls, and the calls, once a desk is listened to whose calls the log has in these states. */
async function afterOutage(readings: ChosenReadings, before: readonly CallRecord[], status: DeskStatus) {
  const desk = await scriptedDesk();
  desk.status = status;
  const adapter = connectTo([{ agent: 'jdoe', url: desk.url }], { readings });
  const { events } = adapter;
  if (!events) throw new Error('no stream');
  const stream = collect(({ signal }) => events({ signal, logged: async () => before }));
  cleanups.push(desk.close, () => adapter.close(), stream.stop);
  await until(() => desk.service.received.get('checkEvent') !== undefined);
  const changes = withoutPresence(stream.events).flatMap((event) =>
    event.kind === 'CALL' && event.type !== 'UPDATED'
      ? [`${event.call.callId} ${event.type} ${event.late === true}`]
      : [],
  );
  const states = ((await adapter.calls?.({}, {}))?.items ?? []).map(({ callId, state }) => `${callId} ${state}`);
  return { changes, states };
}

const none: readonly string[] = [];

describe('a call that was parked', () => {
  const parked = [logged('A', 'PARKED')];

  test.each(['not-in-status', 'in-status'])(
    'is retrieved where it alone is put through, parked calls being %s',
    async (reading) => {
      const after = await afterOutage({ 'parked-calls': reading }, parked, line(true, 'A'));
      expect(after).toEqual({ changes: ['A RETRIEVED true'], states: ['A CONNECTED'] });
    },
  );

  test('stays parked where a status lists no parked calls', async () => {
    const after = await afterOutage({ 'parked-calls': 'not-in-status' }, parked, line(false));
    expect(after).toEqual({ changes: none, states: ['A PARKED'] });
  });

  test('has ended where a status would list it', async () => {
    const after = await afterOutage({ 'parked-calls': 'in-status' }, parked, line(false));
    expect(after).toEqual({ changes: ['A ENDED true'], states: none });
  });

  test('stays parked where a status lists it without a line', async () => {
    const after = await afterOutage({ 'parked-calls': 'in-status' }, parked, { ...line(false, 'A'), onCall: false });
    expect(after).toEqual({ changes: none, states: ['A PARKED'] });
  });

  test('stays parked where another call may be the one that is put through', async () => {
    const after = await afterOutage({ 'parked-calls': 'in-status' }, parked, line(true, 'A', 'B'));
    expect(after.changes.filter((change) => change.startsWith('A'))).toEqual([]);
    expect(after.states).toContain('A PARKED');
  });
});

describe('a call that was on hold or was not', () => {
  test.each<[string, CallRecord['state'], boolean, readonly string[], string]>([
    ['not-connected', 'HELD', true, ['A RETRIEVED true'], 'A CONNECTED'],
    ['not-connected', 'HELD', false, none, 'A HELD'],
    ['not-connected', 'CONNECTED', false, ['A HELD true'], 'A HELD'],
    ['not-connected', 'CONNECTED', true, none, 'A CONNECTED'],
    ['connected', 'HELD', true, none, 'A HELD'],
    ['connected', 'HELD', false, none, 'A HELD'],
    ['connected', 'CONNECTED', true, none, 'A CONNECTED'],
  ])(
    'with a line of held calls that is %s and one that was %s, callConnected = %s',
    async (reading, state, up, changes, shown) => {
      const after = await afterOutage({ 'held-line': reading }, [logged('A', state)], line(up, 'A'));
      expect(after).toEqual({ changes, states: [shown] });
    },
  );
});
