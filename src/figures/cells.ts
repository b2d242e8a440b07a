/** Cells of figures: what is counted of one minute, and how cells are merged. All durations are whole milliseconds. */
import type { Channel, Direction } from '../../schema/vocabulary.ts';
import type { AgentReference, CampaignReference } from '../adapters/records.ts';

/** What a cell is about; an absent dimension is unknown or of no account. */
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

/** One cell of one minute. */
export interface MinuteCell {
  /** Milliseconds since 1970 of the minute's beginning. */
  readonly minute: number;
  readonly dimensions: Dimensions;
  readonly measures: Measures;
}

/** Milliseconds of a minute. */
export const MINUTE_MS = 60_000;
/** Seconds of the last bucket of waits that is exact; longer waits share one more. */
export const LONGEST_BUCKET = 600;

/** The beginning of the minute of a time, in milliseconds since 1970. */
export function minuteOf(time: number): number {
  return Math.floor(time / MINUTE_MS) * MINUTE_MS;
}

/** The name of the bucket of a wait: bucket n has the waits longer than n - 1 and up to n seconds. */
export function waitBucket(milliseconds: number): string {
  return `wait.${Math.min(Math.max(Math.ceil(milliseconds / 1_000), 0), LONGEST_BUCKET + 1)}`;
}

/** One text for equal dimensions. */
export function cellKey({ account, campaign, queue, agent, direction, channel }: Dimensions): string {
  const who = agent?.nativeId ?? agent?.userName ?? agent?.extension ?? '';
  return JSON.stringify([
    account,
    campaign?.nativeId ?? campaign?.name ?? '',
    queue?.nativeId ?? queue?.name ?? '',
    who,
    direction ?? '',
    channel ?? '',
  ]);
}

/** Adds measures to others, or takes them away; a maximum that was reached stays. */
export function addMeasures(to: Measures, measures: Measures, sign: 1 | -1 = 1): void {
  for (const name of Object.keys(measures)) {
    const value = measures[name] ?? 0;
    const before = to[name] ?? 0;
    if (!name.startsWith('max.')) to[name] = before + sign * value;
    else if (sign === 1) to[name] = Math.max(before, value);
    if (to[name] === 0) delete to[name];
  }
}

/** Whether two cells say the same. */
export function sameMeasures(one: Measures, other: Measures): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
