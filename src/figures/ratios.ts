/** Figures from merged measures. A figure whose denominator is 0, or without any report, is null. */
import { LONGEST_BUCKET, type Measures } from './cells.ts';

/** The quotient of two numbers; null where nothing is divided by. */
export function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

/** The mean of a duration in seconds; null where it is known of no call. */
export function meanSeconds(measures: Measures, name: string): number | null {
  const mean = ratio(measures[name] ?? 0, measures[`${name}s`] ?? 0);
  return mean === null ? null : Math.round(mean) / 1_000;
}

/** The longest of a duration in seconds; null where it is known of no call. */
export function longestSeconds(measures: Measures, name: string): number | null {
  return measures[`${name}s`] ? (measures[`max.${name}`] ?? 0) / 1_000 : null;
}

/** Calls answered within so many whole seconds. */
export function answeredWithin(measures: Measures, seconds: number): number {
  let count = 0;
  for (let bucket = 0; bucket <= Math.min(seconds, LONGEST_BUCKET); bucket += 1)
    count += measures[`wait.${bucket}`] ?? 0;
  return count;
}

/** Time of handling ÷ (handling + ready); null where neither is known. */
export function occupancy({ onCall = 0, wrappingUp = 0, ready = 0 }: Measures): number | null {
  return ratio(onCall + wrappingUp, onCall + wrappingUp + ready);
}
