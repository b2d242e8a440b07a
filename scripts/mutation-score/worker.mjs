// Runs the mutants of a bundle one after the other in this process, and writes each result as a line.
// node worker.mjs BUNDLE TASK RESULTS REACHED ALIVE: the task has the numbers of the mutants; what reaches them is remembered in a
// file, and another one changes for as long as this process does not hang.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { now } from './clock.mjs';
import { watchPauses } from './pauses.mjs';
import { collect } from './registry.mjs';
import { runFile, testsIn } from './runner.mjs';

const [bundle, task, results, remembered, alive] = process.argv.slice(2);
const given = JSON.parse(readFileSync(task, 'utf8'));
const { ids, left, isFresh } = given;
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

const pauses = watchPauses((sign) => writeFileSync(alive, String(sign)));

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
  const ends = now() + given.fileMilliseconds;
  let began = 0;
  const limit = () => given.testMilliseconds;
  const isOver = () => now() > ends;
  const onTest = () => {
    began = now();
    reached = new Map();
  };
  const onEnd = (test, error) => {
    if (!error) taken.push({ test, time: Math.round(now() - began), passed: reached });
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

/** The quickest of the tests that reach a mutant. */
function testsFor(id) {
  let time = 0;
  const quickFirst = (reaching[id] ?? []).toSorted((one, other) => one.time - other.time);
  return quickFirst.filter((test, at) => {
    time += test.time;
    return at === 0 || !(time > given.mutantMilliseconds);
  });
}

async function tryMutant(id) {
  const tests = testsFor(id);
  if (tests.length === 0) return { outcome: 'unreached' };
  const byFile = new Map();
  for (const each of tests) byFile.set(each.name, [...(byFile.get(each.name) ?? []), each]);
  const began = now();
  for (const [name, chosen] of byFile) {
    const failed = await pauses.unpaused(() => run(id, name, chosen));
    if (!failed) continue;
    const same = await upTo(failed.of, name, chosen);
    if (!isFresh && (await pauses.unpaused(() => run(0, name, same)))) {
      // Tests that fail without the mutant too say nothing of it, in a process that had no other one before.
      if (id === ids[0]) continue;
      return { outcome: 'spoilt', test: failed.test };
    }
    const milliseconds = Math.round(now() - began);
    return { outcome: 'killed', test: failed.test, error: briefly(failed.error), milliseconds };
  }
  return { outcome: 'survived', tests: tests.length };
}

/** The chosen tests of a file that run before another one, and that one. */
async function upTo(last, name, chosen) {
  const end = testsIn(await suiteOf(name)).indexOf(last);
  return end < 0 ? chosen : chosen.filter(({ at }) => at <= end);
}

async function run(id, name, chosen) {
  const file = await suiteOf(name);
  const all = testsIn(file);
  const times = new Map(chosen.map(({ at, time }) => [all[at], time]));
  [active, hits, most] = [id, 0, Math.max(100_000, (passes[id] ?? 0) * LOOPS)];
  const limit = (test) => Math.min(test.timeout, 3_000 + 8 * times.get(test));
  const before = pauses.count();
  const onLate = (test) => {
    if (id === 0 || pauses.count() > before) return;
    // What still runs after its time would disturb the next, so that they are for another process. One that is not the first of
    // its process is tried again there, as its first.
    const outcome = id === ids[0] ? 'killed' : 'spoilt';
    write({ id, outcome, test: test.name, error: 'it takes too long' });
    process.exit(0);
  };
  const failed = await runFile(file, [...times.keys()], { limit, onLate, bail: true });
  active = 0;
  return failed;
}
