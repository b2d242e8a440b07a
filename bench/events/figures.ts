import type { EventRecord } from '../../src/adapters/event.ts';
import { Figures } from '../../src/figures/figures.ts';
import { eventsOfStory, storyOf } from '../../test/figures/story.ts';

/** A Monday at midnight. */
const MONDAY = Date.UTC(2026, 4, 4);
const RUNS = 9;
/** A wallboard reads the day's totals once in so many events: once a second at 500 events a second. */
const BATCH = 500;

/**
 * Microseconds of the processor that the reducer of figures takes for an event, with a wallboard that reads them, over
 * days of a simulated floor: a median.
 */
export function figuresAlone(days: number): number {
  const events = Array.from({ length: days }, (_, day) =>
    eventsOfStory(storyOf(day, MONDAY + day * 86_400_000)),
  ).flat();
  const batches = Array.from({ length: Math.ceil(events.length / BATCH) }, (_, index) =>
    JSON.stringify(events.slice(index * BATCH, (index + 1) * BATCH)),
  );
  const times = Array.from({ length: RUNS }, () => costOf(batches) / events.length);
  return times.sort((one, other) => one - other)[Math.floor(RUNS / 2)] ?? Number.NaN;
}

/** Microseconds for all batches; each is decoded outside the measured time, as an event is before it is appended. */
function costOf(batches: readonly string[]): number {
  const figures = new Figures(() => ({ zone: 'America/New_York', reportsQueue: true, queuePerCampaign: true }));
  let cost = 0;
  for (const text of batches) {
    const events: readonly EventRecord[] = JSON.parse(text);
    const now = Date.parse(events.at(-1)?.occurredAt ?? '');
    const before = process.cpuUsage();
    for (const event of events) figures.apply(event);
    figures.today('floor', now);
    const { user, system } = process.cpuUsage(before);
    cost += user + system;
  }
  return cost;
}
