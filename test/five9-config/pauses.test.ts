import { expect, test } from 'vitest';
import { Pauses } from '../../src/adapters/five9-config/client/pauses.ts';

test('one runs at a time, and a pause follows each, also one that failed', async () => {
  const pauses = new Pauses(40);
  const times: number[] = [];
  let running = 0;
  const turn = (fails: boolean) =>
    pauses.turn(async () => {
      running += 1;
      expect(running).toBe(1);
      times.push(performance.now());
      await Promise.resolve();
      running -= 1;
      if (fails) throw new Error('refused');
      return 'done';
    });
  const ended = await Promise.allSettled([turn(true), turn(false), turn(false)]);
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  const [first = 0, second = 0, third = 0] = times;
  // Timers may be a millisecond or two early.
  expect(second - first).toBeGreaterThanOrEqual(35);
  expect(third - second).toBeGreaterThanOrEqual(35);
});

test("a request beyond the queue's bound is refused as not sent", async () => {
  const pauses = new Pauses(0);
  let release = () => {};
  const blocked = new Promise<void>((resolve) => {
    release = resolve;
  });
  let sent = 0;
  const send = () => {
    sent += 1;
    return blocked;
  };
  const waiting = Array.from({ length: 16 }, () => pauses.turn(send));
  await expect(pauses.turn(send)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  release();
  await Promise.all(waiting);
  expect(sent).toBe(16);
  await expect(pauses.turn(async () => 'later')).resolves.toBe('later');
});
