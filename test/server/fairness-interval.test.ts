/** What the measurement of fairness concludes from pairs of windows (D6). */
import { expect, test } from 'vitest';
import { pooledRatio, ratioOf, verdictOf } from '../../bench/fairness/interval.mjs';

/** Numbers from 0 to 1 that look random, the same in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Pairs of windows of times, of which some windows are disturbed by the machine. */
function windowsOf(times: number, disturbed: number, random: () => number) {
  const window = (factor: number) => {
    const stall = random() < disturbed ? 20 : 1;
    return Array.from({ length: 200 }, () => -Math.log(1 - random()) * factor * stall);
  };
  return Array.from({ length: 18 }, () => ({ without: window(1), during: window(times) }));
}

const p99 = (times: readonly number[]) => times.toSorted((one, other) => one - other)[198] ?? Number.NaN;

function verdict(times: number, disturbed: number, seed: number) {
  const random = numbers(seed);
  const windows = windowsOf(times, disturbed, random);
  const pairs = windows.map(({ without, during }) => ({ without: p99(without), during: p99(during) }));
  return verdictOf({ single: ratioOf(pairs), pooled: pooledRatio(windows, random), pairs: 18 }, 1.2);
}

const SEEDS = Array.from({ length: 4 }, (_, at) => at + 1);

test('D6: equal conditions are found to be within 20 %, and never beyond, also on a machine that stalls', () => {
  const quiet = SEEDS.map((seed) => verdict(1, 0, seed));
  expect(quiet.filter((one) => one === true).length).toBeGreaterThanOrEqual(3);
  const stalling = SEEDS.map((seed) => verdict(1, 0.15, seed));
  expect(stalling).not.toContain(false);
});

test('D6: a p99 of one and a half times is found to be beyond 20 %, and never within', () => {
  const quiet = SEEDS.map((seed) => verdict(1.5, 0, seed));
  expect(quiet.filter((one) => one === false).length).toBeGreaterThanOrEqual(3);
  for (const seed of SEEDS) expect(verdict(1.5, 0.15, seed)).not.toBe(true);
});

test('D6: of two pairs that contradict each other the measurement shows nothing', () => {
  const single = ratioOf([
    { without: 1, during: 2 },
    { without: 2, during: 1 },
  ]);
  expect(single.middle).toBeCloseTo(1);
  expect([single.lower, single.upper]).toEqual([0.5, 2]);
  expect(verdictOf({ single, pooled: single, pairs: 2 }, 1.2)).toBe('not shown');
});
