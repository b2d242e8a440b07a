// Runs seeds of a bundle in several processes.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Runs every `step`th seed in one process; calls back with the result of each. Resolves with how the process ended. */
function runProcess(bundle, { from, count, step, more = [], signal }, onResult) {
  return new Promise((resolve) => {
    const words = [bundle, '--from', from, '--seeds', count, '--step', step].map(String);
    const child = spawn(process.execPath, [...words, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
    signal.addEventListener('abort', () => child.kill());
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) onResult(JSON.parse(line));
      else console.log(line);
    });
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
}

/** Runs seeds from one on, shared among processes, to the end or to the first that fails; answers the result of each, by seed. */
export async function runSeeds(bundle, { from, seeds, processes, more, stops = false }, onResult = () => undefined) {
  const results = [];
  const found = new AbortController();
  const take = (result) => {
    results.push(result);
    onResult(result);
    if (stops && result.violations.length > 0) found.abort();
  };
  const shares = Array.from({ length: Math.min(processes, seeds) }, (_, index) => ({
    ...{ from: from + index, step: Math.min(processes, seeds), more, signal: found.signal },
    count: Math.ceil((seeds - index) / Math.min(processes, seeds)),
  }));
  const ends = await Promise.all(shares.map((share) => runProcess(bundle, share, take)));
  const broken = ends.find((end) => end !== 0 && end !== 1 && !(found.signal.aborted && end === 'SIGTERM'));
  if (broken !== undefined) throw new Error(`A process of the simulation ended with ${broken}`);
  if (results.length < seeds && !found.signal.aborted)
    throw new Error(`Only ${results.length} of ${seeds} seeds were run`);
  return results.sort((one, other) => one.seed - other.seed);
}
