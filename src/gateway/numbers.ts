import { createRequire } from 'node:module';
import { LRUCache } from 'lru-cache';
import { digitsOf, subscriberOf } from '../adapters/numbers.ts';
import { lruBounds } from '../adapters/retained-bytes.ts';

/** The part of the package that the build bundles (`REQUIRED` of `scripts/build.mjs`). */
type NumberingPlans = Pick<typeof import('libphonenumber-js/min'), 'parsePhoneNumberFromString'>;

/** The world's numbering plans are large, so they are loaded with the first number. */
const numberingPlans = () => createRequire(import.meta.url)('libphonenumber-js/min') as NumberingPlans;

const MAX_NUMBERS = 10_000;
const MAX_BYTES = 4 * 1024 * 1024;
const parsed = new LRUCache<string, { e164: string | null }>(lruBounds(MAX_NUMBERS, MAX_BYTES));

/**
 * A number in E.164 where it says its country, or where the account's calling code is known; else null. Extensions cannot
 * be understood.
 */
export function e164Of(number: string | null | undefined, callingCode?: string): string | null {
  if (!number) return null;
  const key = `${callingCode ?? ''}\n${number}`;
  const known = parsed.get(key);
  if (known) return known.e164;
  const text = withPlus(number.trim(), callingCode);
  const isComplete = text.startsWith('+') || callingCode !== undefined;
  const found = isComplete ? numberingPlans().parsePhoneNumberFromString(text, countryOf(callingCode)) : undefined;
  const e164 = found?.isPossible() ? found.number : null;
  parsed.set(key, { e164 });
  return e164;
}

function countryOf(callingCode: string | undefined) {
  return callingCode === undefined ? {} : { defaultCallingCode: callingCode };
}

/** A plus instead of the prefix that is dialled for international calls: 011 in North America, 00 in most other countries. */
function withPlus(number: string, callingCode: string | undefined): string {
  if (callingCode === undefined) return number;
  return number.replace(callingCode === '1' ? /^011/ : /^00/, '+');
}

/** A number as it is dialled: a leading plus and digits. Null when there is anything else than usual separators. */
export function dialable(number: string): string | null {
  const text = number.trim();
  if (!/^\+?[\d\s().\-/]+$/.test(text)) return null;
  const digits = digitsOf(text);
  if (digits.length < 2 || digits.length > 20) return null;
  return text.startsWith('+') ? `+${digits}` : digits;
}

/** The usual spellings of a number: international with and without its plus, and national with and without its trunk prefix. */
export function spellingsOf(number: string): readonly string[] {
  const dialled = dialable(subscriberOf(number));
  if (!dialled) return [];
  const digits = digitsOf(dialled);
  const northAmerican = /^1?[2-9]\d{9}$/.test(digits) && !dialled.startsWith('+') ? `+1${digits.slice(-10)}` : null;
  const e164 = northAmerican ?? e164Of(dialled);
  if (!e164) return [...new Set([dialled, digits])];
  const national = numberingPlans().parsePhoneNumberFromString(e164)?.nationalNumber ?? digits;
  const trunk = e164.startsWith('+1') ? [] : [`0${national}`];
  return [...new Set([e164, digitsOf(e164), national, ...trunk])];
}
