/** The recorder's ways of writing a time, all read as RFC 3339 and all written back as the manual prints them. */
import { DateTime } from 'luxon';
import { scalar, type WireContext } from '../../contract.ts';
import { atWallClock } from '../../zone.ts';

const CLOCK = /^(\d{1,2})\/(\d{1,2})\/(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?\s*([+-]\d{2}:?\d{2}|Z)?$/i;
const WORDS = /^([A-Z]{3})\s+(\d{1,2})\s+(\d{4})\s+(\d{1,2}):(\d{2})\s*([AP]M)$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function hourOf(text: string | undefined, half: string | undefined): number {
  const hour = Number(text);
  if (half === undefined) return hour;
  return (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
}

function rfc3339(time: DateTime): string {
  const text = time.isValid ? time.toISO({ suppressMilliseconds: true }) : null;
  if (text === null) throw new Error('not a time');
  return text;
}

function readClock(found: RegExpExecArray, timeZone: string): string {
  const [, month, day, year, hour, minute, second = '0', half, offset] = found;
  const parts = { year: Number(year), month: Number(month), day: Number(day), hour: hourOf(hour, half) };
  const zone = offset === undefined ? 'utc' : `UTC${offset.toUpperCase() === 'Z' ? '' : offset}`;
  const time = DateTime.fromObject({ ...parts, minute: Number(minute), second: Number(second) }, { zone });
  return rfc3339(offset === undefined ? atWallClock(time, timeZone) : time);
}

function readWords(found: RegExpExecArray, timeZone: string): string {
  const [, word = '', day, year, hour, minute, half] = found;
  const month = MONTHS.indexOf(word.toLowerCase()) + 1;
  const parts = { year: Number(year), month, day: Number(day), hour: hourOf(hour, half), minute: Number(minute) };
  return rfc3339(atWallClock(DateTime.fromObject(parts, { zone: 'utc' }), timeZone));
}

/**
 * Reads any of the recorder's spellings: `2/1/2011 11:49:32 AM`, the same with an offset after a blank or without one,
 * and `Feb  2 2011  4:53PM`. A time without an offset is in the account's zone; one that occurs twice in autumn is
 * taken as the earlier, and one that spring leaves out keeps its words.
 */
export function readTime(text: string, { timeZone }: WireContext): string {
  const trimmed = text.trim();
  const clock = CLOCK.exec(trimmed);
  if (clock) return readClock(clock, timeZone);
  const words = WORDS.exec(trimmed);
  if (words) return readWords(words, timeZone);
  throw new Error('not a time');
}

function instantOf(value: unknown): DateTime {
  const time = value instanceof Date ? DateTime.fromJSDate(value) : DateTime.fromISO(String(value), { setZone: true });
  if (!time.isValid) throw new Error('not a time');
  return time;
}

const ENGLISH = { locale: 'en-US' };

/** A time on the recorder's own clock, without an offset. */
export const localTime = scalar<string>({
  name: 'time',
  graphql: 'DateTime',
  decode: readTime,
  encode: (value, { timeZone }) => instantOf(value).setZone(timeZone).toFormat('M/d/yyyy h:mm:ss a', ENGLISH),
  sample: '2/1/2011 11:49:32 AM',
});

/** A local time whose presence says that something began or ended; one that cannot be read is an empty text. */
export const edgeTime: typeof localTime = { ...localTime, unreadable: '' };

/** A time that carries its offset. */
export const offsetTime = scalar<string>({
  name: 'time with offset',
  graphql: 'DateTime',
  decode: readTime,
  encode: (value) => instantOf(value).toFormat('M/d/yyyy h:mm:ss a ZZ', ENGLISH),
  sample: '10/30/2006 4:05:38 PM -05:00',
});

/** Whole seconds since 1970, of UTC or of the recorder's clock (readings.ts, `unix-time`). */
export const unixTime = scalar<string>({
  name: 'UNIX time',
  graphql: 'DateTime',
  decode: (text, { timeZone, secondsAreLocal }) => {
    if (!/^\s*-?\d{1,12}\s*$/.test(text)) throw new Error('not a UNIX time');
    const shown = DateTime.fromSeconds(Number(text), { zone: 'utc' });
    return rfc3339(secondsAreLocal ? atWallClock(shown, timeZone).toUTC() : shown);
  },
  encode: (value, { timeZone, secondsAreLocal }) => {
    const time = instantOf(value);
    const ahead = secondsAreLocal ? time.setZone(timeZone).offset * 60 : 0;
    return String(Math.floor(time.toSeconds() + ahead));
  },
  sample: '1312921123',
});
