/** Cells of figures: what is counted of a quarter of an hour, and how cells are merged. All durations are whole milliseconds. */
import type { Channel, Direction } from '../../schema/vocabulary.ts';
import type { AgentReference, CampaignReference } from '../adapters/records.ts';

/** The dimensions of a cell; an absent dimension is unknown or of no account. */
export interface Dimensions {
  readonly account: string;
  readonly campaign?: CampaignReference | null;
  readonly queue?: CampaignReference | null;
  readonly agent?: AgentReference | null;
  readonly direction?: Direction | null;
  readonly channel?: Channel | null;
}

/**
 * Counts and sums by name. `max.` begins the name of a maximum, `wait.` that of a bucket of the histogram of waits until
 * an answer, and `reason.` that of the time an agent was not ready for a reason.
 */
export type Measures = Record<string, number>;

/** The counts of one combination of dimensions in one quarter of an hour. */
export interface QuarterCell {
  /** Milliseconds since 1970 of the quarter's beginning. */
  readonly quarter: number;
  readonly dimensions: Dimensions;
  readonly measures: Measures;
}

/** Milliseconds of a quarter of an hour, of which the hours and days of every zone are made. */
export const QUARTER_MS = 15 * 60_000;
/** Seconds of the last bucket of waits that is exact; longer waits share one more. */
export const LONGEST_BUCKET = 600;

/** The beginning of the quarter of an hour of a time, in milliseconds since 1970. */
export function quarterOf(time: number): number {
  return Math.floor(time / QUARTER_MS) * QUARTER_MS;
}

/** The name of the bucket of a wait: bucket n has the waits longer than n - 1 and up to n seconds. */
export function waitBucket(milliseconds: number): string {
  return `wait.${Math.min(Math.max(Math.ceil(milliseconds / 1_000), 0), LONGEST_BUCKET + 1)}`;
}

/** One text for equal dimensions. */
export function cellKey({ account, campaign, queue, agent, direction, channel }: Dimensions): string {
  const who = agent?.nativeId ?? agent?.userName ?? agent?.extension ?? '';
  const [of, from] = [campaign?.nativeId ?? campaign?.name ?? '', queue?.nativeId ?? queue?.name ?? ''];
  return `${account}\n${of}\n${from}\n${who}\n${direction ?? ''}\n${channel ?? ''}`;
}

/** Whether two cells are of one quarter and of equal dimensions. */
export function isSamePlace(one: QuarterCell, other: QuarterCell): boolean {
  const [these, those] = [one.dimensions, other.dimensions];
  return one.quarter === other.quarter && (isIdentical(these, those) || cellKey(these) === cellKey(those));
}

function isIdentical(one: Dimensions, other: Dimensions): boolean {
  return (
    one.account === other.account &&
    one.campaign === other.campaign &&
    one.queue === other.queue &&
    one.agent === other.agent &&
    one.direction === other.direction &&
    one.channel === other.channel
  );
}

/** Adds measures to others, or takes them away; a maximum that was reached stays. */
export function addMeasures(to: Measures, measures: Measures, sign: 1 | -1 = 1): void {
  for (const name of Object.keys(measures)) {
    const value = measures[name];
    if (!value) continue;
    const before = to[name] ?? 0;
    const isMaximum = name.startsWith('max.');
    const after = isMaximum ? Math.max(before, sign === 1 ? value : 0) : before + sign * value;
    // A measure of 0 is absent, but removing one makes all later access to the object slow.
    if (after !== 0) to[name] = after;
    else if (before !== 0) delete to[name];
  }
}

/** The difference of two measures; null where they are equal. A maximum that was reached stays. */
export function differenceOf(before: Measures, after: Measures): Measures | null {
  const difference: Measures = {};
  let isEqual = true;
  for (const name of Object.keys(after)) {
    const [old = 0, value = 0] = [before[name], after[name]];
    if (value === old) continue;
    difference[name] = name.startsWith('max.') ? value : value - old;
    isEqual = false;
  }
  for (const name of Object.keys(before)) {
    if (name in after || name.startsWith('max.')) continue;
    difference[name] = -(before[name] ?? 0);
    isEqual = false;
  }
  return isEqual ? null : difference;
}
