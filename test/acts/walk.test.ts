/**
 * A random walk of acts over all five simulators. `npm run walk` walks 10,000 acts over 200 seeds; `SEED=n npm run walk`
 * repeats one seed, or several as `SEED=3,7`, and `OUT=file` appends how often each situation had which outcome. After each act the state of the simulators themselves is compared with the state before.
 */
import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Tally, walk } from './walk.ts';

const { OUT, SEED, SEEDS = '3' } = process.env;
const ACTS_PER_SEED = 50;
/** Found that another call which ends at a desk ended the consultation there. */
const FOUND = [86];
const first = Array.from({ length: Number(SEEDS) }, (_, index) => index + 1);
const seeds = SEED ? SEED.split(',').map(Number) : [...new Set([...first, ...FOUND])];

test.each(seeds)(
  'acts change what they name and nothing else, from seed %i',
  async (seed) => {
    const tally: Tally = new Map();
    const report = (result: object) => OUT && appendFileSync(OUT, `${JSON.stringify({ seed, ...result })}\n`);
    await walk(seed, ACTS_PER_SEED, tally).catch((error: Error) => {
      report({ failure: error.message });
      throw error;
    });
    report({ tally: [...tally] });
    expect([...tally.keys()].some((row) => row.endsWith(': done'))).toBe(true);
    expect([...tally.values()].reduce((sum, count) => sum + count, 0)).toBe(ACTS_PER_SEED);
  },
  // Seconds on a machine that does nothing else.
  300_000,
);
