import { expect, test } from 'vitest';
import { RecentEvents } from '../../src/subscriptions/log/recent-events.ts';
import { callEvent } from './events.ts';

const named = (fingerprint: string) => callEvent({ fingerprint });
const taken = (recent: RecentEvents, withinMs: number, now: number) =>
  recent.take(withinMs, now).map(({ events }) => events.map(({ fingerprint }) => fingerprint.slice(0, 8)));

test('what was appended lately is there again, the oldest first, and once', () => {
  const recent = new RecentEvents();
  for (const at of [1_000, 2_000, 3_000]) recent.add([named(`at ${at}`)], [], at);
  expect(taken(recent, 1_000, 3_000)).toEqual([['at 2000'], ['at 3000']]);
  expect(taken(recent, 5_000, 3_000)).toEqual([]);
});

test('what is older than 15 s goes once more is appended', () => {
  const recent = new RecentEvents();
  for (const at of [0, 1, 15_001]) recent.add([named(`at ${at}`)], [], at);
  expect(taken(recent, 60_000, 15_001)).toEqual([['at 1'], ['at 15001']]);
});

test('as many events stay as may, the oldest batch goes for more, and what went makes room', () => {
  const recent = new RecentEvents();
  const batch = (name: string, count: number) => Array.from({ length: count }, () => named(name));
  const lengths = () => recent.take(0, 0).map(({ events }) => events.length);
  for (const count of [2_000, 3_000]) recent.add(batch('one', count), [], 0);
  expect(lengths()).toEqual([2_000, 3_000]);
  for (const count of [2_000, 3_001, 1_000]) recent.add(batch('one', count), [], 0);
  expect(lengths()).toEqual([3_001, 1_000]);
});

test('what went for its size makes room', () => {
  const recent = new RecentEvents();
  // 20 MB each, of the 32 that may stay.
  for (const name of ['a', 'b']) recent.add([named(name.repeat(10_000_000))], [], 0);
  recent.add([named('small')], [], 0);
  expect(taken(recent, 0, 0)).toEqual([['bbbbbbbb'], ['small']]);
});
