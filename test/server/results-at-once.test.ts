import { expect, it, onTestFinished, vi } from 'vitest';
import { ResultsAtOnce } from '../../src/server/results-at-once.ts';

/** Begins results that end when they are ended; `begun` names them in their order. */
function resultsOf(results: ResultsAtOnce) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const make = (caller: string, name: string) =>
    results.make(caller, async () => {
      begun.push(name);
      await new Promise<void>((end) => ends.set(name, end));
      return name;
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await settled();
  };
  return { begun, make, end };
}

const settled = () => new Promise((next) => setImmediate(next));
const named = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `result ${from + at}`);

function fakeIntervals() {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
}

it('makes sixteen results of a caller at once, and the next as one ends', async () => {
  fakeIntervals();
  const { begun, make, end } = resultsOf(new ResultsAtOnce());
  const made = named(0, 18).map((name) => make('caller', name));
  await settled();
  expect(begun).toEqual(named(0, 16));
  await end('result 3');
  expect(begun).toEqual(named(0, 17));
  await end('result 16');
  expect(begun).toEqual(named(0, 18));
  await expect(made[3]).resolves.toBe('result 3');
});

it('makes results of another caller meanwhile', async () => {
  fakeIntervals();
  const { begun, make } = resultsOf(new ResultsAtOnce());
  for (const name of named(0, 20)) void make('caller', name);
  void make('other', 'of the other');
  await settled();
  expect(begun).toEqual([...named(0, 16), 'of the other']);
});

it('begins sixteen more every 50 ms while those before wait for a vendor', async () => {
  fakeIntervals();
  const { begun, make } = resultsOf(new ResultsAtOnce());
  for (const name of named(0, 40)) void make('caller', name);
  await settled();
  vi.advanceTimersByTime(49);
  await settled();
  expect(begun).toHaveLength(16);
  vi.advanceTimersByTime(1);
  await settled();
  expect(begun).toEqual(named(0, 32));
  vi.advanceTimersByTime(50);
  await settled();
  expect(begun).toEqual(named(0, 40));
});

it('begins the next where one fails, and leaves no timer when none waits', async () => {
  fakeIntervals();
  const results = new ResultsAtOnce();
  const { begun, make, end } = resultsOf(results);
  const failed = Array.from({ length: 16 }, () => results.make('caller', () => Promise.reject(new Error('failed'))));
  const next = make('caller', 'next');
  for (const result of failed) await expect(result).rejects.toThrow('failed');
  await settled();
  expect(begun).toEqual(['next']);
  expect(vi.getTimerCount()).toBe(0);
  await end('next');
  await expect(next).resolves.toBe('next');
});
