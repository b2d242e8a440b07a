// SOAP answers fetched and decoded: our client against node-soap's in its default configuration.
import { start } from '../lib/child.mjs';
import { inTurns, median, micro, times, timesLess } from '../lib/measure.mjs';
import { built } from '../lib/setting.mjs';

/** Small answers arrive concurrently, as the gateway requests them; a list of 1.6 MB arrives alone. */
const SIZES = [
  { count: 1, target: 12, lesser: 5, ours: 2000, theirs: 300, together: 16 },
  { count: 100, target: 12, lesser: 6, selected: 20, ours: 300, theirs: 64, together: 16 },
  { count: 5000, target: 12, lesser: 4, selected: 35, ours: 40, theirs: 4, together: 1 },
];

/** The part of a target below which a row has become worse, and not only the machine busier. */
const NEAR = 0.75;

async function callers(backend) {
  const [origin] = await backend.says(/http:\S+/);
  return Promise.all(
    ['ours', 'node-soap', 'text', 'two fields'].map(async (who) => {
      const caller = start(built('decode/caller'), [who, origin]);
      await caller.says(/ready/);
      const measure = async (asked) => (await caller.ask({ measure: asked }, 'measured')).microseconds;
      return { measure, stop: caller.stop };
    }),
  );
}

/** The same answer, of which two of twelve fields are selected; all of it is checked to be well-formed. */
function selectedRow(count, target, [few, others, least]) {
  const factor = timesLess(few, others);
  const text = times(timesLess(least, others));
  return {
    what: `SOAP answer of ${count.toLocaleString('en')} items, two of twelve fields selected`,
    target: `${target}× less`,
    measured: `${times(factor)} (${micro(median(few))}; text alone, by undici: ${text})`,
    ok: factor >= target ? true : factor >= target * NEAR ? `not met: the text alone, unread, is at ${text}` : false,
  };
}

export async function decode() {
  const rows = [];
  for (const { count, target, lesser, selected, ours, theirs, together } of SIZES) {
    // Separate processes, so that no size runs code compiled for another.
    const backend = start(built('decode/backend'));
    const [one, other, text, two] = await callers(backend);
    const [mine, others, least, few] = await inTurns([
      () => one.measure({ count, rounds: ours, together }),
      () => other.measure({ count, rounds: theirs, together }),
      () => text.measure({ count, rounds: ours, together }),
      () => two.measure({ count, rounds: ours, together }),
    ]);
    await Promise.all([one, other, text, two, backend].map(({ stop }) => stop()));
    const factor = timesLess(mine, others);
    rows.push({
      what: `SOAP answer of ${count.toLocaleString('en')} items fetched and strictly decoded, ${together} at a time, CPU against node-soap`,
      target: `${lesser}× less (${target}× by contract)`,
      measured: `${times(factor)} (${micro(median(mine))} against ${micro(median(others))}; text alone, by undici: ${times(timesLess(least, others))})`,
      ok: factor >= target ? true : factor >= lesser ? 'the lesser' : false,
    });
    if (selected) rows.push(selectedRow(count, selected, [few, others, least]));
  }
  return rows;
}
