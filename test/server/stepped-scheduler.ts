import { FairScheduler } from '../../src/server/fair-scheduler.ts';

/** A scheduler whose clock advances by what it waits for, in the next turn of the event loop. */
export function steppedScheduler(clock: { time: number }): FairScheduler {
  return new FairScheduler(
    () => clock.time,
    (run, milliseconds) => {
      const timer = setImmediate(() => {
        clock.time += milliseconds;
        run();
      });
      return () => clearImmediate(timer);
    },
  );
}
