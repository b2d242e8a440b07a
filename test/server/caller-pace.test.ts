/** How fast a caller is refused (D6), by a clock that only the test moves. */
import { beforeEach, expect, test } from 'vitest';
import { CallerPace } from '../../src/server/caller-pace.ts';
import type { FairScheduler } from '../../src/server/fair-scheduler.ts';
import { steppedScheduler } from './stepped-scheduler.ts';

test('D6: fifty refusals are sent at once, and after them twenty-five a second', () => {
  const pace = new CallerPace(50, 25);
  const delays = Array.from({ length: 100 }, () => pace.delay('greedy', 0));
  expect(delays.slice(0, 51).every((delay) => delay === 0)).toBe(true);
  expect(delays[51]).toBe(40);
  expect(delays[75]).toBe(1_000);
  expect(pace.delay('other', 0)).toBe(0);
  expect(pace.delay('greedy', 3_000)).toBe(0);
  expect(pace.delay('heavy', 0, 51)).toBe(0);
  expect(pace.delay('heavy', 0)).toBe(40);
});

test('D6: no refusal waits longer than five seconds, and those that wait so long do not delay later ones further', () => {
  const pace = new CallerPace(50, 25);
  for (let refusal = 0; refusal < 10_000; refusal += 1) pace.delay('greedy', 0);
  expect(pace.delay('greedy', 0)).toBe(5_000);
  expect(pace.delay('greedy', 6_000)).toBe(0);
});

const clock = { time: 0 };
let turns: FairScheduler;
beforeEach(() => {
  clock.time = 0;
  turns = steppedScheduler(clock);
});

test('D6: a caller that is alone is refused at once, however often', async () => {
  for (let refusal = 0; refusal < 1_000; refusal += 1) await turns.takeToRefuse('one');
  expect(clock.time).toBe(0);
});

test('D6: among others, a caller is refused at most eighty times in the first second', async () => {
  let refused = 0;
  for (; clock.time < 1_000; refused += 1) {
    turns.take('other');
    await turns.takeToRefuse('greedy');
  }
  expect(refused).toBeGreaterThanOrEqual(70);
  expect(refused).toBeLessThanOrEqual(80);
});
