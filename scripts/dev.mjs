// Builds and serves, and again after each change of src, schema or the configuration: `npm run dev -- [words of serve]`.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, watch } from 'node:fs';

const words = process.argv.slice(2);
const at = words.indexOf('--config');
const watched = ['src', 'schema', 'console', ...(at < 0 ? [] : words.slice(at + 1, at + 2))].filter(existsSync);
/** Editors write a file in several steps; a build waits for the last. */
const SETTLED_MILLISECONDS = 150;

let program;
let timer;

/** Ends what runs before the next one takes its port. */
function stop() {
  if (!program || program.exitCode !== null || program.signalCode !== null) return Promise.resolve();
  const ended = new Promise((resolve) => program.once('exit', resolve));
  program.kill('SIGTERM');
  return ended;
}

async function restart() {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  if (status !== 0) return console.error('not built; the program before keeps running');
  await stop();
  program = spawn(process.execPath, ['dist/cli.js', 'serve', ...words], { stdio: 'inherit' });
}

let restarting = restart();
for (const place of watched)
  watch(place, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      restarting = restarting.then(restart);
    }, SETTLED_MILLISECONDS);
  });
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, async () => {
    clearTimeout(timer);
    await restarting;
    await stop();
    process.exit(0);
  });
