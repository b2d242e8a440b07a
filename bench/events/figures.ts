import { Figures } from '../../src/figures/figures.ts';
import { eventsOfStory, storyOf } from '../../test/figures/story.ts';

/** A Monday at midnight. */
const MONDAY = Date.UTC(2026, 4, 4);
const RUNS = 9;

/** Microseconds of the processor that the reducer of figures takes for an event, over days of a simulated floor: a median. */
export function figuresAlone(days: number): number {
  const events = Array.from({ length: days }, (_, day) =>
    eventsOfStory(storyOf(day, MONDAY + day * 86_400_000)),
  ).flat();
  const times = Array.from({ length: RUNS }, () => {
    const figures = new Figures(() => ({ zone: 'America/New_York', reportsQueue: true, queuePerCampaign: true }));
    const before = process.cpuUsage();
    for (const event of events) figures.apply(event);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / events.length;
  });
  return times.sort((one, other) => one - other)[Math.floor(RUNS / 2)] ?? Number.NaN;
}
