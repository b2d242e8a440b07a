/** A list of past calls is the same list wherever its pages are cut: each call with the views that it has on one page. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allPages, allPagesBackwards, DAY, type Node, randomDay, recordOf, world } from './past-day.ts';
import { ago } from './world.ts';

const SHAPE = { calls: 36, hours: 6, longWaits: 0.2, recorderSkew: 4 };
const shown = ({ id, views, disposition, durations }: Node) => ({ id, views, disposition, durations });

/** The same eight cuts in each run; `CUTS` asks for more, and `CUTS_SEED` for others. */
const RUNS = {
  numRuns: Number(process.env.CUTS ?? 8),
  seed: Number(process.env.CUTS_SEED ?? 1),
  endOnFailure: true,
};

/** Sizes of pages, over and over. */
function sizesOf(sizes: readonly number[]) {
  let count = 0;
  return () => sizes[count++ % sizes.length] as number;
}

test('pages of random sizes, from either end, join the calls, reports and recordings of one page', async () => {
  const cuts = fc.record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
    atOnce: fc.integer({ min: 2, max: 30 }),
    recordingsAtOnce: fc.integer({ min: 2, max: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(cuts, async ({ seed, sizes, ...answers }) => {
      const { truth: _, ...parts } = randomDay(seed, SHAPE);
      const whole = (await allPages(await world(parts), 100)).map(shown);
      const gateway = await world({ ...parts, ...answers });
      expect((await allPages(gateway, sizesOf(sizes))).map(shown)).toEqual(whole);
      expect((await allPagesBackwards(gateway, sizesOf(sizes))).map(shown)).toEqual(whole);
    }),
    RUNS,
  );
});

test('a period has the same calls, with the same views, as a longer one', async () => {
  const periods = fc.record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    from: fc.integer({ min: 60, max: 380 }),
    minutes: fc.integer({ min: 5, max: 180 }),
  });
  await fc.assert(
    fc.asyncProperty(periods, async ({ seed, from, minutes }) => {
      const { truth: _, ...parts } = randomDay(seed, SHAPE);
      const gateway = await world(parts);
      const period = { ...DAY, startedAfter: ago(from), startedBefore: ago(from - minutes) };
      const isWithin = ({ startedAt }: Node) =>
        Date.parse(startedAt) > Date.parse(period.startedAfter) &&
        Date.parse(startedAt) < Date.parse(period.startedBefore);
      const whole = await allPages(gateway, 100);
      expect((await allPages(gateway, 100, period)).map(shown)).toEqual(whole.filter(isWithin).map(shown));
    }),
    RUNS,
  );
});

test('calls of one millisecond are each on one page, from either end', async () => {
  const at = Date.parse(ago(60));
  const calls = Array.from({ length: 7 }, (_, index) => ({
    ...{ id: String(index), at: at + (index < 5 ? 0 : (index - 4) * 1_000), from: `+1614555000${index}` },
    ...{ wait: 0, talk: 60_000 },
  }));
  const gateway = await world({ recorded: calls.map((call) => recordOf(call, null, 0)) });
  const whole = (await allPages(gateway, 100)).map(shown);
  expect(whole).toHaveLength(7);
  for (const size of [1, 2, 3]) {
    expect((await allPages(gateway, size)).map(shown)).toEqual(whole);
    expect((await allPagesBackwards(gateway, size)).map(shown)).toEqual(whole);
  }
});
