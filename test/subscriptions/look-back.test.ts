import { expect, test } from 'vitest';
import type { EventLog, LoggedEvent } from '../../src/subscriptions/log/log.ts';
import { lookBack } from '../../src/subscriptions/log/look-back.ts';
import { callEvent } from './events.ts';

const at = (count: number) => String(count).padStart(6, '0');
const positions = (events: readonly LoggedEvent[]) => events.map(({ position }) => Number(position));

/** A log of so many events that reads at most `step` at a time, and how often it was read. */
function logOf(count: number, step: number) {
  const all = Array.from({ length: count }, (_, index) => ({ position: at(index + 1), event: callEvent({}) }));
  let reads = 0;
  const readBefore: EventLog['readBefore'] = async (before, limit) => {
    reads += 1;
    const earlier = all.filter(({ position }) => before === null || position < before);
    const events = earlier.slice(-Math.min(limit, step)).reverse();
    return { events, more: events.length < earlier.length };
  };
  return { log: { readBefore } as EventLog, reads: () => reads };
}

const every = { matches: () => true, keys: null };

test('a page has its last events, the oldest first, and says whether the log has more before them', async () => {
  const { log } = logOf(5, 2);
  const page = await lookBack(log, null, every, 3);
  expect([positions(page.events), page.more]).toEqual([[3, 4, 5], true]);
  const before = await lookBack(log, at(3), every, 3);
  expect([positions(before.events), before.more, before.reached]).toEqual([[1, 2], false, at(1)]);
  const whole = await lookBack(log, null, every, 5);
  expect([positions(whole.events), whole.more]).toEqual([[1, 2, 3, 4, 5], false]);
});

test('a page of a log without events has none, and reached nothing', async () => {
  expect(await lookBack(logOf(0, 2).log, null, every, 3)).toEqual({ events: [], more: false, reached: null });
});

test('a page for which too few events match ends after a hundred reads, and says how far it came', async () => {
  const { log, reads } = logOf(150, 1);
  const page = await lookBack(log, null, { ...every, matches: () => false }, 3);
  expect([page, reads()]).toEqual([{ events: [], more: true, reached: at(51) }, 100]);
});
