// Compares the figures of as many simulated days as `--seeds` says, 1,000 when absent, with a recount of what happened.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '1000' } } });
const env = { ...process.env, FIGURES_SEEDS: values.seeds, REUSE_BUILD: '1' };
const { status } = spawnSync('npx', ['vitest', 'run', 'test/figures/recount.test.ts'], { stdio: 'inherit', env });
process.exitCode = status ?? 1;
