/**
 * Figures by events against a recount of what really happened: over ordinary days and both changes of summer time, in one
 * run, and over a log that repeats events and whose reader restarts. `npm run figures -- --seeds 1000` plays as many days.
 */
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { dayOf, intervalsOf, type Stretch } from '../../src/figures/calendar.ts';
import { addMeasures, type Measures } from '../../src/figures/cells.ts';
import { Figures } from '../../src/figures/figures.ts';
import { FiguresProjector } from '../../src/subscriptions/figures/projector.ts';
import { openSqliteLog } from '../../src/subscriptions/log/sqlite.ts';
import { eventsOfStory, type Story, type StoryCall, storyOf } from './story.ts';

const SEEDS = Number(process.env.FIGURES_SEEDS ?? 6);
const ZONE = 'America/New_York';
/** An ordinary day, one of 23 hours and one of 25. */
const DAYS = ['2026-05-04', '2026-03-08', '2026-11-01'];
const INTERVALS = ['FIFTEEN_MINUTES', 'HOUR', 'DAY'] as const;
const FACTS = () => ({ zone: ZONE, reportsQueue: true, queuePerCampaign: true });

const dayOfSeed = (seed: number) =>
  dayOf(DateTime.fromISO(`${DAYS[seed % DAYS.length]}T12:00`, { zone: ZONE }).toMillis(), ZONE);

type Rows = Record<string, Measures>;

function add(rows: Rows, intervals: readonly Stretch[], at: number, name: string, measures: Measures): void {
  const interval = intervals.find(({ from, to }) => from <= at && at < to);
  if (!interval) return;
  const key = `${new Date(interval.from).toISOString()} ${name}`;
  rows[key] ??= {};
  addMeasures(rows[key], measures);
}

/** What the floor knows of a call. */
function recountCall(rows: Rows, intervals: readonly Stretch[], call: StoryCall): void {
  const { offered, left, answered, hold, ended, done, agent, campaign } = call;
  const queue = left === null ? 0 : left - offered;
  const outcome: Measures =
    answered === null
      ? { abandoned: 1, abandonWait: queue, abandonWaits: 1 }
      : { answered: 1, wait: answered - offered, waits: 1 };
  add(rows, intervals, offered, campaign, { offered: 1, queue, queues: 1, ...outcome });
  if (answered === null) return;
  const [ring, talk, wrapUp] = [answered - (left ?? offered), ended - answered - hold, done - ended];
  const sums = { ring, talk, hold, wrapUp, handle: talk + hold + wrapUp };
  add(rows, intervals, done, `${campaign} ${agent}`, { handled: 1, ...sums });
}

const NAMES: Readonly<Record<string, string>> = {
  READY: 'ready',
  NOT_READY: 'notReady',
  ON_CALL: 'onCall',
  WRAP_UP: 'wrappingUp',
};

/** What the floor knows of its agents, second by second at the borders of intervals. */
function recountAgents(rows: Rows, intervals: readonly Stretch[], { presences }: Story, end: number): void {
  for (const [index, { agent, at, presence }] of presences.entries()) {
    const next = presences[index + 1];
    const until = next?.agent === agent ? next.at : end;
    const name = NAMES[presence];
    for (const { from, to } of name ? intervals : []) {
      const length = Math.min(to, until) - Math.max(from, at);
      if (name && length > 0) add(rows, intervals, Math.max(from, at), agent, { loggedIn: length, [name]: length });
    }
  }
}

function recount(story: Story, intervals: readonly Stretch[], end: number): Rows {
  const rows: Rows = {};
  for (const call of story.calls) recountCall(rows, intervals, call);
  recountAgents(rows, intervals, story, end);
  return rows;
}

const OF_QUEUE = [
  'offered',
  'answered',
  'abandoned',
  'wait',
  'waits',
  'queue',
  'queues',
  'abandonWait',
  'abandonWaits',
];
const OF_DESK = ['handled', 'ring', 'talk', 'hold', 'wrapUp', 'handle'];
const OF_AGENT = ['loggedIn', ...Object.values(NAMES)];

function chosen(measures: Measures, names: readonly string[]): Measures | null {
  const found = names.flatMap((name) => (measures[name] === undefined ? [] : [[name, measures[name]] as const]));
  return found.length > 0 ? Object.fromEntries(found) : null;
}

/** What the figures say of the same. */
function counted(figures: Figures, intervals: readonly Stretch[], end: number): Rows {
  const rows: Rows = {};
  const whole = { from: intervals[0]?.from ?? 0, to: intervals.at(-1)?.to ?? 0 };
  for (const { quarter, dimensions, measures } of figures.history('floor', whole, end)) {
    const [queue, agent] = [dimensions.queue?.name ?? '', dimensions.agent?.nativeId ?? ''];
    const parts = [
      [queue, chosen(measures, OF_QUEUE)],
      [`${queue} ${agent}`, chosen(measures, OF_DESK)],
      [agent, chosen(measures, OF_AGENT)],
    ] as const;
    for (const [name, part] of parts) if (part) add(rows, intervals, quarter, name, part);
  }
  return rows;
}

/** Without the zeros that one side writes and the other does not. */
function compact(rows: Rows): Rows {
  const shown = Object.entries(rows).map(([key, measures]) => [
    key,
    Object.fromEntries(Object.entries(measures).filter(([, value]) => value !== 0)),
  ]);
  return Object.fromEntries(shown.filter(([, measures]) => Object.keys(measures as Measures).length > 0));
}

function check(figures: Figures, story: Story, day: Stretch): void {
  const end = day.to + 3_600_000;
  for (const interval of INTERVALS) {
    const intervals = intervalsOf(day, interval, ZONE);
    expect(compact(counted(figures, intervals, end))).toEqual(compact(recount(story, intervals, end)));
  }
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
