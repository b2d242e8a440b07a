/** Days and intervals of an account's own clock, over changes of summer time. */
import { DateTime } from 'luxon';
import type { MetricInterval } from '../../schema/vocabulary.ts';

/** Milliseconds; a day of 23 or 25 hours is one day all the same. */
const MINUTES: Readonly<Record<Exclude<MetricInterval, 'DAY'>, number>> = {
  FIFTEEN_MINUTES: 15,
  THIRTY_MINUTES: 30,
  HOUR: 60,
};

/** A stretch of time in milliseconds since 1970, its end excluded. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** The day of a time by the clock of a zone, from its midnight to the next one. */
export function dayOf(time: number, zone: string): TimeSpan {
  const start = DateTime.fromMillis(time, { zone }).startOf('day');
  return { from: start.toMillis(), to: start.plus({ days: 1 }).startOf('day').toMillis() };
}

/**
 * The interval that a time lies in. Intervals begin with a multiple of their length after the full hour of the zone's
 * clock; where the clock is put forward or back they stay as long as they are.
 */
export function intervalOf(time: number, interval: MetricInterval, zone: string): TimeSpan {
  if (interval === 'DAY') return dayOf(time, zone);
  const length = MINUTES[interval] * 60_000;
  const offset = DateTime.fromMillis(time, { zone }).offset * 60_000;
  const from = Math.floor((time + offset) / length) * length - offset;
  return { from, to: from + length };
}

/** The intervals that a stretch touches, the first one first. */
export function intervalsOf({ from, to }: TimeSpan, interval: MetricInterval, zone: string): TimeSpan[] {
  const found: TimeSpan[] = [];
  for (let next = intervalOf(from, interval, zone); next.from < to; next = intervalOf(next.to, interval, zone))
    found.push(next);
  return found;
}
