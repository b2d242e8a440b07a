/** The longest turn of the event loop, on machines that other processes slow down. */

const REFERENCE_TEXT = JSON.stringify(
  Array.from({ length: 20_000 }, (_, id) => ({ id, name: `row ${id}`, tags: ['a', 'b'] })),
);
/** Milliseconds that parsing the reference takes on an idle core of the machine that the bounds were measured on. */
const REFERENCE_MILLISECONDS = 9;

function cpuMilliseconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** A bound for processor time, longer where a core is slower now: shared caches and clock rates count as processor time too. */
export function slowedBound(milliseconds: number): number {
  const runs = Array.from({ length: 9 }, () => cpuMilliseconds(() => void JSON.parse(REFERENCE_TEXT)));
  const median = runs.sort((one, other) => one - other)[4] ?? 0;
  return milliseconds * Math.max(1, median / REFERENCE_MILLISECONDS);
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * The longest turn while something runs, in milliseconds: processor time of the whole process, garbage collection of its other
 * threads included, and never more than passed by the clock.
 */
export async function longestTurn(run: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let [cpu, time] = [process.cpuUsage(), performance.now()];
  let done = false;
  const turn = () => {
    const { user, system } = process.cpuUsage(cpu);
    longest = Math.max(longest, Math.min((user + system) / 1_000, performance.now() - time));
    [cpu, time] = [process.cpuUsage(), performance.now()];
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  await nextTurn();
  longest = 0;
  await run();
  // What the end of the run cost is measured by the next turn.
  await nextTurn();
  done = true;
  return longest;
}

/** The shortest of up to six longest turns, as soon as one is below the bound. */
export async function bestLongestTurn(run: () => Promise<unknown>, bound: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 6 && best >= bound; round += 1) best = Math.min(best, await longestTurn(run));
  return best;
}
