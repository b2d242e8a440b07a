// Ten tasks, each by a reader who follows one page of the documentation exactly, in an empty folder, with the packages as they
// are published: `npm run tasks [-- NAME...]`, after a build. Prints the time that each took beside its bound, and exits with 1
// when a page does not lead to its end, or not in time. Needs npm's registry; nothing is taken from npm's cache.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { TASKS } from './tasks/checks.mjs';
import { stepsOf } from './tasks/page.mjs';
import { Reader } from './tasks/reader.mjs';
import { startRegistry } from './tasks/registry.mjs';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !TASKS.some((task) => task.name === name));
if (unknown.length)
  throw new Error(`No such task: ${unknown.join(', ')}; there are ${TASKS.map(({ name }) => name).join(', ')}`);

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-tasks-'));
execFileSync(process.execPath, ['scripts/build-client.mjs']);
const registry = await startRegistry(['.', 'packages/client'], join(folder, 'packed'));

/** The environment of someone who has Node and npm, and nothing of this project. */
function environment() {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  return {
    ...{ PATH: process.env.PATH, HOME: home, CI: '1', NO_COLOR: '1' },
    ...{ npm_config_registry: registry.url, npm_config_audit: 'false', npm_config_fund: 'false' },
  };
}

/** What this machine does before the reader begins: the page's vendor or repository. */
async function prepare(reader, { repository, prepare }) {
  if (repository) execFileSync('git', ['clone', '--quiet', resolve('.'), reader.folder], { stdio: 'inherit' });
  await prepare?.(reader);
}

async function perform(task) {
  const reader = await Reader.at(folder, environment());
  try {
    await prepare(reader, task);
    const started = Date.now();
    const steps = stepsOf(task.page, task.sections);
    await reader.follow(steps);
    await task.check(reader, steps);
    const seconds = (Date.now() - started) / 1_000;
    console.log(
      `${seconds > task.seconds ? 'LATE' : 'ok  '} ${task.title}: ${seconds.toFixed(1)} s of ${task.seconds} s (${task.page})`,
    );
    return seconds <= task.seconds;
  } catch (error) {
    console.log(`FAIL ${task.title}: ${error.message} (${task.page})\n${reader.output.slice(-2_000)}`);
    return false;
  } finally {
    await reader.close();
  }
}

try {
  for (const task of TASKS) {
    if (wanted.length && !wanted.includes(task.name)) continue;
    if (!(await perform(task))) process.exitCode = 1;
  }
} finally {
  registry.close();
  rmSync(folder, { recursive: true, force: true });
}
