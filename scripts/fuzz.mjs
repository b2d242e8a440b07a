// Feeds made-up inputs to the decoders and transports of the program: `npm run fuzz -- --seconds 60 --target soap`. A target is a file of
// test/fuzz; all of them, one after the other, when none is named. The seconds are those of each property. A failure prints the
// command that replays it, with `--test`, `--seed` and `--path`.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const options = { seconds: { ...text, default: '10' }, target: text, test: text, seed: text, path: text };
const { values } = parseArgs({ options });
const all = readdirSync('test/fuzz').flatMap((file) => (file.endsWith('.test.ts') ? [file.slice(0, -8)] : []));
const targets = values.target === undefined ? all : all.filter((target) => target === values.target);
const seconds = Number(values.seconds);
if (targets.length === 0 || !(seconds > 0)) {
  console.error(`--target is one of ${all.join(', ')}; --seconds is a number above 0`);
  process.exit(2);
}

/** Properties of one file at most, with time to load the program. */
const PROPERTIES = 12;
const seed = values.seed ?? String(randomInt(2 ** 31));
for (const target of targets) {
  console.log(`${target}: seed ${seed}`);
  const timeout = (seconds * PROPERTIES + 120) * 1_000;
  const bound = String(timeout);
  const words = ['vitest', 'run', `test/fuzz/${target}.test.ts`, '--testTimeout', bound, '--reporter=verbose'];
  const env = { ...process.env, FUZZ_SECONDS: String(seconds), FUZZ_SEED: seed, REUSE_BUILD: '1' };
  if (values.test) words.push('-t', values.test);
  if (values.path) env.FUZZ_PATH = values.path;
  const { status, error } = spawnSync('npx', words, { stdio: 'inherit', env, timeout });
  if (error) console.error(`${target}: does not end with seed ${seed} (${error.code})`);
  if (status !== 0) process.exitCode = 1;
}
