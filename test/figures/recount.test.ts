/**
 * Figures by events against a recount of what really happened: over ordinary days and both changes of summer time, in one
 * run, and over a log that repeats events and whose reader restarts. `npm run figures -- --seeds 1000` plays as many days.
 */
import { expect, test } from 'vitest';
import { dayOf, type TimeSpan } from '../../src/figures/calendar.ts';
import { addMeasures, type Measures } from '../../src/figures/cells.ts';
import { Figures } from '../../src/figures/figures.ts';
import { FiguresProjector } from '../../src/subscriptions/figures/projector.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { dayOfSeed, endOf, expectRecount, FACTS } from './recount.ts';
import { eventsOfStory, type Story, storyOf } from './story.ts';

const SEEDS = Number(process.env.FIGURES_SEEDS ?? 6);

const HOUR = 3_600_000;
const dayBefore = ({ from }: TimeSpan) => dayOf(from - HOUR, FACTS().zone);
const dayAfter = ({ to }: TimeSpan) => dayOf(to + HOUR, FACTS().zone);

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
  const story = storyOf(seed, day.from, (day.to - day.from) / HOUR);
  const figures = new Figures(FACTS);
  for (const event of eventsOfStory(story)) figures.apply(event);
  check(figures, story, day);
});

test.each([0, 1, 2])(
  'day %i: the totals since midnight are those of the quarters since the account’s midnight',
  (seed) => {
    const day = dayOfSeed(seed);
    const story = storyOf(seed, day.from - 6 * HOUR, 40);
    const figures = new Figures(FACTS);
    const events = eventsOfStory(story);
    let next = 0;
    const totalOf = (cells: readonly { readonly measures: Measures }[]) => {
      const total: Measures = {};
      for (const { measures } of cells) addMeasures(total, measures);
      return total;
    };
    for (const now of [day.from - 1, day.from + 1, day.from + 9 * HOUR, day.to - 1, day.to + 1]) {
      for (; next < events.length && Date.parse(events[next]?.occurredAt ?? '') <= now; next += 1)
        figures.apply(events[next] as (typeof events)[number]);
      const today = now < day.from ? dayBefore(day) : now < day.to ? day : dayAfter(day);
      expect(figures.day('floor', now)).toEqual(today);
      expect(totalOf(figures.today('floor', now))).toEqual(totalOf(figures.history('floor', today, now)));
    }
  },
);

test.each(Array.from({ length: Math.max(3, Math.floor(SEEDS / 4)) }, (_, seed) => seed))(
  'day %i over a log: repeated events, a restart and a take-over count once',
  async (seed) => {
    const day = dayOfSeed(seed);
    const story = storyOf(seed, day.from, (day.to - day.from) / HOUR);
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
