/** The event loop shared between callers (D6), by a clock that only the work and the pauses of the test move. */
import { beforeEach, expect, test } from 'vitest';
import { Turns } from '../../src/server/turns.ts';

let time = 0;
let turns: Turns;
const nextTurn = () => new Promise<void>((done) => setImmediate(done));

beforeEach(() => {
  time = 0;
  turns = new Turns(
    () => time,
    (run, milliseconds) => {
      const timer = setImmediate(() => {
        time += milliseconds;
        run();
      });
      return () => clearImmediate(timer);
    },
  );
});

test('D6: the work of a caller that is alone begins at once', () => {
  expect([turns.take('one'), turns.take('one'), turns.take('one')]).toEqual([null, null, null]);
});

test('D6: a caller with one piece of work waits for one piece of a caller with a hundred', async () => {
  const done: string[] = [];
  const run = async (caller: string) => {
    await turns.take(caller);
    time += 1;
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

/** How many pieces of five milliseconds the caller does in a second, while another asks for a turn every 20 ms or never. */
async function piecesInASecond(isInCompany: boolean): Promise<number> {
  const end = time + 1_000;
  let pieces = 0;
  for (let otherAt = time; time < end; ) {
    if (isInCompany && time >= otherAt) {
      turns.take('other');
      otherAt = time + 20;
    }
    await (turns.take('greedy') ?? nextTurn());
    time += 5;
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

test('a caller that takes turns alone again after company leaves nothing behind', async () => {
  turns.take('one');
  await turns.take('other');
  await turns.take('one');
  time += 1_100;
  expect(turns.take('one')).toBeNull();
});
