// SOAP answers fetched and decoded: our client against node-soap's as it comes.
import { start } from '../lib/child.mjs';
import { inTurns, median, micro, times, timesLess } from '../lib/measure.mjs';
import { built } from '../lib/setting.mjs';

const SIZES = [
  { count: 1, target: 12, least: 5, ours: 1500, theirs: 500 },
  { count: 100, target: 12, least: 6, ours: 500, theirs: 50 },
  { count: 5000, target: 12, least: 4, ours: 20, theirs: 3 },
];

async function callers(backend) {
  const [origin] = await backend.says(/http:\S+/);
  return Promise.all(
    ['ours', 'node-soap'].map(async (who) => {
      const caller = start(built('decode/caller'), [who, origin]);
      await caller.says(/ready/);
      const measure = async (count, rounds) =>
        (await caller.ask({ measure: { count, rounds } }, 'measured')).microseconds;
      return { measure, stop: caller.stop };
    }),
  );
}

export async function decode() {
  const rows = [];
  for (const { count, target, least, ours, theirs } of SIZES) {
    // Processes of their own, so that no size finds code made for another.
    const backend = start(built('decode/backend'));
    const [one, other] = await callers(backend);
    const [mine, others] = await inTurns([() => one.measure(count, ours), () => other.measure(count, theirs)], 5);
    await Promise.all([one, other, backend].map(({ stop }) => stop()));
    const factor = timesLess(mine, others);
    rows.push({
      what: `SOAP answer of ${count.toLocaleString('en')} items fetched and strictly decoded, CPU against node-soap`,
      target: `${least}× less (${target}× by contract)`,
      measured: `${times(factor)} (${micro(median(mine))} against ${micro(median(others))})`,
      ok: factor >= target ? true : factor >= least ? 'the lesser' : false,
    });
  }
  return rows;
}
