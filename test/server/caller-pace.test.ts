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

test('D6: time without a refusal is no credit for more than fifty at once', () => {
  const pace = new CallerPace(50, 25);
  pace.delay('greedy', 0);
  const delays = Array.from({ length: 100 }, () => pace.delay('greedy', 100_000));
  expect(delays.filter((delay) => delay === 0)).toHaveLength(51);
});

test('D6: a caller that was refused a lot is known after five hundred others were', () => {
  const pace = new CallerPace(50, 25);
  for (let refusal = 0; refusal < 100; refusal += 1) pace.delay('greedy', 0);
  for (let other = 0; other < 500; other += 1) pace.delay(`other ${other}`, 0);
  expect(pace.delay('greedy', 0)).toBe(2_000);
});

const clock = { time: 0 };
let turns: FairScheduler;
beforeEach(() => {
  clock.time = 0;
  turns = steppedScheduler(clock);
});

test('D6: a caller that is alone is refused at once, however often', async () => {
  for (let refusal = 0; refusal < 1_000; refusal += 1) await turns.takeUncharged('one');
  expect(clock.time).toBe(0);
});

test('D6: among others, a caller is refused at most eighty times in the first second', async () => {
  let refused = 0;
  for (; clock.time < 1_000; refused += 1) {
    turns.take('other');
    await turns.takeUncharged('greedy');
  }
  expect(refused).toBeGreaterThanOrEqual(70);
  expect(refused).toBeLessThanOrEqual(80);
});

/** Twenty documents of 11,000 characters, of which ten thousand count. */
async function readTwenty() {
  for (let document = 0; document < 20; document += 1) await turns.takeToRead('greedy', 11_000);
}

test('D6: a caller that is alone has its documents read at once, however long and many', async () => {
  for (let round = 0; round < 10; round += 1) await readTwenty();
  expect(clock.time).toBe(0);
});

test('D6: among others, 200,000 characters of unknown documents are read at once and 5,000 a second after that', async () => {
  turns.take('other');
  await readTwenty();
  expect(clock.time).toBe(0);
  await turns.takeToRead('greedy', 6_000);
  expect(clock.time).toBe(0);
  turns.take('other');
  await turns.takeToRead('greedy', 11_000);
  expect(clock.time).toBe(1_000);
  expect(turns.takeToRead('other', 11_000)).toBeNull();
});

test('D6: among others, a long document that would wait more than five seconds is refused, and delays none after it', async () => {
  turns.take('other');
  await readTwenty();
  const first = turns.takeToRead('greedy', 26_001);
  expect(first).toBeNull();
  turns.take('other');
  const refused = turns.takeToRead('greedy', 11_000);
  await expect(refused).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 5 } });
  clock.time = 5_002;
  expect(turns.takeToRead('greedy', 1_001)).toBeNull();
});

test('D6: documents of a thousand characters are never delayed', async () => {
  for (let document = 0; document < 1_000; document += 1) {
    turns.take('other');
    expect(turns.takeToRead('greedy', 1_000)).toBeNull();
  }
});

test('D6: among others, the whole schema is answered three times at once, then every two seconds, and refused beyond five', async () => {
  turns.take('other');
  for (let question = 0; question < 4; question += 1) expect(turns.takeToIntrospect('greedy')).toBeNull();
  const fifth = turns.takeToIntrospect('greedy');
  turns.takeToIntrospect('greedy');
  const refused = turns.takeToIntrospect('greedy');
  await expect(refused).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 5 } });
  turns.take('other');
  expect(turns.takeToIntrospect('other')).toBeNull();
  await fifth;
  expect(clock.time).toBeGreaterThanOrEqual(2_000);
});

test('D6: a caller that is alone is answered with the whole schema at once, however often', () => {
  for (let question = 0; question < 100; question += 1) expect(turns.takeToIntrospect('one')).toBeNull();
});
