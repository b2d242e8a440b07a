/** The calls as their events reported them: which events come too late, and what later changes are completed with. */
import { expect, test } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { Projection } from '../../src/subscriptions/ingest/projection.ts';
import { callEvent } from './events.ts';

type CallEvent = Extract<EventRecord, { kind: 'CALL' }>;

const STARTED = '2026-06-01T12:00:00.000Z';
const AFTER_A_DAY = '2026-06-03T12:00:00.000Z';

/** An event of a call that began then; the facts of the call after it. */
function event(
  state: CallEvent['call']['state'],
  facts: Partial<CallEvent['call']> = {},
  more: object = {},
): CallEvent {
  const base = callEvent({ state }) as CallEvent;
  return { ...base, ...more, call: { ...base.call, startedAt: STARTED, ...facts } };
}

const other = { ...callEvent({}), kind: 'AGENT' } as unknown as EventRecord;

test('an event that moves its call backwards comes too late, and one that does not is admitted', () => {
  const states = ['RINGING', 'CONNECTED', 'WRAP_UP', 'ENDED'] as const;
  const admitted = states.map((before) =>
    states.map((state) => {
      const projection = new Projection();
      projection.admit(event(before));
      return projection.admit(event(state));
    }),
  );
  expect(admitted).toEqual([
    [true, true, true, true],
    [true, true, true, true],
    [false, false, true, true],
    [false, false, false, true],
  ]);
});

test('the id of a call that is used again, in another account or after it returned, moves no call backwards', () => {
  const projection = new Projection();
  projection.admit(event('ENDED'));
  expect(projection.admit(event('CONNECTED'))).toBe(false);
  expect(projection.admit(event('CONNECTED', {}, { account: 'dial' }))).toBe(true);
  expect(projection.admit(event('CONNECTED', { startedAt: AFTER_A_DAY }))).toBe(true);
  projection.admit(event('ENDED'));
  expect(projection.admit(event('CONNECTED', {}, { returned: true }))).toBe(true);
  expect(projection.admit(other)).toBe(true);
});

test('an event that came too late changes nothing, and the calls are those of their account', () => {
  const projection = new Projection();
  const [ended, elsewhere] = [event('ENDED'), event('CONNECTED', { nativeId: '8' }, { account: 'dial' })];
  for (const each of [ended, elsewhere, event('CONNECTED'), other]) projection.admit(each);
  expect(projection.callsOf('floor')).toEqual([ended.call]);
  expect(projection.callsOf('dial')).toEqual([elsewhere.call]);
  expect(projection.callsOf('wfo')).toEqual([]);
});

test('what the log holds is taken in unless a newer event of the call is known', () => {
  const at = (seconds: number) => ({ receivedAt: new Date(1_700_000_000_000 + seconds * 1_000).toISOString() });
  const observed = (known: CallEvent | null, logged: CallEvent) => {
    const projection = new Projection();
    if (known) projection.admit(known);
    projection.observe([{ event: other }, { event: logged }]);
    return projection.callsOf('floor');
  };
  const [old, new_] = [event('CONNECTED', { from: '1' }, at(1)), event('CONNECTED', { from: '2' }, at(2))];
  expect(observed(null, old)).toEqual([old.call]);
  expect(observed(old, new_)).toEqual([new_.call]);
  expect(observed(new_, old)).toEqual([new_.call]);
  const same = event('CONNECTED', { from: '3' }, at(1));
  expect(observed(old, same), 'of the same time').toEqual([same.call]);
});

test('the change of a recording is completed with its call, which it does not replace', () => {
  const projection = new Projection();
  projection.admit(event('CONNECTED', { customerName: 'Ann', recordingState: 'RECORDING', from: '1' }));
  const change = event('RINGING', { recordingState: 'PAUSED' });
  expect(projection.completed(change)).toMatchObject({
    fingerprint: change.fingerprint,
    call: { state: 'CONNECTED', customerName: 'Ann', from: '1', recordingState: 'PAUSED' },
  });
  expect(projection.completed(event('CONNECTED', {}))).toMatchObject({ call: { recordingState: null } });
});

test('the change of a recording stays as it is where its call is over, is not known, or is another one', () => {
  const projection = new Projection();
  const change = event('CONNECTED', { recordingState: 'PAUSED' });
  expect(projection.completed(change)).toBe(change);
  projection.admit(event('CONNECTED'));
  const later = event('CONNECTED', { startedAt: AFTER_A_DAY });
  expect(projection.completed(later)).toBe(later);
  for (const state of ['WRAP_UP', 'ENDED'] as const) {
    projection.admit(event(state));
    expect(projection.completed(change), state).toBe(change);
  }
  expect(projection.completed(other)).toBe(other);
});
