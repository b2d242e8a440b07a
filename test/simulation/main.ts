/** The bundle that `scripts/simulate.mjs` runs: seeds one after the other, each of which says in one line what became of it. */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { install } from './install.ts';
import { real } from './real.ts';
import { runSeed, watchRejections } from './run.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    seeds: text,
    from: text,
    step: text,
    trace: { type: 'boolean' },
    log: { type: 'boolean' },
  },
});

install();
watchRejections();
const folder = mkdtempSync(join(tmpdir(), 'simulation-'));
const [from, count, step] = [Number(values.from ?? 1), Number(values.seeds ?? 1), Number(values.step ?? 1)];
let failed = 0;

/** Nothing else would show it, since the process notes what nothing catches. */
function fail(cause: unknown): never {
  console.error(cause);
  process.exit(2);
}

for (let seed = from; seed < from + count * step; seed += step) {
  const began = real.now();
  const { world, trace, violations, ...facts } = await runSeed(seed, join(folder, String(seed))).catch(fail);
  const took = Math.round(real.now() - began);
  const shown = violations.length > 0 || values.trace;
  console.log(JSON.stringify({ ...facts, took, violations: violations.slice(0, 20), ...(shown && { trace }) }));
  if (values.log)
    for (const { at, host, level, message, facts } of world.lines) {
      const { cause } = facts as { cause?: Error };
      console.log(
        ((at - world.start) / 1_000).toFixed(3),
        host,
        level,
        message,
        JSON.stringify(facts),
        cause?.stack ?? '',
      );
    }
  if (violations.length > 0) failed += 1;
}
rmSync(folder, { recursive: true, force: true });
process.exit(failed > 0 ? 1 : 0);
