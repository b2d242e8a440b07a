// Puts small faults into a sample of the sources and counts those that a test notices:
// `npm run mutation-score -- --folder src/access --sample 20 --seed 1`. All mutants of a folder are in one bundle, each behind a
// choice, and one process runs for each the tests that reach it. A mutant that survives is printed with its place.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { API } from 'typescript/unstable/sync';
import { bundleTests } from './mutation-score/bundle.mjs';
import { reasonFor } from './mutation-score/equivalents.mjs';
import { mutantsOf } from './mutation-score/mutants.mjs';
import { runMutants } from './mutation-score/run-mutants.mjs';
import { shareWithInterval } from './mutation-score/share.mjs';
import { testsByWords } from './mutation-score/tests-naming.mjs';
import { sourcesOf, testsBySource } from './mutation-score/tests-of.mjs';

const ADAPTERS = ['calls', 'soap', 'xml', 'five9-config', 'five9-cti', 'remote-control', 'recorder', 'engage'];
const FOLDERS = ['src/access', 'src/storage', 'src/subscriptions', ...ADAPTERS.map((name) => `src/adapters/${name}`)];
const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    folder: { ...text, multiple: true, default: FOLDERS },
    sample: { ...text, default: '40' },
    seed: { ...text, default: '1' },
    tests: { ...text, default: '8' },
  },
});
const [sample, seed, most] = [values.sample, values.seed, values.tests].map(Number);
if (![sample, seed, most].every((count) => Number.isInteger(count) && count > 0)) {
  console.error('--sample, --seed and --tests are whole numbers above 0');
  process.exit(2);
}

const testsOf = testsBySource(most);
const testsNaming = testsByWords(most);
const api = new API({ cwd: process.cwd() });
const [project] = api.updateSnapshot({ openProject: resolve('tsconfig.json') }).getProjects();
/** Inside of the ignored packages, from where the bundle finds what it imports. */
const place = resolve('node_modules', '.mutation-score');
mkdirSync(place, { recursive: true });
const totals = { killed: 0, tried: 0, equivalent: 0 };
console.log('| folder | killed | share (95 %) | equivalent | mutants |\n|---|---|---|---|---|');
const survivors = [];
for (const folder of values.folder) await score(folder);
api.close();
row('all', totals, '');
if (survivors.length > 0) console.log(['', ...survivors].join('\n'));

async function score(folder) {
  const mutants = sourcesOf(folder).flatMap(parse);
  const able = mutants.filter(({ isStatic }) => !isStatic);
  const chosen = shuffled(able)
    .slice(0, sample)
    .map((mutant, at) => ({ ...mutant, id: at + 1 }));
  const near = [...new Set(chosen.flatMap(({ file }) => testsOf(file)))];
  const results = await tried(chosen, near);
  const left = chosen.filter(({ id }) => results.get(id)?.outcome !== 'killed');
  const named = new Set(left.flatMap(testsNaming));
  const further = [...named].filter((test) => !near.includes(test));
  const later = further.length > 0 ? await tried(left, further) : new Map();
  for (const [id, result] of later)
    if (result.outcome === 'killed' || results.get(id)?.outcome === 'unreached') results.set(id, result);
  count(folder, chosen, results, mutants.length);
}

/** What the tests say of the mutants. */
async function tried(chosen, tests) {
  const temporary = mkdtempSync(join(place, 'bundle-'));
  try {
    return await runMutants(temporary, await bundleTests(temporary, tests, chosen), chosen);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function count(folder, chosen, results, mutants) {
  const found = { killed: 0, tried: 0, equivalent: 0 };
  for (const mutant of chosen) {
    const { outcome } = results.get(mutant.id) ?? { outcome: 'spoilt' };
    const isKilled = outcome === 'killed';
    const reason = isKilled ? null : reasonFor(mutant, readFileSync(mutant.file, 'utf8'));
    if (reason) found.equivalent += 1;
    else found.tried += 1;
    if (isKilled) found.killed += 1;
    else survivors.push(describe(mutant, outcome, reason));
  }
  for (const name of Object.keys(totals)) totals[name] += found[name];
  row(folder, found, mutants);
}

function row(folder, { killed, tried, equivalent }, mutants) {
  console.log(
    `| ${folder} | ${killed} of ${tried} | ${shareWithInterval(killed, tried)} | ${equivalent} | ${mutants} |`,
  );
}

function describe({ file, line, kind, original, replacement }, outcome, reason) {
  const brief = (code) => code.replace(/\s+/g, ' ').slice(0, 60);
  const end = reason ? `equivalent: ${reason}` : outcome;
  return `  ${file}:${line} (${kind}): ${brief(original)} → ${brief(replacement) || 'removed'}: ${end}`;
}

function parse(file) {
  const sourceFile = project.program.getSourceFile(resolve(file));
  return sourceFile ? mutantsOf(sourceFile, readFileSync(file, 'utf8'), file) : [];
}

/** In an order that the seed determines. */
function shuffled(mutants) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return mutants
    .map((mutant) => ({ mutant, order: next() }))
    .sort((one, other) => one.order - other.order)
    .map(({ mutant }) => mutant);
}
