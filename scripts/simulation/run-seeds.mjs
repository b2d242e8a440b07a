// Runs seeds of a bundle in several processes.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Runs every `step`th seed in one process; calls back with the result of each. Resolves with how the process ended. */
function runProcess(bundle, { from, count, step, more = [] }, onResult) {
  return new Promise((resolve) => {
    const words = [bundle, '--from', from, '--seeds', count, '--step', step].map(String);
    const child = spawn(process.execPath, [...words, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) onResult(JSON.parse(line));
      else console.log(line);
    });
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
}

/** Runs seeds from one on, shared among processes; answers the result of each, by seed. */
export async function runSeeds(bundle, { from, seeds, processes, more }, onResult = () => undefined) {
  const results = [];
  const take = (result) => {
    results.push(result);
    onResult(result);
  };
  const shares = Array.from({ length: Math.min(processes, seeds) }, (_, index) => ({
    ...{ from: from + index, step: Math.min(processes, seeds), more },
    count: Math.ceil((seeds - index) / Math.min(processes, seeds)),
  }));
  const ends = await Promise.all(shares.map((share) => runProcess(bundle, share, take)));
  const broken = ends.find((end) => end !== 0 && end !== 1);
  if (broken !== undefined) throw new Error(`A process of the simulation ended with ${broken}`);
  return results.sort((one, other) => one.seed - other.seed);
}
