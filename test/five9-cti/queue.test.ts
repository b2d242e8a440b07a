import { describe, expect, test } from 'vitest';
import type { CallRecord, EventRecord } from '../../src/adapters/adapter.ts';
import { GRACE_MS, QueueBoard } from '../../src/adapters/five9-cti/events/queue-board.ts';
import type { ChosenReadings } from '../../src/adapters/readings.ts';

const START = Date.parse('2026-03-02T10:00:00.000Z');
const desk = (agent: string) => ({
  agent,
  campaign: (id: string | null | undefined) => (id ? { nativeId: id, name: 'Billing' } : null),
});
const [ann, bob] = [desk('ann'), desk('bob')];

function boardOf(reading: ChosenReadings = {}) {
  let now = START;
  const board = new QueueBoard('floor', () => new Date(now), reading);
  const pass = (seconds: number) => {
    now += seconds * 1_000;
  };
  const call = (id: string, created = now) => ({
    callSessionId: id,
    campaignId: '9',
    created: String(created),
    customer: 'Eva',
    priority: 0,
  });
  return { board, pass, call };
}

const brief = (events: readonly EventRecord[]) =>
  events.map((event) =>
    event.kind === 'CALL' ? `${event.type} ${event.call.callId} ${event.call.leftQueue ?? '-'}` : event.kind,
  );

describe('the calls that wait, by the lists of all desks', () => {
  test('a call that several desks list begins once and waits since it was created', () => {
    const { board, call } = boardOf();
    const created = START - 40_000;
    expect(brief(board.list(ann, [call('a', created)]))).toEqual(['STARTED a -']);
    expect(board.list(bob, [call('a', created)])).toEqual([]);
    expect(board.calls).toMatchObject([
      { state: 'QUEUED', callId: 'a', customerName: 'Eva', campaign: { nativeId: '9' }, queue: { name: 'Billing' } },
    ]);
    expect(board.calls[0]?.startedAt).toBe(new Date(created).toISOString());
  });

  test('a call that reaches a desk leaves the queue, and a list sent before does not bring it back', () => {
    const { board, call } = boardOf();
    board.list(ann, [call('a')]);
    expect(brief(board.assign('a'))).toEqual(['ENDED a ROUTED']);
    expect(board.list(bob, [call('a')])).toEqual([]);
  });

  test('two gateways mark the begin and the end of one wait alike, and those of the next wait otherwise', () => {
    const waits = [boardOf(), boardOf()].map(({ board, call, pass }, at) => {
      const marks = () => {
        // Each gateway has a clock of its own, and sees the call leave a moment apart.
        pass(at * 0.3);
        const events = [...board.list(ann, [call('a', START - 5_000)]), ...board.assign('a')];
        board.release('a');
        board.list(ann, []);
        return events.map(({ fingerprint }) => fingerprint);
      };
      return [marks(), marks()];
    });
    const [mine = [], theirs = []] = waits;
    expect(mine).toEqual(theirs);
    expect(new Set(mine.flat()).size).toBe(4);
  });

  test('a call that is still on one list waits', () => {
    const { board, call, pass } = boardOf();
    board.list(ann, [call('a')]);
    board.list(bob, [call('a')]);
    board.list(ann, []);
    pass(60);
    expect(board.due).toBeNull();
    expect(board.settle(true)).toEqual([]);
  });

  test('a call that leaves all lists and reaches no desk gave up when the last list lost it', () => {
    const { board, call, pass } = boardOf();
    board.list(ann, [call('a')]);
    pass(20);
    board.list(ann, []);
    const left = new Date(START + 20_000).toISOString();
    pass(1);
    expect(board.settle(true)).toEqual([]);
    pass(GRACE_MS / 1_000);
    const [event] = board.settle(true);
    expect(event).toMatchObject({ type: 'ENDED', occurredAt: left, call: { endedAt: left, leftQueue: 'ABANDONED' } });
  });

  test('while a desk has no listener, a call that left is not counted as abandoned', () => {
    const { board, call, pass } = boardOf();
    board.list(ann, [call('a')]);
    board.list(ann, []);
    pass(10);
    expect(brief(board.settle(false))).toEqual(['ENDED a -']);
  });

  test('a call that the service reports as abandoned is', () => {
    const { board, call } = boardOf();
    board.list(ann, [call('a')]);
    expect(brief(board.abandon('a') ?? [])).toEqual(['ENDED a ABANDONED']);
    expect(board.abandon('a')).toBeUndefined();
  });

  test('what only a lost desk listed waits on, and has ended at an unknown time when the next list of the desk lacks it', () => {
    const { board, call, pass } = boardOf();
    board.list(ann, [call('a'), call('b')]);
    board.list(bob, [call('b')]);
    board.lose('ann');
    expect(board.calls).toMatchObject([{ callId: 'a' }, { callId: 'b' }]);
    expect(board.list(ann, [call('b')])).toEqual([]);
    pass(GRACE_MS / 1_000);
    const gone = board.settle(true);
    expect(brief(gone)).toEqual(['ENDED a -']);
    expect(gone).toMatchObject([{ late: true }]);
    expect(board.calls).toMatchObject([{ callId: 'b' }]);
  });

  test('what only a lost desk listed and lists again has waited all the time', () => {
    const { board, call, pass } = boardOf();
    board.list(ann, [call('a')]);
    board.lose('ann');
    expect(board.list(ann, [call('a', START)])).toEqual([]);
    pass(3_600);
    expect(board.settle(true)).toEqual([]);
  });

  test('a call that no agent took waits again', () => {
    const { board, call } = boardOf();
    board.list(ann, [call('a')]);
    board.assign('a');
    board.list(ann, []);
    board.release('a');
    const events = board.list(ann, [call('a')]);
    expect(brief(events)).toEqual(['STARTED a -']);
    expect(events).toMatchObject([{ returned: true }]);
  });
});

test('a list that still has a call after it was served elsewhere does not bring it back', () => {
  const { board, call } = boardOf();
  board.list(ann, [call('a')]);
  board.list(bob, [call('a')]);
  board.assign('a');
  board.release('a');
  expect(board.list(bob, [call('a'), call('b')]).length).toBe(1);
  board.list(bob, []);
  expect(brief(board.list(bob, [call('a')]))).toEqual(['STARTED a -']);
});

describe('calls that waited before a gateway began to listen', () => {
  const waited = (id: string): CallRecord => ({
    ...{ nativeId: `queue/${id}`, callId: id, state: 'QUEUED', startedAt: new Date(START - 60_000).toISOString() },
    campaign: { nativeId: '9', name: 'Billing' },
  });

  function restored(...calls: CallRecord[]) {
    return restoredUnder({}, ...calls);
  }

  function restoredUnder(reading: ChosenReadings, ...calls: CallRecord[]) {
    const world = boardOf(reading);
    world.board.restore(calls, ['ann', 'bob']);
    return world;
  }

  test('wait on while no list says otherwise, and a list that has one changes nothing', () => {
    const { board, call } = restored(waited('a'));
    expect(board.calls).toMatchObject([{ callId: 'a', state: 'QUEUED' }]);
    expect(board.list(ann, [call('a', START - 60_000)])).toEqual([]);
    expect(board.list(bob, [])).toEqual([]);
    expect(board.due).toBeNull();
    expect(brief(board.assign('a'))).toEqual(['ENDED a ROUTED']);
  });

  test('are gone at an unknown time when no desk lists them', () => {
    const { board, pass } = restored(waited('a'));
    board.list(ann, []);
    expect(board.settle(true)).toEqual([]);
    board.list(bob, []);
    pass(GRACE_MS / 1_000);
    const gone = board.settle(true);
    expect(brief(gone)).toEqual(['ENDED a -']);
    expect(gone).toMatchObject([{ late: true }]);
  });

  test('wait on when one desk lists others of their campaign, since the guide does not say that it lists all', () => {
    const { board, call, pass } = restored(waited('a'), waited('b'));
    board.list(ann, [call('a')]);
    pass(GRACE_MS / 1_000);
    expect(board.settle(true)).toEqual([]);
    expect(board.calls).toMatchObject([{ callId: 'a' }, { callId: 'b' }]);
  });

  test.each([
    ['at-change', 600],
    ['at-once', 60],
  ])('are gone where desks send their list %s after %d seconds in which no list has them', (reading, seconds) => {
    const { board, pass } = restoredUnder({ 'queue-list': reading }, waited('a'));
    pass(seconds - 1);
    expect(board.settle(true)).toEqual([]);
    expect(board.calls).toMatchObject([{ callId: 'a', state: 'QUEUED' }]);
    pass(1);
    const gone = board.settle(true);
    expect(brief(gone)).toEqual(['ENDED a -']);
    expect(gone).toMatchObject([{ late: true }]);
    expect(board.calls).toEqual([]);
  });

  test('were answered at an unknown time when a desk has them', () => {
    const { board } = restored(waited('a'));
    expect(board.assign('a')).toMatchObject([{ type: 'ENDED', late: true, call: { leftQueue: 'ROUTED' } }]);
  });

  test('are reported again when they come back, as a wait that the log does not have', () => {
    const first = boardOf();
    const [begun] = first.board.list(ann, [first.call('a')]);
    const { board, call } = restored({ ...waited('a'), state: 'ENDED' });
    expect(board.calls).toEqual([]);
    const [again] = board.list(ann, [call('a')]);
    expect(again).toMatchObject({ type: 'STARTED', returned: true });
    expect(again?.fingerprint).not.toBe(begun?.fingerprint);
  });
});
