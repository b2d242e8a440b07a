/** The vendor's formats of dates and times. */
import { LRUCache } from 'lru-cache';
import type { DateTime } from 'luxon';
import { scalar } from '../../../contract.ts';
import { readIso } from '../../../zone.ts';

const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;
const OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/i;
/** The vendor's sign for UTC after a contact's date (guide p. 19). */
const UTC_WORD = /\s*(?:GMT0?|UTC)$/i;

/** Contact dates have a blank in place of the `T`, and some clients write more digits than milliseconds. */
function toIso(text: string): string {
  const iso = text.trim().replace(UTC_WORD, 'Z').replace(' ', 'T');
  return iso.replace(/(\.\d{3})\d+/, '$1');
}

function parse(text: string, timeZone: string): DateTime<true> {
  const iso = toIso(text);
  const time = ISO.test(iso) ? readIso(iso, timeZone) : null;
  if (!time) throw new Error('not a date and time');
  return time;
}

function withOffset(time: DateTime<true>): string {
  return time.toISO({ suppressMilliseconds: true });
}

const WHOLE = /^(\d{4}-\d{2}-(\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(\.\d{3})?(Z|[+-](?:0[1-9]|1[0-3]):[0-5]\d)$/;

/** The usual form needs no calendar to be checked, as long as every month has that day. */
function asItStands(text: string): string | null {
  const [, whole, day, fraction = '.000', offset] = WHOLE.exec(text) ?? [];
  if (whole === undefined || offset === undefined || !(Number(day) >= 1 && Number(day) <= 28)) return null;
  const month = Number(whole.slice(5, 7));
  if (month < 1 || month > 12) return null;
  return fraction === '.000' ? whole + offset : whole + fraction + offset;
}

/** Times read before, by zone and text: lists are read again and again, and calendars are slow. */
const KNOWN_CHARACTERS = 320_000;
const USUAL_CHARACTERS = 64;
const known = new LRUCache<string, string>({
  maxSize: KNOWN_CHARACTERS,
  sizeCalculation: (_, key) => Math.max(USUAL_CHARACTERS, key.length),
});

function read(text: string, timeZone: string): string {
  const key = `${timeZone} ${text}`;
  const time = known.get(key) ?? withOffset(parse(text, timeZone));
  known.set(key, time);
  return time;
}

/**
 * An instant. On the wire an `xs:dateTime` with an offset, with `Z`, or with neither, which means the account's zone;
 * to us always RFC 3339 with an offset. A time without an offset is refused when sending.
 */
export const five9DateTime = scalar<string>({
  name: 'dateTime',
  graphql: 'DateTime',
  decode: (text, { timeZone }) => asItStands(text) ?? read(text, timeZone),
  encode: (value) => {
    if (!OFFSET.test(value.trim()) || !value.includes(':')) throw new Error('no offset');
    return withOffset(parse(value, 'utc'));
  },
  sample: '2026-01-15T09:30:00-08:00',
});
