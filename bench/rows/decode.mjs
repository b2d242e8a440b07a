// SOAP answers fetched and decoded: our client against node-soap's as it comes.
import { start } from '../lib/child.mjs';
import { micro, times } from '../lib/measure.mjs';
import { built } from '../lib/setting.mjs';

const SIZES = [
  { count: 1, target: 12, least: 5, ours: 4000, theirs: 1500 },
  { count: 100, target: 12, least: 6, ours: 2000, theirs: 150 },
  { count: 5000, target: 12, least: 4, ours: 60, theirs: 6 },
];

async function measure(who, origin, count, rounds) {
  const caller = start(built('decode/caller'), [who, origin]);
  await caller.says(/ready/);
  const costs = [];
  for (let round = 0; round < 2; round += 1)
    costs.push((await caller.ask({ measure: { count, rounds } }, 'measured')).microseconds);
  await caller.stop();
  return Math.min(...costs);
}

export async function decode() {
  const backend = start(built('decode/backend'));
  const [origin] = await backend.says(/http:\S+/);
  const rows = [];
  for (const { count, target, least, ours, theirs } of SIZES) {
    const one = await measure('ours', origin, count, ours);
    const other = await measure('node-soap', origin, count, theirs);
    rows.push({
      what: `SOAP answer of ${count.toLocaleString('en')} items fetched and strictly decoded, CPU against node-soap`,
      target: `${least}× less (${target}× by contract)`,
      measured: `${times(other / one)} (${micro(one)} against ${micro(other)})`,
      ok: other / one >= target ? true : other / one >= least ? 'the lesser' : false,
    });
  }
  await backend.stop();
  return rows;
}
