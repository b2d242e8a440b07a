import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const RFC_3339 =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Refuses a day that its month does not have; Date would move it into the next one. */
function isRealDay(text: string): boolean {
  if (Number(text.slice(8, 10)) <= 28) return true;
  const [year, month, day] = text.slice(0, 10).split('-').map(Number) as [number, number, number];
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function checkedDateTime(value: unknown): string {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  if (typeof value === 'string' && RFC_3339.test(value) && isRealDay(value)) return value;
  throw new GraphQLError('A DateTime is RFC 3339 text with an offset, such as 2026-01-31T09:30:00Z');
}

const DAY_MINUTES = 1_440;
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** The minutes that a zone is ahead of UTC, from `Z` or an offset such as `+05:30`. */
function offsetMinutes(zone: string): number {
  if (zone.length === 1) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone[0] === '-' ? -minutes : minutes;
}

/** The day before or after a day. */
function dayBeside(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Instants with an offset that were answered before: a vendor's rows are read again and again. */
const answered = new Map<string, string>();
const MOST_ANSWERED = 5_000;
const LONGEST_ANSWERED = 40;

/** An instant in UTC as it is answered: its text where that is in UTC already, with every digit of the seconds. */
function dateTimeInUtc(value: unknown): string {
  const known = typeof value === 'string' ? answered.get(value) : undefined;
  if (known !== undefined) return known;
  const text = checkedDateTime(value);
  const utc = inUtc(text);
  if (text.length > LONGEST_ANSWERED || utc === text) return utc;
  if (answered.size >= MOST_ANSWERED) answered.clear();
  answered.set(text, utc);
  return utc;
}

/** Lists have an instant in each row, so the usual one, whose day stays the same, is made without a Date. */
function inUtc(text: string): string {
  if (text.endsWith('Z') && text[10] === 'T') return text;
  const zoneAt = text.length - (/z$/i.test(text) ? 1 : 6);
  const minutes = Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)) - offsetMinutes(text.slice(zoneAt));
  const days = Math.floor(minutes / DAY_MINUTES);
  const day = days === 0 ? text.slice(0, 10) : dayBeside(text.slice(0, 10), days);
  const minute = minutes - days * DAY_MINUTES;
  return `${day}T${TWO_DIGITS[Math.floor(minute / 60)]}:${TWO_DIGITS[minute % 60]}${text.slice(16, zoneAt)}Z`;
}

function checkedText(name: string): (value: unknown) => string {
  return (value) => {
    if (typeof value === 'string') return value;
    throw new GraphQLError(`A ${name} is text`);
  };
}

const LONG_MINIMUM = -(2n ** 63n);
const LONG_MAXIMUM = 2n ** 63n - 1n;
/** No number of so few characters is too large. */
const SURELY_SHORT = 18;

function checkedLong(value: unknown): string {
  const isNumber = typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
  const text = isNumber ? String(value) : typeof value === 'string' ? value.trim() : '';
  if (!/^[+-]?\d{1,30}$/.test(text)) throw new GraphQLError('A Long is a whole number, best written as a string');
  if (text.length <= SURELY_SHORT) return text;
  const integer = BigInt(text.replace(/^\+/, ''));
  if (integer < LONG_MINIMUM || integer > LONG_MAXIMUM) throw new GraphQLError('A Long holds 64 bits at most');
  return text;
}

function checkedBase64(value: unknown): string {
  const text = typeof value === 'string' ? value : Buffer.isBuffer(value) ? value.toString('base64') : null;
  if (text !== null && text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)) return text;
  throw new GraphQLError('A Base64 is text in the base64 alphabet, padded');
}

interface ScalarParts {
  /** Address of the specification of the format. */
  readonly specification: string;
  readonly check: (value: unknown) => string;
  /** Writes a value into an answer; `check` where it is absent. */
  readonly serialize?: (value: unknown) => string;
  /** Whether a document may write the value as a whole number too. */
  readonly numbers?: boolean;
}

function scalar(name: string, description: string, { specification, check, serialize, numbers }: ScalarParts) {
  return new GraphQLScalarType<string, string>({
    name,
    description,
    specifiedByURL: specification,
    serialize: serialize ?? check,
    parseValue: check,
    parseLiteral(node: ValueNode) {
      if (node.kind === Kind.STRING || (numbers && node.kind === Kind.INT)) return check(node.value);
      throw new GraphQLError(`A ${name} is written as a string`, { nodes: node });
    },
  });
}

export const DateTime = scalar(
  'DateTime',
  'An instant in RFC 3339 format, for example `2026-01-31T09:30:00Z`. Answers are in UTC; arguments may have any offset.',
  {
    specification: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
    check: checkedDateTime,
    serialize: dateTimeInUtc,
  },
);

export const Cursor = scalar(
  'Cursor',
  'A position in a list or in the event log. Opaque: store it and pass it back unchanged.',
  { specification: 'https://relay.dev/graphql/connections.htm#sec-Cursor', check: checkedText('Cursor') },
);

export const Long = scalar(
  'Long',
  'A 64-bit integer, serialized as text so that no digit is lost, for example `"9007199254740993"`.',
  { specification: 'https://www.w3.org/TR/xmlschema11-2/#long', check: checkedLong, numbers: true },
);

export const Base64 = scalar('Base64', 'Binary data in padded base64, for example `UklGRg==`.', {
  specification: 'https://www.rfc-editor.org/rfc/rfc4648#section-4',
  check: checkedBase64,
});
