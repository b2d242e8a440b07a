/** Waits in the queue: how each is marked and dated, and which list of a desk may still show one that is over. */
import { describe, expect, test } from 'vitest';
import { GRACE_MS, QueueBoard } from '../../src/adapters/five9-cti/events/queue-board.ts';
import { logged, START } from './unit-desks.ts';

const desk = (agent: string) => ({ agent, campaign: () => null });
const [ann, bob] = [desk('ann'), desk('bob')];
const queued = (id: string) => logged(id, 'QUEUED', { nativeId: `queue/${id}` });

function waits() {
  const clock = { now: START };
  const board = new QueueBoard('floor', () => new Date(clock.now));
  const list = (of: typeof ann, ...ids: string[]) => board.list(of, ids.map((id) => ({ callSessionId: id })) as never);
  /** Begins and ends a wait of a call that was created at the start. */
  const wait = (id: string) => {
    const [begun] = board.list(ann, [{ callSessionId: id, created: `${START}` }] as never);
    board.assign(id);
    board.release(id);
    list(ann);
    return begun;
  };
  return { clock, board, list, wait };
}

describe('a wait', () => {
  test('is marked by the time of the call and the number of its waits before', () => {
    const { board, wait } = waits();
    const begun = [wait('a'), wait('a'), wait('a'), wait('b')];
    expect(begun.map((event) => event?.fingerprint)).toEqual(
      ['a', 'a', 'a', 'b'].map((id, at) => `queue/${id}/STARTED/${START}.${at % 3}`),
    );
    expect(begun.map((event) => event && 'returned' in event)).toEqual([false, true, true, false]);
    board.restore([{ ...queued('c'), state: 'ENDED' }], ['ann']);
    expect([wait('c'), wait('c')].map((event) => event?.fingerprint)).toEqual([
      ...[`queue/c/STARTED/${START}.${START}`, `queue/c/STARTED/${START}.${START + 1}`],
    ]);
  });

  test('of a call without a time is marked by the moment and the number of waits at this gateway', () => {
    const { list, board, clock } = waits();
    const events = [...list(ann, 'a'), ...list(ann, 'a', 'b')];
    clock.now += 1_000;
    events.push(...board.assign('a'));
    expect(events.map(({ fingerprint }) => fingerprint)).toEqual([
      ...[`queue/a/STARTED/${START}.1`, `queue/b/STARTED/${START}.2`, `queue/a/ENDED/${START + 1_000}.2`],
    ]);
  });

  test('of a call without a time began at the list that gained it, if the list before is known', () => {
    const { list, board, clock } = waits();
    const begins = () => board.calls.map(({ callId, startedAt }) => [callId, startedAt]);
    list(ann, 'a');
    clock.now += 1_000;
    list(ann, 'a', 'b');
    list(bob, 'c');
    board.lose('ann');
    list(ann, 'a', 'b', 'd');
    const gained = new Date(START + 1_000).toISOString();
    expect(begins()).toEqual([
      ...[
        ['a', null],
        ['b', gained],
        ['c', null],
        ['d', null],
      ],
    ]);
  });

  test('is one that returned for the last two thousand calls that waited before', () => {
    const { wait } = waits();
    for (let at = 1; at <= 2_000; at += 1) wait(`${at}`);
    expect(wait('1')).toMatchObject({ returned: true });
    wait('2001');
    expect([wait('2'), wait('1')].map((event) => event && 'returned' in event)).toEqual([true, false]);
  });
});

describe('the list of a desk', () => {
  test('that was not sent anew does not bring back a call that was served, until the desk is lost', () => {
    const { list, board } = waits();
    list(ann, 'a');
    board.assign('a');
    board.release('a');
    expect(list(ann, 'a')).toEqual([]);
    board.lose('bob');
    expect(list(ann, 'a')).toEqual([]);
    board.lose('ann');
    expect(list(ann, 'a')).toMatchObject([{ type: 'STARTED', returned: true }]);
  });

  test('that was not sent anew does not bring back a call that is gone from the list of another desk', () => {
    const { list, board } = waits();
    list(ann, 'a');
    list(bob, 'a');
    board.assign('a');
    board.release('a');
    expect([list(ann), list(bob, 'a')]).toEqual([[], []]);
    list(bob);
    expect(list(bob, 'a').length).toBe(1);
  });

  test('that is lost leaves a call on the list of another desk as it was', () => {
    const { list, board } = waits();
    list(ann, 'a');
    list(bob, 'a');
    board.lose('ann');
    expect(board.due).toBeNull();
    board.lose('bob');
    expect(board.due?.getTime()).toBe(START + 600_000);
  });
});

describe('the calls of the event log', () => {
  test('are those of the queue, and a later reading replaces those that no list has', () => {
    const { board, list } = waits();
    board.restore(
      [logged('A', 'CONNECTED'), { ...queued('x'), callId: null }, queued('a'), queued('b')],
      ['ann', 'bob'],
    );
    expect(board.calls.map(({ nativeId }) => nativeId)).toEqual(['queue/a', 'queue/b']);
    list(ann, 'b');
    board.restore([queued('c')], ['ann', 'bob']);
    expect(board.calls.map(({ callId }) => callId)).toEqual(['b', 'c']);
    board.forgetUnseen();
    expect(board.calls.map(({ callId }) => callId)).toEqual(['b']);
  });

  test('may wait on the lists of their desks although another desk is lost', () => {
    const { board, list } = waits();
    board.restore([queued('a')], ['ann', 'bob']);
    board.lose('cy');
    list(ann);
    expect(board.due?.getTime()).toBe(START + 600_000);
    list(bob);
    expect(board.due?.getTime()).toBe(START + GRACE_MS);
  });
});
