import type { MetricFilter } from '../../../schema/metric-group.ts';
import type { MetricDimension, MetricInterval } from '../../../schema/vocabulary.ts';
import { invalidArgument } from '../../adapters/errors.ts';
import { intervalsOf, type TimeSpan } from '../../figures/calendar.ts';
import { type Dimensions, type Measures, QUARTER_MS, quarterOf } from '../../figures/cells.ts';
import type { Context } from '../context.ts';
import { type Group, type Grouping, groupingOf } from './grouping.ts';
import { coverageOfAccounts, groupView, type MetricRowBuilder } from './rows.ts';
import { checkDimensions, scopeOf } from './scope.ts';
import { thresholdsOf } from './thresholds.ts';
import { relevantMeasures, type Thresholds, Totals } from './totals.ts';

/** Intervals of one answer. */
const MOST_INTERVALS = 1_000;
/** Rows of one answer. */
const MOST_ROWS = 10_000;

/** Arguments of past figures. */
interface PastQuestion {
  readonly from: string;
  readonly to: string | null;
  readonly interval: MetricInterval | null;
  readonly groupBy: readonly MetricDimension[];
  readonly filter: MetricFilter;
  readonly serviceLevelSeconds: number | null;
}

/** A row of one interval while it is counted. */
interface PastRow extends Omit<MetricRowBuilder, 'live'> {
  readonly stretch: TimeSpan;
}

interface Parts {
  readonly context: Context;
  readonly grouping: Grouping;
  readonly thresholds: Thresholds;
  readonly rows: Map<string, PastRow>;
}

/** The figures of a stretch of the past that a caller may see. */
export async function pastMetrics(context: Context, question: PastQuestion) {
  const { groupBy, filter, interval } = question;
  const now = context.gateway.now().getTime();
  const stretch = stretchOf(question, now);
  const accounts = scopeOf(context, filter);
  checkDimensions(groupBy, accounts);
  const grouping = await groupingOf(context, groupBy, filter);
  const thresholds = await thresholdsOf(context, grouping, question.serviceLevelSeconds);
  const parts = { context, grouping, thresholds, rows: new Map<string, PastRow>() };
  for (const { key } of accounts) await addAccount(parts, key, intervalsWithin(context, key, stretch, interval), now);
  const sorted = [...parts.rows].sort(([one], [other]) => (one < other ? -1 : 1));
  return { rows: await Promise.all(sorted.map(([, row]) => rowView(parts, row, now))) };
}

/** The stretch in whole quarters of an hour, at most until now. */
function stretchOf({ from: first, to: last, interval }: PastQuestion, now: number): TimeSpan {
  const [from, to] = [Date.parse(first), last === null ? now : Date.parse(last)];
  if (from >= to) throw invalidArgument(`\`from\` is ${first}; it must be before ${last ?? 'now'}`, 'from');
  const length = interval === null ? to - from : LENGTHS[interval];
  const count = Math.ceil((to - from) / length);
  if (count > MOST_INTERVALS) {
    const message = `${count} intervals; at most ${MOST_INTERVALS}, so use a longer interval or a shorter period`;
    throw invalidArgument(message, 'interval');
  }
  return { from: quarterOf(from), to: Math.ceil(Math.min(to, now) / QUARTER_MS) * QUARTER_MS };
}

const HOUR_MS = 3_600_000;
/** The shortest length of an interval, in milliseconds; a day in spring has 23 hours. */
const LENGTHS: Readonly<Record<MetricInterval, number>> = {
  FIFTEEN_MINUTES: QUARTER_MS,
  THIRTY_MINUTES: 2 * QUARTER_MS,
  HOUR: HOUR_MS,
  DAY: 23 * HOUR_MS,
};

/** The intervals by the account's own clock. */
function intervalsWithin({ figures }: Context, account: string, stretch: TimeSpan, interval: MetricInterval | null) {
  return interval === null ? [stretch] : intervalsOf(stretch, interval, figures.factsOf(account).zone);
}

/** Adds what was counted of an account. */
async function addAccount(parts: Parts, account: string, intervals: readonly TimeSpan[], now: number): Promise<void> {
  const { grouping, context } = parts;
  const [first, last] = [intervals[0], intervals.at(-1)];
  if (!first || !last) return;
  if (grouping.standing) for (const stretch of intervals) standingRow(parts, account, stretch);
  const whole = { from: first.from, to: last.to };
  const find = intervalFinder(intervals);
  for (const { quarter, dimensions, measures } of await context.figures.past(account, whole, now)) {
    const stretch = find(quarter);
    if (stretch) addCell(parts, stretch, dimensions, measures);
  }
}

/** Finds the interval of a quarter; intervals are in order and meet. */
function intervalFinder(intervals: readonly TimeSpan[]): (quarter: number) => TimeSpan | undefined {
  const byQuarter = new Map<number, TimeSpan>();
  for (const stretch of intervals)
    for (let at = quarterOf(stretch.from); at < stretch.to; at += QUARTER_MS) byQuarter.set(at, stretch);
  return (quarter) => byQuarter.get(quarter);
}

function standingRow(parts: Parts, account: string, stretch: TimeSpan): void {
  const isWhole = parts.grouping.standing === 'WHOLE';
  const group = isWhole ? { key: '[]', values: {} } : { key: JSON.stringify([account]), values: { account } };
  rowOf(parts, group, stretch).accounts.add(account);
}

function addCell(parts: Parts, stretch: TimeSpan, dimensions: Dimensions, measures: Measures): void {
  const { grouping, thresholds } = parts;
  const relevant = relevantMeasures(measures, grouping);
  if (!relevant || (grouping.isByAgent && !dimensions.agent)) return;
  for (const group of grouping.groupsOf(dimensions)) {
    const row = rowOf(parts, group, stretch);
    row.accounts.add(dimensions.account);
    row.totals.add(dimensions, relevant, thresholds);
  }
}

function rowOf({ rows }: Parts, { key, values }: Group, stretch: TimeSpan): PastRow {
  const place = `${new Date(stretch.from).toISOString()} ${key}`;
  const known = rows.get(place) ?? { values, stretch, accounts: new Set(), totals: new Totals() };
  rows.set(place, known);
  if (rows.size > MOST_ROWS) {
    const message = `More than ${MOST_ROWS} rows; use a longer interval, fewer dimensions or a narrower filter`;
    throw invalidArgument(message, 'groupBy');
  }
  return known;
}

async function rowView({ context, grouping, thresholds }: Parts, row: PastRow, now: number) {
  const { values, accounts, totals, stretch } = row;
  const received = { from: stretch.from, to: Math.min(stretch.to, now) };
  const coverage = coverageOfAccounts(context, [...accounts], () => received);
  const { isByAgent, hasAgentTime } = grouping;
  return {
    ...(await groupView(context, values)),
    ...(coverage > 0 ? { ...totals.past(isByAgent, hasAgentTime), ...totals.serviceLevel(thresholds) } : NOTHING),
    start: new Date(stretch.from).toISOString(),
    end: new Date(stretch.to).toISOString(),
    coverage,
  };
}

const NOTHING = { notReadyByReason: [] };
