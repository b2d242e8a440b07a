/** How evenly work is spread over the turns of the event loop, independent of the speed and the load of the machine. */

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * The part of the processor time of a run that its longest turn of the event loop took: near 1 where the run blocks the
 * loop, small where it is done in slices. Both are measured at the same moment, so a slow machine changes neither part.
 */
async function longestTurnShare(run: () => Promise<unknown>): Promise<number> {
  let [longest, whole] = [0, 0];
  let [cpu, time] = [process.cpuUsage(), performance.now()];
  let done = false;
  const turn = () => {
    const { user, system } = process.cpuUsage(cpu);
    // Other threads of the process, as those that collect garbage, may use more time than passes.
    const used = Math.min((user + system) / 1_000, performance.now() - time);
    longest = Math.max(longest, used);
    whole += used;
    [cpu, time] = [process.cpuUsage(), performance.now()];
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  await nextTurn();
  [longest, whole] = [0, 0];
  await run();
  // What the end of the run cost is measured by the next turn.
  await nextTurn();
  done = true;
  return longest / whole;
}

/** The least share of up to six runs, as soon as one is below the bound. */
export async function leastTurnShare(run: () => Promise<unknown>, bound: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 6 && least >= bound; round += 1) least = Math.min(least, await longestTurnShare(run));
  return least;
}
