/** A recount of a simulated day from what really happened, beside the figures by its events. */
import { DateTime } from 'luxon';
import { expect } from 'vitest';
import { dayOf, intervalsOf, type TimeSpan } from '../../src/figures/calendar.ts';
import { addMeasures, type Measures, type QuarterCell } from '../../src/figures/cells.ts';
import type { Story, StoryCall } from './story.ts';

const ZONE = 'America/New_York';
/** An ordinary day, one of 23 hours and one of 25. */
const DAYS = ['2026-05-04', '2026-03-08', '2026-11-01'];
const INTERVALS = ['FIFTEEN_MINUTES', 'HOUR', 'DAY'] as const;
/** What is known of the account beside its events. */
export const FACTS = () => ({ zone: ZONE, reportsQueue: true, queuePerCampaign: true });

/** The day of a seed. */
export const dayOfSeed = (seed: number) =>
  dayOf(DateTime.fromISO(`${DAYS[seed % DAYS.length]}T12:00`, { zone: ZONE }).toMillis(), ZONE);

type Rows = Record<string, Measures>;

/** Merges measures as this recount does it, which shares nothing with the program. */
function merge(to: Measures, measures: Measures): void {
  for (const [name, value] of Object.entries(measures)) {
    const known = to[name] ?? 0;
    to[name] = name.startsWith('max.') ? Math.max(known, value) : known + value;
  }
}

function add(
  rows: Rows,
  intervals: readonly TimeSpan[],
  at: number,
  name: string,
  measures: Measures,
  into = merge,
): void {
  const interval = intervals.find(({ from, to }) => from <= at && at < to);
  if (!interval) return;
  const key = `${new Date(interval.from).toISOString()} ${name}`;
  rows[key] ??= {};
  into(rows[key], measures);
}

/** Measures with the longest of each of these. */
const withLongest = (measures: Measures) => ({
  ...measures,
  ...Object.fromEntries(Object.entries(measures).map(([name, value]) => [`max.${name}`, value])),
});

/** A call as the floor reports it. */
function recountCall(rows: Rows, intervals: readonly TimeSpan[], call: StoryCall): void {
  const { offered, left, answered, hold, ended, done, agent, campaign } = call;
  const queue = left === null ? 0 : left - offered;
  const outcome: Measures =
    answered === null
      ? { abandoned: 1, abandonWait: queue, abandonWaits: 1 }
      : { answered: 1, ...withLongest({ wait: answered - offered }), waits: 1 };
  add(rows, intervals, offered, campaign, { offered: 1, ...withLongest({ queue }), queues: 1, ...outcome });
  if (answered === null) return;
  const [ring, talk, wrapUp] = [answered - (left ?? offered), ended - answered - hold, done - ended];
  const sums = { ring, talk, hold, wrapUp, handle: talk + hold + wrapUp };
  add(rows, intervals, done, `${campaign} ${agent}`, { handled: 1, ...withLongest(sums) });
}

const NAMES: Readonly<Record<string, string>> = {
  READY: 'ready',
  NOT_READY: 'notReady',
  ON_CALL: 'onCall',
  WRAP_UP: 'wrappingUp',
};

/** The floor's agents, second by second at the borders of intervals. */
function recountAgents(rows: Rows, intervals: readonly TimeSpan[], { presences }: Story, end: number): void {
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

function recount(story: Story, intervals: readonly TimeSpan[], end: number): Rows {
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
  'max.wait',
  'max.queue',
];
const LENGTHS = ['ring', 'talk', 'hold', 'wrapUp', 'handle'];
const OF_DESK = ['handled', ...LENGTHS, ...LENGTHS.map((name) => `max.${name}`)];
const OF_AGENT = ['loggedIn', ...Object.values(NAMES)];

function chosen(measures: Measures, names: readonly string[]): Measures | null {
  const found = names.flatMap((name) => (measures[name] === undefined ? [] : [[name, measures[name]] as const]));
  return found.length > 0 ? Object.fromEntries(found) : null;
}

/** What the figures say of the same. */
function counted(cells: readonly QuarterCell[], intervals: readonly TimeSpan[]): Rows {
  const rows: Rows = {};
  for (const { quarter, dimensions, measures } of cells) {
    const [queue, agent] = [dimensions.queue?.name ?? '', dimensions.agent?.nativeId ?? ''];
    const parts = [
      [queue, chosen(measures, OF_QUEUE)],
      [`${queue} ${agent}`, chosen(measures, OF_DESK)],
      [agent, chosen(measures, OF_AGENT)],
    ] as const;
    for (const [name, part] of parts) if (part) add(rows, intervals, quarter, name, part, addMeasures);
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

/** When everything of a day is over. */
export const endOf = (day: TimeSpan) => day.to + 3_600_000;

/** Compares the cells of a day by its end with the recount, by every interval. */
export function expectRecount(cells: readonly QuarterCell[], story: Story, day: TimeSpan): void {
  for (const interval of INTERVALS) {
    const intervals = intervalsOf(day, interval, ZONE);
    expect(compact(counted(cells, intervals))).toEqual(compact(recount(story, intervals, endOf(day))));
  }
}
