// Runs the mutants of a bundle one after the other in this process, and writes each result as a line.
// node worker.mjs BUNDLE TASK RESULTS REACHED: the task has the numbers of the mutants; what reaches them is remembered in a file.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { collect } from './registry.mjs';
import { runFile, testsIn } from './runner.mjs';

const [bundle, task, results, remembered] = process.argv.slice(2);
const { ids, left, isFresh, testMilliseconds, fileMilliseconds } = JSON.parse(readFileSync(task, 'utf8'));
/** How often more than in the run without it a mutant may be passed before its loop counts as endless. */
const LOOPS = 50;
/** A fresh process has its only mutant from the start, since what was computed without it may be remembered. */
let active = isFresh ? ids[0] : 0;
let hits = 0;
let most = Number.POSITIVE_INFINITY;
let reached = null;

globalThis.__mutant = (id) => {
  if (reached) reached.set(id, (reached.get(id) ?? 0) + 1);
  if (id !== active) return false;
  hits += 1;
  if (hits > most) throw new Error('The mutant makes a loop endless');
  return true;
};
const write = (line) => appendFileSync(results, `${JSON.stringify(line)}\n`);
// Programs that tests start inherit nothing of this.
process.on('uncaughtException', () => undefined).on('unhandledRejection', () => undefined);

const { files } = await import(bundle);
const collected = new Map();
/** Tests by the mutants that they reach, with how long they take and how often they pass it. */
const [reaching, passes] = [{}, {}];
await explore();
write({ explored: true });
for (const id of ids) {
  write({ begun: id });
  const result = await tryMutant(id);
  write({ id, ...result });
  if (result.outcome === 'spoilt') break;
}
process.exit(0);

/** The noted suite of a test file. */
function suiteOf(name) {
  collected.set(name, collected.get(name) ?? collect(name, files[name]));
  return collected.get(name);
}

/** Runs every test without a mutant, except those of files that did not end before. */
async function explore() {
  const lines = existsSync(remembered) ? readFileSync(remembered, 'utf8').split('\n').filter(Boolean) : [];
  const known = new Map(lines.map((line) => JSON.parse(line)));
  for (const name of Object.keys(files)) {
    if (left.includes(name)) continue;
    if (!known.has(name)) {
      write({ exploring: name });
      const found = await exploreFile(name).catch((error) => void write({ failing: name, why: briefly(error) }));
      known.set(name, found ?? []);
      appendFileSync(remembered, `${JSON.stringify([name, found ?? []])}\n`);
    }
    for (const { id, at, time, count } of known.get(name)) {
      reaching[id] = [...(reaching[id] ?? []), { name, at, time }];
      passes[id] = (passes[id] ?? 0) + count;
    }
  }
}

/** The mutants that the tests of a file reach; tests that fail or are slow are left out. */
async function exploreFile(name) {
  const file = await suiteOf(name);
  const beside = new Map();
  reached = beside;
  const taken = [];
  const ends = performance.now() + fileMilliseconds;
  let began = 0;
  const limit = () => testMilliseconds;
  const isOver = () => performance.now() > ends;
  const onTest = () => {
    began = performance.now();
    reached = new Map();
  };
  const onEnd = (test, error) => {
    if (!error) taken.push({ test, time: Math.round(performance.now() - began), passed: reached });
    else write({ failing: `${name} > ${test.name}`, why: briefly(error) });
    reached = beside;
  };
  const tests = testsIn(file);
  const failed = await runFile(file, tests, { limit, isOver, onTest, onEnd, bail: false });
  reached = null;
  if (failed) throw failed.error;
  return taken.flatMap(({ test, time, passed }) =>
    [...new Map([...beside, ...passed])].map(([id, count]) => ({ id, at: tests.indexOf(test), time, count })),
  );
}

function briefly(error) {
  return String(error?.message ?? error).slice(0, 160);
}

async function tryMutant(id) {
  const tests = (reaching[id] ?? []).toSorted((one, other) => one.time - other.time);
  if (tests.length === 0) return { outcome: 'unreached' };
  const byFile = new Map();
  for (const each of tests) byFile.set(each.name, [...(byFile.get(each.name) ?? []), each]);
  const began = performance.now();
  for (const [name, chosen] of byFile) {
    const failed = await run(id, name, chosen);
    if (!failed) continue;
    // A process in which the same tests fail without the mutant cannot say more.
    if (!isFresh && (await run(0, name, chosen))) return { outcome: 'spoilt', test: failed.test };
    const milliseconds = Math.round(performance.now() - began);
    return { outcome: 'killed', test: failed.test, error: briefly(failed.error), milliseconds };
  }
  return { outcome: 'survived', tests: tests.length };
}

async function run(id, name, chosen) {
  const file = await suiteOf(name);
  const all = testsIn(file);
  const times = new Map(chosen.map(({ at, time }) => [all[at], time]));
  [active, hits, most] = [id, 0, Math.max(100_000, (passes[id] ?? 0) * LOOPS)];
  const limit = (test) => Math.min(test.timeout, 3_000 + 8 * times.get(test));
  const failed = await runFile(file, [...times.keys()], { limit, bail: true });
  active = 0;
  return failed;
}
