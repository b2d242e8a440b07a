/** Walks 10,000 acts over 200 seeds; `SEED=n npm run walk` repeats one seed, `SEEDS=n` walks fewer. */
import { spawnSync } from 'node:child_process';

const env = { SEEDS: '200', ...process.env };
const vitest = ['vitest', 'run', '--maxWorkers=1', '--reporter=dot', 'test/acts/walk.test.ts'];
process.exit(spawnSync('npx', vitest, { stdio: 'inherit', env }).status ?? 1);
