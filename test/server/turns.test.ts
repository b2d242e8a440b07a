/** The event loop shared between callers (D6). */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Turns } from '../../src/server/turns.ts';

function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test('D6: the work of a caller that is alone begins at once', () => {
  const turns = new Turns();
  expect([turns.take('one'), turns.take('one'), turns.take('one')]).toEqual([null, null, null]);
});

test('D6: a caller with one piece of work waits for one piece of a caller with a hundred', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const run = async (caller: string) => {
    await turns.take(caller);
    work(1);
    done.push(caller);
  };
  turns.take('other');
  const many = Array.from({ length: 100 }, () => run('greedy'));
  await sleep(20);
  const before = done.length;
  await run('other');
  expect(done.slice(before).filter((caller) => caller === 'greedy').length).toBeLessThanOrEqual(2);
  expect(before).toBeLessThan(100);
  await Promise.all(many);
  expect(done).toHaveLength(101);
});

test('D6: a caller with long pieces of work pauses between them while another is active, and has all the time after', async () => {
  const turns = new Turns();
  let pieces = 0;
  let isOver = false;
  const greedy = async () => {
    while (!isOver) {
      await (turns.take('greedy') ?? new Promise(setImmediate));
      work(5);
      pieces += 1;
    }
  };
  const other = setInterval(() => void turns.take('other'), 20);
  turns.take('other');
  const running = greedy();
  await sleep(1_000);
  const inCompany = pieces;
  clearInterval(other);
  await sleep(2_000);
  pieces = 0;
  await sleep(1_000);
  isOver = true;
  await running;
  // Five milliseconds each: 200 fit into the second.
  expect(inCompany).toBeLessThan(100);
  expect(pieces).toBeGreaterThan(inCompany);
});

test('a caller that takes turns alone again after company leaves nothing behind', async () => {
  const turns = new Turns();
  turns.take('one');
  await turns.take('other');
  await turns.take('one');
  await sleep(1_100);
  expect(turns.take('one')).toBeNull();
});
