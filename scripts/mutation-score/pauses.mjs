// Notices that this process was paused for a while: what was late for that reason says nothing of a mutant.
import { setTimeout as sleep } from 'node:timers/promises';
import { idle } from './clock.mjs';

/** Milliseconds between two looks at the clock. */
const LOOK = 500;
/** Milliseconds without work between two looks that count as a pause. */
const PAUSE = 5_000;
/** How often work is tried that was paused. */
const TRIES = 3;

/**
 * Looks at the clock now and then, and calls `onLook` with milliseconds. Answers `unpaused`: does work again that was paused
 * meanwhile; `count` is how often that was.
 */
export function watchPauses(onLook) {
  let last = idle();
  let pauses = 0;
  setInterval(() => {
    const now = idle();
    if (now - last > PAUSE) pauses += 1;
    last = now;
    onLook(performance.now());
  }, LOOK).unref();
  const unpaused = async (work) => {
    for (let tried = 1; ; tried += 1) {
      const before = pauses;
      const [result] = await Promise.allSettled([work()]);
      // Lets the look that comes late be first.
      await sleep(0);
      if (pauses > before && tried < TRIES) continue;
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    }
  };
  return { unpaused, count: () => pauses };
}
