// SOAP answers fetched and decoded: our client against node-soap's in its default configuration.
import { start } from '../lib/child.mjs';
import { inTurns, median, micro, times, timesLess } from '../lib/measure.mjs';
import { built } from '../lib/setting.mjs';

/** Small answers arrive concurrently, as the gateway requests them; a list of 1.6 MB arrives alone. */
const SIZES = [
  { count: 1, target: 12, lesser: 5, ours: 2000, theirs: 300, together: 16 },
  { count: 100, target: 12, lesser: 6, ours: 300, theirs: 64, together: 16 },
  { count: 5000, target: 12, lesser: 4, ours: 40, theirs: 4, together: 1 },
];

async function callers(backend) {
  const [origin] = await backend.says(/http:\S+/);
  return Promise.all(
    ['ours', 'node-soap', 'text'].map(async (who) => {
      const caller = start(built('decode/caller'), [who, origin]);
      await caller.says(/ready/);
      const measure = async (asked) => (await caller.ask({ measure: asked }, 'measured')).microseconds;
      return { measure, stop: caller.stop };
    }),
  );
}

export async function decode() {
  const rows = [];
  for (const { count, target, lesser, ours, theirs, together } of SIZES) {
    // Separate processes, so that no size runs code compiled for another.
    const backend = start(built('decode/backend'));
    const [one, other, text] = await callers(backend);
    const [mine, others, least] = await inTurns([
      () => one.measure({ count, rounds: ours, together }),
      () => other.measure({ count, rounds: theirs, together }),
      () => text.measure({ count, rounds: ours, together }),
    ]);
    await Promise.all([one, other, text, backend].map(({ stop }) => stop()));
    const factor = timesLess(mine, others);
    rows.push({
      what: `SOAP answer of ${count.toLocaleString('en')} items fetched and strictly decoded, ${together} at a time, CPU against node-soap`,
      target: `${lesser}× less (${target}× by contract)`,
      measured: `${times(factor)} (${micro(median(mine))} against ${micro(median(others))}; text alone, by undici: ${times(timesLess(least, others))})`,
      ok: factor >= target ? true : factor >= lesser ? 'the lesser' : false,
    });
  }
  return rows;
}
