/** Quirks of this vendor, one function each. */
import { digitsOf } from '../numbers.ts';

/** The ten digits of a North American number, written with or without its country; null for any other number. */
function nationalDigits(number: string): string | null {
  const digits = digitsOf(number);
  if (digits.length === 10 && !number.trim().startsWith('+')) return digits;
  return /^1\d{10}$/.test(digits) ? digits.slice(1) : null;
}

/** A national number with its trunk 0, where the account's country is known: with the country's calling code instead. */
function withCallingCode(number: string, callingCode: string | undefined): string {
  const isNational = callingCode !== undefined && /^0[1-9]\d{5,}$/.test(number.trim().replace(/[\s().\-/]/g, ''));
  return isNational ? `+${callingCode}${digitsOf(number).slice(1)}` : number;
}

/** The digits of an international number from its country code on; null where the number does not state its country. */
function internationalDigits(number: string): string | null {
  const digits = digitsOf(number);
  if (number.trim().startsWith('+')) return digits;
  return /^(?:011|00)\d{7,}$/.test(digits) ? digits.replace(/^(?:011|00)/, '') : null;
}

/**
 * A number in the vendor's format: ten digits within North America, `011` and the country code elsewhere (guide p.
 * 231). `callingCode` is of the country of numbers that begin with a trunk 0. Any other text is sent unchanged for the
 * vendor to validate.
 */
export function writtenNumber(given: string, callingCode?: string): string {
  const number = withCallingCode(given, callingCode);
  const international = internationalDigits(number);
  const national = nationalDigits(international ? `+${international}` : number);
  if (national) return national;
  return international ? `011${international}` : number;
}

/**
 * Every form in which the domain may hold a number, the documented one first. Numbers stored by other programs, or
 * before a change at the vendor, may carry a plus or the country code (the guide does not exclude it).
 */
export function numberSpellings(number: string, callingCode?: string): readonly string[] {
  const written = writtenNumber(number, callingCode);
  if (/^\d{10}$/.test(written)) return [written, `+1${written}`, `1${written}`];
  const international = internationalDigits(written) ?? digitsOf(written);
  if (!international) return [written];
  // Ten bare digits are a North American number, and so another one.
  const bare = /^1?\d{10}$/.test(international) ? [] : [international];
  const isOwn = callingCode !== undefined && international.startsWith(callingCode);
  const trunk = isOwn ? [`0${international.slice(callingCode.length)}`] : [];
  return [...new Set([written, `011${international}`, `+${international}`, ...bare, ...trunk])];
}

/**
 * A pattern that matches one name, whether the vendor reads it as a regular expression (guide p. 232) or as the first
 * characters of names (l. 8531). Dots are not escaped, which works with both; the caller compares the names found.
 */
export function exactPattern(name: string): string {
  return name.replace(/[\\^$*+?()[\]{}|]/g, '\\$&');
}

/**
 * A value that was read, without its empty texts: the vendor writes a null text as an empty element (WIRE.md, recorded), and
 * written back it would be a reference with an empty name.
 */
export function withoutEmptyTexts<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutEmptyTexts) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const copy = { ...value } as Record<string, unknown>;
  for (const [name, member] of Object.entries(value)) {
    if (member === '') delete copy[name];
    else copy[name] = withoutEmptyTexts(member);
  }
  return copy as Value;
}

/** The field of a campaign's list that is its place in the order of dialing (`list-priority`, guide p. 95). */
export function placeField(reading: string): 'priority' | 'dialingPriority' {
  return reading === 'dialing-priority' ? 'dialingPriority' : 'priority';
}

/** Records of a table: a report of 5,000 (guide p. 209) or contacts of 1,000 is as long as the vendor makes it. */
export function recordsOf(answer: unknown): number {
  const { records } = (answer ?? {}) as { readonly records?: readonly unknown[] | null };
  return records?.length ?? 0;
}

const QUOTE = 34;
const LINE_FEED = 10;

/** Records of a report as comma-separated text without its header; the vendor ends it after 50,000 (guide p. 210). */
export function csvRecordsOf(answer: unknown): number {
  const text = typeof answer === 'string' ? answer.trimEnd() : '';
  let lines = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isQuoted = !isQuoted;
    else if (code === LINE_FEED && !isQuoted) lines += 1;
  }
  return lines;
}
