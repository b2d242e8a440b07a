import type { Position } from './log.ts';

/** An id is a millisecond times this plus a counter, so that ids rise and contain the time; sufficient until the year 2248. */
export const IDS_PER_MILLISECOND = 1_024;

/** The position of an id, padded so that positions compare as text. */
export function positionOf(id: number): Position {
  return String(id).padStart(16, '0');
}

/** When the event of an id was stored. */
export function timeOfId(id: number): Date {
  return new Date(Math.floor(id / IDS_PER_MILLISECOND));
}
