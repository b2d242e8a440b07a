// Time as a process had it: on a busy machine a test takes longer that only waits for a processor.
import { existsSync, readFileSync } from 'node:fs';

// Tests replace these for a while.
const { setTimeout, clearTimeout } = globalThis;
const elapsed = performance.now.bind(performance);

/** What Linux counts of a process's main thread: nanoseconds that it ran, and that it waited for a processor. */
const counts = (pid) => `/proc/${pid}/schedstat`;
const isCounted = existsSync(counts('self'));

function countsOf(pid) {
  if (!isCounted || !existsSync(counts(pid))) return null;
  const [ran, waited] = readFileSync(counts(pid), 'utf8').split(' ');
  return { ran: Number(ran) / 1e6, waited: Number(waited) / 1e6 };
}

/** Milliseconds, those apart in which this process waited for a processor. */
export function now() {
  return elapsed() - (countsOf('self')?.waited ?? 0);
}

/** Milliseconds in which this process neither ran nor waited for a processor. */
export function idle() {
  return now() - (countsOf('self')?.ran ?? 0);
}

/** Milliseconds that a process ran; null where that is not counted, or the process has ended. */
export function ranFor(pid) {
  return countsOf(pid)?.ran ?? null;
}

/** Calls a function when so many milliseconds of `now` have passed; answers how it is called off. */
export function after(milliseconds, run) {
  const ends = now() + milliseconds;
  let timer;
  const look = () => {
    const left = ends - now();
    if (left <= 0) run();
    else timer = setTimeout(look, left);
  };
  timer = setTimeout(look, milliseconds);
  return () => clearTimeout(timer);
}
