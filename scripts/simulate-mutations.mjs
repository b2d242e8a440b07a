// Puts one fault after the other into the program and says which seed of the simulation finds it:
// `npm run simulate:mutations`, with `--seeds N` seeds for each at most and `--only words` for those of a name.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSimulation } from './simulation/bundle.mjs';
import { MUTATIONS } from './simulation/mutations.mjs';
import { runSeeds } from './simulation/run-seeds.mjs';

const text = { type: 'string' };
const { values } = parseArgs({ options: { seeds: { ...text, default: '1000' }, only: { ...text, default: '' } } });
const chosen = MUTATIONS.filter(({ name }) => name.includes(values.only));
const folder = mkdtempSync(join(tmpdir(), 'simulation-bundle-'));
let missed = 0;
try {
  console.log('| fault in the program | file | found by seed | by the invariant |\n|---|---|---|---|');
  for (const mutation of chosen) {
    const found = await firstToFind(mutation);
    if (!found) missed += 1;
    const [invariant] = found?.violations[0]?.split(':') ?? [];
    console.log(`| ${mutation.name} | ${mutation.file} | ${found?.seed ?? 'none'} | ${invariant ?? ''} |`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${chosen.length - missed} of ${chosen.length} found`);
if (missed > 0) process.exitCode = 1;

async function firstToFind(mutation) {
  const bundle = await bundleSimulation(folder, mutation);
  const processes = availableParallelism();
  const results = await runSeeds(bundle, { from: 1, seeds: Number(values.seeds), processes, stops: true });
  return results.find(({ violations }) => violations.length > 0);
}
