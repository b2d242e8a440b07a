/** The scalars of the contract language: how each is read from the wire and written to it. */
import type { ScalarType } from './contract-types.ts';

const identity = <Value>(value: Value): Value => value;

/** Declares a scalar with a text form of its vendor. */
export function scalar<Value>(type: Omit<ScalarType<Value>, 'kind'>): ScalarType<Value> {
  return { kind: 'scalar', ...type };
}

/** Text, unchanged: leading zeros, plus signs and blanks remain. */
export const string = scalar<string>({
  name: 'string',
  graphql: 'String',
  decode: identity,
  encode: identity,
  sample: 'text',
});

/** Whether a text consists of digits; faster than a regular expression on this hot path. */
function isDigits(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return text !== '';
}

/** An integer as written, without blanks around it. */
function integerText(text: string): string {
  if (isDigits(text)) return text;
  const trimmed = text.trim();
  if (!/^[+-]?\d+$/.test(trimmed)) throw new Error('not an integer');
  return trimmed;
}

function decodeInteger(text: string): number {
  const value = Number(integerText(text));
  if (!Number.isSafeInteger(value)) throw new Error('integer out of range');
  return value;
}

/** A 32-bit integer. */
export const int = scalar<number>({
  name: 'int',
  graphql: 'Int',
  decode: decodeInteger,
  encode: String,
  sample: '1',
});

/** A 64-bit integer, carried as a string so that no digit is lost. */
export const long = scalar<string>({
  name: 'long',
  graphql: 'Long',
  decode: integerText,
  encode: (value) => integerText(String(value)),
  sample: '9007199254740993',
});

/** The numbers that XML Schema names and JavaScript writes otherwise or not at all. */
const NAMED_NUMBERS = new Map([
  ['INF', Infinity],
  ['-INF', -Infinity],
  ['NaN', NaN],
]);
/** Empty text, words and digits of other bases, which JavaScript would accept as numbers. */
const NO_DECIMAL = /^(?:$|[+-]?[^\d.+-]|0[a-df-z])/i;

function decodeDouble(text: string): number {
  const trimmed = text.trim();
  const value = NO_DECIMAL.test(trimmed) ? NAMED_NUMBERS.get(trimmed) : Number(trimmed);
  if (value === undefined || (Number.isNaN(value) && trimmed !== 'NaN')) throw new Error('not a number');
  return value;
}

/** A floating-point number. */
export const double = scalar<number>({
  name: 'double',
  graphql: 'Float',
  decode: decodeDouble,
  encode: String,
  sample: '1.5',
});

const BOOLEANS = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

function decodeBoolean(text: string): boolean {
  if (text === 'true') return true;
  if (text === 'false') return false;
  const value = BOOLEANS.get(text.trim().toLowerCase());
  if (value === undefined) throw new Error('not a boolean');
  return value;
}

/** True or false. */
export const boolean = scalar<boolean>({
  name: 'boolean',
  graphql: 'Boolean',
  decode: decodeBoolean,
  encode: String,
  sample: 'true',
});

/** Bytes, carried as base64 text both ways. */
export const base64 = scalar<string>({
  name: 'base64',
  graphql: 'Base64',
  decode: (text) => text.replace(/\s+/g, ''),
  encode: identity,
  sample: 'UklGRg==',
});
