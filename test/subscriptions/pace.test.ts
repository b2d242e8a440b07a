import { expect, onTestFinished, test, vi } from 'vitest';
import { InFlight, Pace } from '../../src/subscriptions/ingest/pace.ts';

/** A pace whose clock the test advances. */
function timed() {
  vi.useFakeTimers({ toFake: ['Date'], now: 100_000 });
  onTestFinished(() => void vi.useRealTimers());
  const pace = new Pace();
  const wait = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
  const work = (milliseconds: number) => {
    pace.taken();
    wait(milliseconds);
    pace.done();
  };
  return { pace, wait, work, end: () => pace.end().getTime() };
}

test('a stream that ends while it is waited for ended now', () => {
  const { wait, work, end } = timed();
  work(3_000);
  wait(2_000);
  expect(end()).toBe(105_000);
});

test('a stream that ends behind an event that waited for the log may have ended when that wait began', () => {
  const { wait, work, end } = timed();
  wait(1_000);
  work(3_000);
  for (let buffered = 0; buffered < 5; buffered += 1) work(1);
  expect(end()).toBe(101_000);
});

test('a stream that was waited for since, or whose events are quick, has ended now', () => {
  const { wait, work, end } = timed();
  work(3_000);
  wait(10);
  for (let quick = 0; quick < 50; quick += 1) work(20);
  expect(end()).toBe(104_010);
});

test('an event is slow after 100 ms, and a stream was waited for after 5 ms', () => {
  const { wait, work, end } = timed();
  work(100);
  expect(end()).toBe(100_100);
  wait(1_000);
  work(101);
  wait(5);
  expect(end()).toBe(101_100);
  work(1);
  expect(end(), 'five milliseconds are no wait').toBe(101_100);
  wait(6);
  expect(end()).toBe(101_213);
});

test('work in flight is counted until it is done, also where it fails, and each end of it is waited for once', async () => {
  const inFlight = new InFlight();
  const ends: ((error?: Error) => void)[] = [];
  for (let count = 0; count < 3; count += 1)
    inFlight.add(new Promise<void>((done, fail) => ends.push((error) => (error ? fail(error) : done()))), 1);
  expect(inFlight.count).toBe(3);
  const counts: number[] = [];
  const waiting = inFlight.waitForOne().then(() => counts.push(inFlight.count));
  await Promise.resolve();
  expect(counts).toEqual([]);
  ends[0]?.();
  await waiting;
  expect(counts).toEqual([2]);
  const next = inFlight.waitForOne().then(() => counts.push(inFlight.count));
  ends[1]?.(new Error('not stored'));
  await next;
  ends[2]?.();
  await new Promise(setImmediate);
  expect([counts, inFlight.count]).toEqual([[2, 1], 0]);
});
