// Measures the gateway side by side with its peers: node bench/run.mjs [warm|tracing|vendor|shared|added|decode|differences|program|schema|fairness …]
import { prepare } from './lib/setting.mjs';
import { decode } from './rows/decode.mjs';
import { differences } from './rows/differences.mjs';
import { fairness } from './rows/fairness.mjs';
import { program } from './rows/program.mjs';
import { schema } from './rows/schema.mjs';
import { tracing } from './rows/tracing.mjs';
import { added, shared, vendor } from './rows/vendor.mjs';
import { warm } from './rows/warm.mjs';

const BENCHES = { vendor, decode, warm, tracing, shared, added, differences, program, schema, fairness };
const chosen = process.argv.slice(2);

await prepare();
const rows = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (chosen.length && !chosen.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  rows.push(...(await bench()));
}
const verdict = (ok) => (ok === true ? 'yes' : ok === false ? 'NO' : ok);
const lines = rows.map(({ what, target, measured, ok }) => `| ${what} | ${target} | ${measured} | ${verdict(ok)} |`);
console.log(['| what | target | measured | ok |', '| --- | --- | --- | --- |', ...lines].join('\n'));
if (rows.some(({ ok }) => ok === false)) process.exitCode = 1;
