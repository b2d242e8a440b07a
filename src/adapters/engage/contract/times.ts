import { scalar, type WireContext } from '../../contract.ts';
import { readIso } from '../../zone.ts';

const WRITTEN = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const WHOLE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Answers carry an offset and up to seven digits of fraction, returned unchanged; without offset it is in the account's zone. */
function readTime(text: string, { timeZone }: WireContext): string {
  const trimmed = text.trim();
  const time = WRITTEN.test(trimmed) ? readIso(trimmed, timeZone) : null;
  const iso = time?.toISO({ suppressMilliseconds: true }) ?? null;
  if (iso === null) throw new Error('not a time');
  return WHOLE.test(trimmed) ? trimmed : iso;
}

/** A moment. What the guide calls a date is one too, as both go by the same name of the schema language. */
export const dateTime = scalar<string>({
  name: 'dateTime',
  graphql: 'DateTime',
  decode: readTime,
  encode: readTime,
  sample: '2016-08-01T09:30:00.1234567-04:00',
});
