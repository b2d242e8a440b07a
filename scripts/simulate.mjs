// Runs gateways in a simulated world whose parts fail at random, and checks that nothing is lost, doubled or untrue:
// `npm run simulate:faults -- --seeds 1000`. A seed that fails is run again by `--seed N`, which prints what was done to the
// world; `--log` prints what the gateways logged too.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSimulation } from './simulation/bundle.mjs';
import { runSeeds } from './simulation/run-seeds.mjs';

const text = { type: 'string' };
const flag = { type: 'boolean', default: false };
const options = { seeds: { ...text, default: '1000' }, from: { ...text, default: '1' }, seed: text, log: flag };
const { values } = parseArgs({ options });
const given = values.seed === undefined ? values : { seeds: '1', from: values.seed };
const [seeds, from] = [Number(given.seeds), Number(given.from)];
if (!(Number.isInteger(seeds) && seeds > 0 && Number.isInteger(from) && from > 0)) {
  console.error('--seeds, --from and --seed are whole numbers above 0');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'simulation-bundle-'));
try {
  const bundle = await bundleSimulation(folder);
  const more = [...(values.seed === undefined ? [] : ['--trace']), ...(values.log ? ['--log'] : [])];
  const began = performance.now();
  const results = await runSeeds(bundle, { from, seeds, processes: availableParallelism(), more }, show);
  summarize(results, (performance.now() - began) / 1_000);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function show({ seed, violations, trace = [] }) {
  if (violations.length === 0 && values.seed === undefined) return;
  console.log(`\nSeed ${seed}${violations.length > 0 ? ' fails' : ''}`);
  for (const line of trace) console.log(`  ${line}`);
  for (const violation of violations) console.log(`  ✗ ${violation}`);
  if (violations.length > 0) console.log(`  Again: npm run simulate:faults -- --seed ${seed}`);
}

function summarize(results, seconds) {
  const sum = (name) => results.reduce((total, result) => total + result[name], 0).toLocaleString('en');
  const failed = results.filter(({ violations }) => violations.length > 0).map(({ seed }) => seed);
  console.log(
    `${results.length} seeds in ${seconds.toFixed(0)} s: ${sum('faults')} faults, ${sum('events')} events, ${sum('acts')} acts, ${sum('steps')} steps`,
  );
  console.log(failed.length === 0 ? 'Every invariant holds' : `Seeds that fail: ${failed.join(', ')}`);
  if (failed.length > 0) process.exitCode = 1;
}
