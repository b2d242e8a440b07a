/** Scalars as this vendor writes them. */
import { DateTime } from 'luxon';
import { scalar, type WireContext } from '../../contract.ts';
import { readIso } from '../../zone.ts';

const TICKS = /^\/?Date\((-?\d{1,15})(?:([+-]\d{2})(\d{2}))?\)\/?$/;

function rfc3339(time: DateTime | null): string {
  const text = time?.isValid ? time.toISO({ suppressMilliseconds: time.millisecond === 0 }) : null;
  if (text === null) throw new Error('not a time');
  return text;
}

function readTicks([, milliseconds, hours = '+00', minutes = '00']: RegExpExecArray): string {
  return rfc3339(DateTime.fromMillis(Number(milliseconds), { zone: `UTC${hours}:${minutes}` }));
}

function readTime(text: string, { timeZone }: WireContext): string {
  const trimmed = text.trim();
  const ticks = TICKS.exec(trimmed.replaceAll('\\', ''));
  return ticks ? readTicks(ticks) : rfc3339(readIso(trimmed, timeZone));
}

/** A moment: ISO 8601, in the account's zone where it has no offset; JSON answers may also count milliseconds. */
export const dateTime = scalar<string>({
  name: 'dateTime',
  graphql: 'DateTime',
  decode: readTime,
  encode: (value, { timeZone }) => {
    const time = DateTime.fromISO(value).setZone(timeZone);
    const text = time.toISO({ includeOffset: false });
    if (text === null) throw new Error('not a time');
    return text;
  },
  sample: '2026-03-02T09:30:00.000',
});

/** An object or array whose shape the guide does not define: its content as JSON text. */
export const unspecified = scalar<string>({
  name: 'unspecified',
  graphql: 'String',
  decode: (text) => text,
  encode: (value) => value,
  sample: '{}',
});
