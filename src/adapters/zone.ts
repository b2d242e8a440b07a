/** Wall clocks: times a vendor writes without saying where, and the hours of the year in which that is not enough. */
import { DateTime, FixedOffsetZone, IANAZone } from 'luxon';
import * as z from 'zod';
import type { LocalTimeAmbiguity } from '../../schema/vocabulary.ts';

/** The setting of an account's time zone. */
export const zoneSetting = z
  .string()
  .refine((name) => IANAZone.isValidZone(name), 'must be an IANA time zone such as Europe/Berlin');

/** Longer than any clock is put forward or back. */
const HOURS = 3;
const OFFSET = /T.*(?:Z|[+-]\d{2}:?\d{2})$/i;

/**
 * The instant of a local time of this zone. A time that the clock shows twice is the earlier instant; a skipped time
 * keeps its digits with the previous offset.
 */
export function atWallClock(shown: DateTime, zone: string): DateTime {
  const words = shown.setZone('utc', { keepLocalTime: true });
  const there = words.setZone(zone, { keepLocalTime: true });
  if (!there.isValid) return there;
  if (isSkipped(words, there)) {
    const { offset } = there.minus({ hours: HOURS });
    return words.setZone(FixedOffsetZone.instance(offset), { keepLocalTime: true });
  }
  const [first = there] = there.getPossibleOffsets().toSorted((one, other) => one.toMillis() - other.toMillis());
  return first;
}

/** The local time of a clock, as a number. */
function wordsOf(time: DateTime): number {
  return time.toMillis() + time.offset * 60_000;
}

function isSkipped(words: DateTime, there: DateTime): boolean {
  return wordsOf(words) !== wordsOf(there);
}

/** Reads ISO 8601, which without an offset is what a clock on a wall of this zone shows; null for what is no time. */
export function readIso(text: string, zone: string): DateTime<true> | null {
  const parsed = DateTime.fromISO(text, { zone: 'utc', setZone: true });
  const time = parsed.isValid && !OFFSET.test(text) ? atWallClock(parsed, zone) : parsed;
  return time.isValid ? (time as DateTime<true>) : null;
}

/** Why a local time of this zone is ambiguous; null where it is not. */
export function ambiguityOf(time: string | null | undefined, zone: string): LocalTimeAmbiguity | null {
  if (!time) return null;
  const parsed = DateTime.fromISO(time, { setZone: true });
  const there = parsed.setZone(zone);
  if (there.offset === parsed.offset) return there.getPossibleOffsets().length > 1 ? 'REPEATED' : null;
  const offsetBefore = there.minus({ hours: HOURS }).offset;
  const words = parsed.setZone(zone, { keepLocalTime: true });
  return parsed.offset === offsetBefore && isSkipped(parsed, words) ? 'SKIPPED' : null;
}
