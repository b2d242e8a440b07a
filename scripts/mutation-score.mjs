// Puts small faults into a sample of the sources and counts those that the tests which import them notice:
// `npm run mutation-score -- --folder src/access --sample 20 --seed 1`. A mutant that survives is printed with its place.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { API } from 'typescript/unstable/sync';
import { mutantsOf } from './mutation-score/mutants.mjs';
import { sourcesOf, testsBySource } from './mutation-score/tests-of.mjs';

const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    folder: { ...text, multiple: true, default: ['src/access', 'src/storage', 'src/subscriptions'] },
    sample: { ...text, default: '20' },
    seed: { ...text, default: '1' },
    tests: { ...text, default: '4' },
  },
});
const [sample, seed, most] = [values.sample, values.seed, values.tests].map(Number);
if (![sample, seed, most].every((count) => Number.isInteger(count) && count > 0)) {
  console.error('--sample, --seed and --tests are whole numbers above 0');
  process.exit(2);
}
/** Milliseconds after which a mutant counts as killed, since the tests do not end. */
const TIMEOUT_MS = 180_000;

const testsOf = testsBySource(most);
const api = new API({ cwd: process.cwd() });
const [project] = api.updateSnapshot({ openProject: resolve('tsconfig.json') }).getProjects();
for (const folder of values.folder) score(folder);
api.close();

function score(folder) {
  const files = sourcesOf(folder);
  const untested = files.filter((file) => testsOf(file).length === 0);
  const mutants = files.filter((file) => testsOf(file).length > 0).flatMap(parse);
  const chosen = shuffled(mutants).slice(0, sample);
  const tests = [...new Set(chosen.flatMap(({ file }) => testsOf(file)))];
  if (run(tests, null) !== 0) throw new Error(`The tests of ${folder} fail without a mutant`);
  const survivors = chosen.filter((mutant) => run(testsOf(mutant.file), mutant) === 0);
  for (const { file, line, kind, original, replacement } of survivors) {
    const brief = (code) => code.replace(/\s+/g, ' ').slice(0, 60);
    console.log(`  survived ${file}:${line} (${kind}): ${brief(original)} → ${brief(replacement)}`);
  }
  const killed = chosen.length - survivors.length;
  const share = chosen.length > 0 ? Math.round((killed / chosen.length) * 100) : 0;
  const places = `${mutants.length} mutants, ${untested.length} of ${files.length} files without a test that imports them`;
  console.log(`${folder}: ${killed} of ${chosen.length} killed (${share} %), seed ${seed}; ${places}`);
}

function parse(file) {
  const sourceFile = project.program.getSourceFile(resolve(file));
  return sourceFile ? mutantsOf(sourceFile, readFileSync(file, 'utf8'), file) : [];
}

/** The exit code of the tests with a mutant; not 0 where one fails or they do not end. */
function run(tests, mutant) {
  const words = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'scripts/mutation-score/vitest.config.ts',
    '--root',
    '.',
  ];
  const env = { ...process.env, MUTANT: JSON.stringify(mutant), REUSE_BUILD: '1' };
  const options = { env, timeout: mutant ? TIMEOUT_MS : 0, stdio: 'ignore' };
  return spawnSync(process.execPath, [...words, '--bail=1', '--silent=true', ...tests], options).status ?? 1;
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
