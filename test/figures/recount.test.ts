/**
 * Figures by events against a recount of what really happened: over ordinary days and both changes of summer time, in one
 * run, and over a log that repeats events and whose reader restarts. `npm run figures -- --seeds 1000` plays as many days.
 */
import { expect, test } from 'vitest';
import type { TimeSpan } from '../../src/figures/calendar.ts';
import { Figures } from '../../src/figures/figures.ts';
import { FiguresProjector } from '../../src/subscriptions/figures/projector.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { dayOfSeed, endOf, expectRecount, FACTS } from './recount.ts';
import { eventsOfStory, type Story, storyOf } from './story.ts';

const SEEDS = Number(process.env.FIGURES_SEEDS ?? 6);

function check(figures: Figures, story: Story, day: TimeSpan): void {
  expectRecount(figures.history('floor', day, endOf(day)), story, day);
}

test('the recount finds a call that is counted twice', () => {
  const day = dayOfSeed(0);
  const story = storyOf(0, day.from);
  const [first, ...others] = story.calls;
  const figures = new Figures(FACTS);
  for (const event of eventsOfStory(story)) figures.apply(event);
  if (!first) throw new Error('no call');
  const other = { ...story, calls: [first, { ...first, id: 'again' }, ...others] };
  expect(() => check(figures, other, day)).toThrow();
  check(figures, story, day);
});

test.each(Array.from({ length: SEEDS }, (_, seed) => seed))('day %i: figures are what happened', (seed) => {
  const day = dayOfSeed(seed);
  const story = storyOf(seed, day.from, (day.to - day.from) / 3_600_000);
  const figures = new Figures(FACTS);
  for (const event of eventsOfStory(story)) figures.apply(event);
  check(figures, story, day);
});

test.each(Array.from({ length: Math.max(3, Math.floor(SEEDS / 4)) }, (_, seed) => seed))(
  'day %i over a log: repeated events, a restart and a take-over count once',
  async (seed) => {
    const day = dayOfSeed(seed);
    const story = storyOf(seed, day.from, (day.to - day.from) / 3_600_000);
    const events = eventsOfStory(story);
    const log = await openSqliteLog({ file: ':memory:' });
    const early = new Figures(FACTS);
    const first = new FiguresProjector(log, early);
    await first.start(null);
    const half = Math.floor(events.length / 2);
    await log.append(events.slice(0, half));
    await first.stop();
    // A second reader takes over before the rest comes; what the first stream sent last is sent again.
    const figures = new Figures(FACTS);
    const second = new FiguresProjector(log, figures);
    await second.start(null);
    await log.append(events.slice(half - 50, half + 50));
    await log.append(events.slice(half));
    check(figures, story, day);
    // A third one begins when all is over.
    const late = new Figures(FACTS);
    const third = new FiguresProjector(log, late);
    await third.start(null);
    check(late, story, day);
    await Promise.all([second.stop(), third.stop()]);
    await log.close();
  },
);
