/** What `npm run chaos` bundles and runs. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runChaos } from './run.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { minutes: { ...text, default: '10' }, seed: { ...text, default: '1' }, result: text },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
if (!(minutes > 0 && Number.isInteger(seed))) {
  console.error('--minutes is a number above 0, --seed a whole number');
  process.exit(2);
}

/** Share of the minutes in which a vendor hangs and reads of the others are timed. */
const HUNG_SHARE = 0.2;
const EVERY_MS = 4_000;
/** Broken promises shown of each kind. */
const SHOWN = 10;

const say = (line: string) => console.log(`${new Date().toISOString()} ${line}`);
const hungMs = minutes * 60_000 * HUNG_SHARE;
const plan = { seed, faultsMs: minutes * 60_000 - hungMs, everyMs: EVERY_MS, hungMs, pace: 5, readers: 3 };
const { faults, promises } = await runChaos(plan, say);
console.log(`\n${minutes} minutes, seed ${seed}\n`);
for (const [name, count] of [...faults].sort(([one], [other]) => one.localeCompare(other)))
  console.log(`${String(count).padStart(5)}  ${name}`);
console.log('\n| promise | figure | holds |\n|---|---|---|');
for (const { promise, figure, broken, isJudged = true } of promises) {
  const verdict = broken.length > 0 ? `BROKEN ${broken.length} times` : isJudged ? 'yes' : 'not judged';
  console.log(`| ${promise} | ${figure} | ${verdict} |`);
}
for (const { promise, broken } of promises) {
  if (broken.length > 0) console.log(`\n${promise}:`);
  for (const line of broken.slice(0, SHOWN)) console.log(`  ✗ ${line}`);
}
if (values.result)
  writeFileSync(values.result, JSON.stringify({ minutes, seed, faults: [...faults], promises }, null, 2));
process.exit(promises.some(({ broken }) => broken.length > 0) ? 1 : 0);
