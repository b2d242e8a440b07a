import { setTimeout as wait } from 'node:timers/promises';

const PAUSE = 10;
/** How often an answer over the network is asked for. */
const ASKING_PAUSE = 50;

/** Waits until `look` finds something, which is returned; fails with `what` was waited for after half a minute. */
export async function until<Value>(
  look: () => Value | Promise<Value>,
  what = 'what was waited for',
  milliseconds = 30_000,
): Promise<NonNullable<Value>> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const value = await look();
    if (value) return value as NonNullable<Value>;
    if (performance.now() > end) throw new Error(`Not within ${milliseconds} ms: ${what}`);
    await wait(PAUSE);
  }
}

/** Waits until a value is the same for ten looks in a row, and returns it: a buffer that takes no more, for example. */
export async function untilStill<Value>(look: () => Value): Promise<Value> {
  let last = look();
  let same = 0;
  await until(() => {
    const value = look();
    same = value === last ? same + 1 : 0;
    last = value;
    return same >= 10;
  }, 'a value that does not change');
  return last;
}

/** Asks until the answer satisfies, or fails with the last answer. */
export async function untilAnswer<Answer>(
  attempt: () => Promise<Answer>,
  satisfied: (answer: Answer) => boolean,
  milliseconds = 30_000,
): Promise<Answer> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const answer = await attempt();
    if (satisfied(answer)) return answer;
    if (performance.now() > end)
      throw new Error(`Not within ${milliseconds} ms; last: ${String(JSON.stringify(answer)).slice(0, 2000)}`);
    await wait(ASKING_PAUSE);
  }
}
