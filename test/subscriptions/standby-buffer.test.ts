/** What a standby holds of a stream: the order of events, their bounds, and those that the log has overtaken. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { retainedBytes } from '../../src/adapters/retained-bytes.ts';
import { StandbyBuffer } from '../../src/subscriptions/ingest/standby-buffer.ts';
import { callEvent } from './events.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 100_000 }));
afterEach(() => void vi.useRealTimers());
const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const begin = () => new StandbyBuffer(({ fingerprint }) => fingerprint);

const gap = (call: string, from: number): EventRecord => {
  const at = new Date(from).toISOString();
  const base = { account: 'floor', subject: call, fingerprint: `gap ${from}`, occurredAt: at, receivedAt: at };
  return { ...base, kind: 'GAP', from: at, to: at, reason: 'lost' };
};
const subjects = (buffer: StandbyBuffer) => buffer.first(100).map(({ event }) => event.subject);

test('events are in the order in which they were received', () => {
  const buffer = begin();
  expect([buffer.size, buffer.oldest, buffer.first(2)]).toEqual([0, undefined, []]);
  const [one, two, three] = ['a', 'b', 'c'].map((call) => buffer.add(callEvent({ call })));
  expect([buffer.size, buffer.oldest]).toEqual([3, one]);
  expect(buffer.first(2)).toEqual([one, two]);
  expect([one, two, three].map((each) => each?.sequence)).toEqual([1, 2, 3]);
  if (one) buffer.delete(one);
  expect([buffer.size, buffer.oldest]).toEqual([2, two]);
});

test('equal events are found one after the other, the oldest first', () => {
  const buffer = begin();
  const [first, second] = [buffer.add(callEvent({ fingerprint: 'f' })), buffer.add(callEvent({ fingerprint: 'f' }))];
  const same = () => buffer.sameAs(callEvent({ fingerprint: 'f' }));
  expect(same()).toBe(first);
  expect(buffer.sameAs(callEvent({ fingerprint: 'other' }))).toBeUndefined();
  buffer.delete(first);
  expect(same()).toBe(second);
  buffer.delete(first);
  expect([same(), buffer.size]).toEqual([second, 1]);
  buffer.delete(second);
  expect(same()).toBeUndefined();
});

test('the log lacks events since the oldest was received, or since a gap that waits began', () => {
  const buffer = begin();
  expect(buffer.since).toBeUndefined();
  buffer.add(callEvent({}));
  pass(500);
  buffer.add(callEvent({}));
  expect(buffer.since).toBe(100_000);
  buffer.add(gap('x', 100_200));
  expect(buffer.since).toBe(100_000);
  buffer.add(gap('x', 99_000));
  expect(buffer.since).toBe(99_000);
});

test('older events of a subject are deleted, but no gaps and none of another subject', () => {
  const buffer = begin();
  buffer.add(callEvent({ call: 'a' }));
  buffer.add(gap('a', 1));
  buffer.add(callEvent({ call: 'b' }));
  const before = buffer.add(callEvent({ call: 'a' }));
  buffer.add(callEvent({ call: 'a' }));
  buffer.deleteOlder('a', before);
  expect(subjects(buffer)).toEqual(['a', 'b', 'a', 'a']);
  expect(buffer.oldest?.event.kind).toBe('GAP');
  buffer.deleteOlder('a');
  expect(buffer.first(9).map(({ event }) => event.kind)).toEqual(['GAP', 'CALL']);
});

test('events that were overtaken are deleted together; gaps and later ones are not overtaken', () => {
  const buffer = begin();
  const old = buffer.add(callEvent({ call: 'a' }));
  buffer.add(gap('a', 1));
  const other = buffer.add(callEvent({ call: 'b' }));
  pass(10);
  buffer.add(callEvent({ call: 'a' }));
  buffer.overtake('a', (time) => time < 100_010);
  expect(buffer.size).toBe(4);
  buffer.overtake('b', () => true);
  expect(buffer.deleteOvertaken()).toEqual([old, other]);
  expect(subjects(buffer)).toEqual(['a', 'a']);
  expect(buffer.deleteOvertaken()).toEqual([]);
});

test('an overtaken event that was deleted before is not among them', () => {
  const buffer = begin();
  const one = buffer.add(callEvent({ call: 'a' }));
  buffer.overtake('a', () => true);
  buffer.delete(one);
  expect(buffer.deleteOvertaken()).toEqual([]);
});

test('events that were received before a time are deleted, and none at it', () => {
  const buffer = begin();
  for (const call of ['a', 'b', 'c']) {
    buffer.add(callEvent({ call }));
    pass(10);
  }
  buffer.deleteBefore(100_010);
  expect(subjects(buffer)).toEqual(['b', 'c']);
  buffer.deleteBefore(100_011);
  expect(subjects(buffer)).toEqual(['c']);
});

test('it is full with ten thousand events, and overfull with one more', () => {
  const buffer = begin();
  const states = [9_999, 10_000, 10_001].map((size) => {
    while (buffer.size < size) buffer.add(callEvent({}));
    return [buffer.isFull, buffer.isOverfull];
  });
  expect(states).toEqual([
    [false, false],
    [true, false],
    [true, true],
  ]);
});

/** An event of so many bytes. */
function sized(bytes: number): EventRecord {
  const of = (call: string, device: string) => callEvent({ call, device, occurredAt: '', fingerprint: '' });
  const rest = bytes - retainedBytes(of('', ''));
  // A call is named twice, and a character is two bytes.
  return of('x'.repeat(Math.floor(rest / 4)), 'x'.repeat((rest % 4) / 2));
}

test('it is full with 64 MB and overfull with more, until some of them are deleted', () => {
  const buffer = begin();
  const most = 64 * 1024 * 1024;
  const state = () => [buffer.isFull, buffer.isOverfull];
  const first = buffer.add(sized(most / 2));
  buffer.add(sized(most / 2 - 2_000));
  const last = buffer.add(sized(1_998));
  expect(state()).toEqual([false, false]);
  buffer.delete(last);
  const exact = buffer.add(sized(2_000));
  expect(state()).toEqual([true, false]);
  buffer.delete(exact);
  buffer.add(sized(2_002));
  expect(state()).toEqual([true, true]);
  buffer.delete(first);
  expect(state()).toEqual([false, false]);
  buffer.clear();
  buffer.add(sized(most));
  expect(state()).toEqual([true, false]);
});

test('nothing is left of what was cleared', () => {
  const buffer = begin();
  buffer.add(callEvent({ call: 'a', fingerprint: 'f' }));
  buffer.overtake('a', () => true);
  buffer.clear();
  expect([buffer.size, buffer.since, buffer.sameAs(callEvent({ fingerprint: 'f' }))]).toEqual([
    0,
    undefined,
    undefined,
  ]);
  expect(buffer.deleteOvertaken()).toEqual([]);
  const added = buffer.add(callEvent({ call: 'a' }));
  buffer.deleteOlder('a', added);
  expect(subjects(buffer)).toEqual(['a']);
});
