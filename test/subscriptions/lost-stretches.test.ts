import { expect, test } from 'vitest';
import { LostStretches } from '../../src/subscriptions/ingest/lost-stretches.ts';
import { callEvent } from './events.ts';

const buffered = (at: number) => ({ event: callEvent({}), at, sequence: at, bytes: 1 });

/** Stretches, and what was reported of them, as the milliseconds of their begin and end. */
function reported() {
  const stretches = new LostStretches();
  const seen: (number | undefined)[][] = [];
  const report = (answer: () => boolean = () => true) =>
    stretches.report(async ({ since, until }) => {
      seen.push([since.getTime(), until?.getTime()]);
      return answer();
    });
  return { stretches, seen, report };
}

test('what made room for newer events is one stretch from its first one, until that is reported', async () => {
  const { stretches, seen, report } = reported();
  expect(stretches.since).toBeNull();
  for (const at of [5, 6]) stretches.overflowed(buffered(at));
  await report();
  expect([seen, stretches.since]).toEqual([[[5, undefined]], null]);
  stretches.overflowed(buffered(7));
  await report();
  expect(seen).toEqual([
    [5, undefined],
    [7, undefined],
  ]);
});

test('events that were overtaken are a stretch from the first to the last of them', async () => {
  const { stretches, seen, report } = reported();
  stretches.overtaken([]);
  stretches.overtaken([buffered(8), buffered(9)]);
  stretches.overtaken([buffered(3)]);
  expect(stretches.since).toEqual(new Date(3));
  await report();
  expect(seen).toEqual([
    [8, 9],
    [3, 3],
  ]);
});

test('an event that is left out while the stretch before is reported is another stretch', async () => {
  const { stretches, seen, report } = reported();
  for (const at of [1, 2]) stretches.leftOut(new Date(at));
  await report(() => {
    if (seen.length === 1) stretches.leftOut(new Date(4));
    return true;
  });
  expect(seen).toEqual([
    [1, undefined],
    [4, undefined],
  ]);
});

test('a stretch that is not stored stays, with all after it', async () => {
  const { stretches, seen, report } = reported();
  stretches.overtaken([buffered(1)]);
  stretches.leftOut(new Date(2));
  expect(await report(() => false)).toBe(false);
  expect(stretches.since).toEqual(new Date(1));
  expect(await report()).toBe(true);
  expect(seen).toEqual([
    [1, 1],
    [1, 1],
    [2, undefined],
  ]);
});

test('a stretch is lost since the earliest event of all', () => {
  const { stretches } = reported();
  stretches.overflowed(buffered(5));
  expect(stretches.since).toEqual(new Date(5));
});
