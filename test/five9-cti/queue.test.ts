import { describe, expect, test } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { GRACE_MS, QueueBoard } from '../../src/adapters/five9-cti/events/queue-board.ts';

const START = Date.parse('2026-03-02T10:00:00.000Z');
const desk = (agent: string) => ({
  agent,
  campaign: (id: string | null | undefined) => (id ? { nativeId: id, name: 'Billing' } : null),
});
const [ann, bob] = [desk('ann'), desk('bob')];

function boardOf() {
  let now = START;
  const board = new QueueBoard('floor', () => new Date(now));
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

  test('while a desk is not listened to, nobody knows whether a call that left gave up', () => {
    const { board, call, pass } = boardOf();
    board.list(ann, [call('a')]);
    board.list(ann, []);
    pass(10);
    expect(brief(board.settle(false))).toEqual(['ENDED a -']);
  });

  test('a call that the service says to have given up has', () => {
    const { board, call } = boardOf();
    board.list(ann, [call('a')]);
    expect(brief(board.abandon('a') ?? [])).toEqual(['ENDED a ABANDONED']);
    expect(board.abandon('a')).toBeUndefined();
  });

  test('what only a lost desk listed ends at an unknown time', () => {
    const { board, call } = boardOf();
    board.list(ann, [call('a'), call('b')]);
    board.list(bob, [call('b')]);
    const events = board.lose('ann');
    expect(brief(events)).toEqual(['ENDED a -']);
    expect(events).toMatchObject([{ late: true }]);
    expect(board.calls).toMatchObject([{ callId: 'b' }]);
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
