import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortInSlices } from '../../src/adapters/slices.ts';

/** Numbers of a few parts, each longer or shorter than what is sorted at a time, in order or not. */
const parts = fc.array(
  fc.record({ from: fc.nat(5_000), length: fc.nat(1_500), step: fc.constantFrom(0, 1, 7, -1, 7_919) }),
  { maxLength: 5 },
);
const numbersOf = ({ from, length, step }: { from: number; length: number; step: number }) =>
  Array.from({ length }, (_, at) => (from + at * step + 10_000) % 6_007);

test('a list sorted in slices is the list sorted at once, and equal items keep their order', async () => {
  await fc.assert(
    fc.asyncProperty(parts, async (some) => {
      const items = some.flatMap(numbersOf).map((key, at) => ({ key, at }));
      const compare = (one: { key: number }, other: { key: number }) => one.key - other.key;
      expect(await sortInSlices(items, compare)).toEqual([...items].sort(compare));
    }),
    { numRuns: 30 },
  );
});
