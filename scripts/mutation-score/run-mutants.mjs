// Runs a worker over mutants, and another one where it stops.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ranFor } from './clock.mjs';

const WORKER = join(import.meta.dirname, 'worker.mjs');
/** Milliseconds that a worker runs without a sign of life, after which it has stopped in an endless loop. */
const STALLED = 20_000;
/** Milliseconds between two looks at a worker. */
const LOOK = 1_000;
/** Milliseconds that a test may take without a mutant; a slower one is left out. */
const TEST = 10_000;
/** Milliseconds that the tests of a file may take without a mutant; those after are left out. */
const FILE = 45_000;
/** Milliseconds that the tests of a mutant may take together without it; of those that reach it the slowest are left out. */
const MUTANT = 30_000;
/** What a worker keeps to. */
const LIMITS = { testMilliseconds: TEST, fileMilliseconds: FILE, mutantMilliseconds: MUTANT };

/** Processes that may end without a result, one after the other. */
const MOST_IDLE = 3;

/** Answers the results by the numbers of the mutants. */
export async function runMutants(folder, bundle, mutants) {
  const [results, task, remembered, alive] = ['results', 'task.json', 'reached', 'alive'].map((name) =>
    join(folder, name),
  );
  const found = new Map();
  const left = [];
  let idle = 0;
  for (const file of [results, alive]) writeFileSync(file, '');
  const words = [WORKER, bundle, task, results, remembered, alive];
  for (;;) {
    const ids = mutants.map(({ id }) => id).filter((id) => !found.has(id));
    if (ids.length === 0) break;
    writeFileSync(task, JSON.stringify({ ids, left, ...LIMITS }));
    const before = linesOf(results).length;
    await watched(words, alive);
    const lines = linesOf(results).slice(before);
    idle = lines.length === 0 ? idle + 1 : 0;
    if (idle === MOST_IDLE) throw new Error('The tests cannot be loaded');
    read(lines, {
      found,
      left,
      first: ids[0],
      isExplored: linesOf(results).some(({ explored }) => explored),
    });
  }
  for (const [id, { outcome }] of found) {
    if (outcome !== 'survived') continue;
    if (await isKilledAfresh(id, words, { task, results, alive, left }))
      found.set(id, { outcome: 'killed', test: 'afresh' });
  }
  return found;
}

/** Whether a mutant that survived is killed in a process that has it from the start. */
async function isKilledAfresh(id, words, { task, results, alive, left }) {
  writeFileSync(task, JSON.stringify({ ids: [id], left, isFresh: true, ...LIMITS }));
  const before = linesOf(results).length;
  await watched(words, alive);
  const last = linesOf(results).slice(before).at(-1);
  return last?.outcome === 'killed' || last?.begun === id;
}

function read(lines, { found, left, first, isExplored }) {
  const { begun } = lines.findLast((line) => 'begun' in line) ?? {};
  const { exploring } = lines.findLast((line) => 'exploring' in line) ?? {};
  for (const { id, ...result } of lines.filter((line) => 'id' in line)) {
    // The first of a new process was not spoilt by another mutant.
    if (result.outcome !== 'spoilt' || id === first) found.set(id, result);
  }
  const isSpoilt = lines.at(-1)?.outcome === 'spoilt';
  if (!isExplored && exploring) left.push(exploring);
  else if (begun !== undefined && !found.has(begun) && !isSpoilt)
    found.set(begun, { outcome: 'killed', test: 'it does not end' });
  for (const { failing, why } of lines)
    if (failing && process.env.VERBOSE) console.error(`left out: ${failing}: ${why}`);
  if (process.env.VERBOSE) for (const line of lines) if ('id' in line) console.error(JSON.stringify(line));
}

function linesOf(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** Runs a worker until it ends; one whose sign of life stays the same is stopped. */
async function watched(words, alive) {
  const stdio = ['ignore', 'ignore', process.env.VERBOSE ? 'inherit' : 'ignore'];
  const child = spawn(process.execPath, words, { stdio, env: { ...process.env, REUSE_BUILD: '1', NODE_ENV: 'test' } });
  const ended = once(child, 'exit');
  let [sign, ran, looks] = ['', 0, 0];
  for (;;) {
    const isOver = await Promise.race([ended.then(() => true), sleep(LOOK, false)]);
    if (isOver) return;
    const latest = readFileSync(alive, 'utf8');
    if (latest !== sign) [sign, ran, looks] = [latest, ranFor(child.pid) ?? 0, 0];
    looks += 1;
    if ((ranFor(child.pid) ?? looks * LOOK) - ran < STALLED) continue;
    child.kill('SIGKILL');
    await ended;
    return;
  }
}
