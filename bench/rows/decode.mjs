// SOAP answers fetched and decoded: our client against node-soap's as it comes.
import { start } from '../lib/child.mjs';
import { inTurns, median, micro, times, timesLess } from '../lib/measure.mjs';
import { built } from '../lib/setting.mjs';

const SIZES = [
  { count: 1, target: 12, lesser: 5, ours: 1000, theirs: 300 },
  { count: 100, target: 12, lesser: 6, ours: 300, theirs: 30 },
  { count: 5000, target: 12, lesser: 4, ours: 40, theirs: 4 },
];

async function callers(backend) {
  const [origin] = await backend.says(/http:\S+/);
  return Promise.all(
    ['ours', 'node-soap', 'text'].map(async (who) => {
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
  for (const { count, target, lesser, ours, theirs } of SIZES) {
    // Processes of their own, so that no size finds code made for another.
    const backend = start(built('decode/backend'));
    const [one, other, text] = await callers(backend);
    const [mine, others, least] = await inTurns([
      () => one.measure(count, ours),
      () => other.measure(count, theirs),
      () => text.measure(count, ours),
    ]);
    await Promise.all([one, other, text, backend].map(({ stop }) => stop()));
    const factor = timesLess(mine, others);
    rows.push({
      what: `SOAP answer of ${count.toLocaleString('en')} items fetched and strictly decoded, CPU against node-soap`,
      target: `${lesser}× less (${target}× by contract)`,
      measured: `${times(factor)} (${micro(median(mine))} against ${micro(median(others))}; text alone, by undici: ${times(timesLess(least, others))})`,
      ok: factor >= target ? true : factor >= lesser ? 'the lesser' : false,
    });
  }
  return rows;
}
