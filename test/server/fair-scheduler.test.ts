/** The event loop shared between callers (D6), by a clock that only the work and the pauses of the test move. */
import { beforeEach, expect, test } from 'vitest';
import type { FairScheduler } from '../../src/server/fair-scheduler.ts';
import { steppedScheduler } from './stepped-scheduler.ts';

const clock = { time: 0 };
let turns: FairScheduler;
const nextTurn = () => new Promise<void>((done) => setImmediate(done));

beforeEach(() => {
  clock.time = 0;
  turns = steppedScheduler(clock);
});

test('D6: the work of a caller that is alone begins at once', () => {
  expect([turns.take('one'), turns.take('one'), turns.take('one')]).toEqual([null, null, null]);
});

test('D6: a caller with one piece of work waits for one piece of a caller with a hundred', async () => {
  const done: string[] = [];
  const run = async (caller: string) => {
    await turns.take(caller);
    clock.time += 1;
    done.push(caller);
  };
  turns.take('other');
  const many = Array.from({ length: 100 }, () => run('greedy'));
  while (done.length < 10) await nextTurn();
  const before = done.length;
  await run('other');
  expect(done.slice(before).filter((caller) => caller === 'greedy').length).toBeLessThanOrEqual(2);
  expect(before).toBeLessThan(100);
  await Promise.all(many);
  expect(done).toHaveLength(101);
});

test('D6: a caller that worked before waits for one piece of a caller that begins a hundred at once', async () => {
  const done: string[] = [];
  const run = async (caller: string) => {
    await turns.take(caller);
    clock.time += 1;
    done.push(caller);
  };
  turns.take('greedy');
  for (let piece = 0; piece < 50; piece += 1) await run('other');
  done.length = 0;
  const many = Array.from({ length: 100 }, () => run('greedy'));
  await run('other');
  expect(done.length).toBeLessThanOrEqual(3);
  await Promise.all(many);
});

/** How many pieces of five milliseconds the caller does in a second, while another asks for a turn every 20 ms or never. */
async function piecesInASecond(isInCompany: boolean): Promise<number> {
  const end = clock.time + 1_000;
  let pieces = 0;
  for (let otherAt = clock.time; clock.time < end; ) {
    if (isInCompany && clock.time >= otherAt) {
      turns.take('other');
      otherAt = clock.time + 20;
    }
    await (turns.take('greedy') ?? nextTurn());
    clock.time += 5;
    pieces += 1;
  }
  return pieces;
}

test('D6: a caller with long pieces of work pauses between them while another is active, and has all the time after', async () => {
  turns.take('other');
  // The fair share of the time is half of it, and the pieces that fill a second are 200.
  expect(await piecesInASecond(true)).toBeLessThan(100);
  await piecesInASecond(false);
  await piecesInASecond(false);
  expect(await piecesInASecond(false)).toBe(200);
});

test('D6: a caller that asks for less than half of the time never pauses, although another has much less', async () => {
  let delay = 0;
  for (let piece = 0; piece < 800; piece += 1) {
    if (piece % 10 === 0) await turns.take('light');
    const asked = clock.time;
    await turns.take('steady');
    delay += clock.time - asked;
    clock.time += 1;
    await nextTurn();
    clock.time += 1.5;
  }
  expect(clock.time).toBeGreaterThan(1_000);
  expect(delay).toBe(0);
});

test('a caller that takes turns alone again after company leaves nothing behind', async () => {
  turns.take('one');
  await turns.take('other');
  await turns.take('one');
  clock.time += 1_100;
  expect(turns.take('one')).toBeNull();
});

test('D6: pieces of operations are short while several callers are active, and longer a second after that', () => {
  turns.take('one');
  expect(turns.pieceMilliseconds).toBe(1);
  turns.take('other');
  expect(turns.pieceMilliseconds).toBe(0.4);
  clock.time += 999;
  expect(turns.pieceMilliseconds).toBe(0.4);
  clock.time += 1;
  expect(turns.pieceMilliseconds).toBe(1);
});
