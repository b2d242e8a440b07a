import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleSimulation } from '../../scripts/simulation/bundle.mjs';
import { MUTATIONS } from '../../scripts/simulation/mutations.mjs';
import { runSeeds } from '../../scripts/simulation/run-seeds.mjs';

/** Seeds of a run in CI; `npm run simulate:faults` runs more. */
const SEEDS = 24;

let folder = '';
let bundle = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simulation-test-'));
  bundle = await bundleSimulation(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('loses, doubles and misreports nothing under any failure', async () => {
  const results = await runSeeds(bundle, { from: 1, seeds: SEEDS, processes: 2 });
  const failed = results.flatMap(({ seed, violations, trace }) =>
    violations.length > 0 ? [{ again: `npm run simulate:faults -- --seed ${seed}`, violations, trace }] : [],
  );
  expect(failed).toEqual([]);
  expect(results).toHaveLength(SEEDS);
  const sum = (name: 'faults' | 'events' | 'acts') => results.reduce((total, result) => total + result[name], 0);
  expect(sum('faults')).toBeGreaterThan(SEEDS * 5);
  expect(sum('events')).toBeGreaterThan(SEEDS * 100);
  expect(sum('acts')).toBeGreaterThan(SEEDS * 5);
}, 240_000);

it('does the same again for the same seed', async () => {
  const run = () => runSeeds(bundle, { from: 7, seeds: 2, processes: 1 });
  const [first, second] = await Promise.all([run(), run()]);
  const hashes = (results: typeof first) => results.map(({ hash, steps }) => ({ hash, steps }));
  expect(hashes(second)).toEqual(hashes(first));
  expect(hashes(first)[0]).not.toEqual(hashes(first)[1]);
});

it('has mutations that can be made', () => {
  const times = MUTATIONS.map(({ file, from, name }) => [name, readFileSync(file, 'utf8').split(from).length - 1]);
  expect(times.filter(([, count]) => count !== 1)).toEqual([]);
});

/** Some of the faults of `npm run simulate:mutations`, and seeds that find them. */
const FOUND: readonly (readonly [name: string, from: number])[] = [
  ['a standby buffers nothing', 2],
  ['an act that was done is not audited', 1],
  ['a subscriber continues with the newest event instead of its cursor', 1],
];

it.each(FOUND)('finds that %s', async (name, from) => {
  const mutation = MUTATIONS.find((one) => one.name === name) ?? null;
  expect(mutation).not.toBeNull();
  const mutated = await bundleSimulation(folder, mutation);
  const results = await runSeeds(mutated, { from, seeds: 4, processes: 1, stops: true });
  expect(results.some(({ violations }) => violations.length > 0)).toBe(true);
});
