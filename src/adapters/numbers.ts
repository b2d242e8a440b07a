import * as z from 'zod';

/** The setting of the country that an account's numbers without a country code belong to. */
export const callingCodeSetting = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, 'must be a calling code such as 44')
  .optional();

/** Fewest digits of a national number without its trunk prefix; shorter ones are extensions and compare whole. */
const MIN_NATIONAL_DIGITS = 8;
/** `;ext=204`, ` x204`, ` ext. 204` at the end of a number. */
const EXTENSION = /(?:;ext=|[\s,;]*(?:x|ext\.?)\s*)\d{1,7}$/i;

/** The digits of a number, without separators. */
export function digitsOf(number: string | null | undefined): string {
  return (number ?? '').replace(/\D/g, '');
}

/** The user part of a SIP or TEL URI, or the text as it is; without parameters and extension. */
export function subscriberOf(number: string | null | undefined): string {
  const text = (number ?? '').trim().replace(/^<(.*)>$/, '$1');
  const user = /^(?:sips?|tel):/i.test(text) ? text.replace(/^\w+:/, '').replace(/@.*$/, '') : text;
  return user.replace(EXTENSION, '').replace(/;.*$/, '');
}

/** The last digits of a number, which all its spellings have in common. */
export function lastDigitsOf(number: string | null | undefined): string {
  return digitsOf(subscriberOf(number)).slice(-MIN_NATIONAL_DIGITS);
}

/** Whether a text is a number; `Anonymous`, `Restricted` and an empty text are not and do not identify a caller. */
export function isNumber(number: string | null | undefined): boolean {
  return /^\+?[\d\s().\-/]*\d[\d\s().\-/]*$/.test(subscriberOf(number));
}

/** Whether two texts are the same number: equal digits, or one national (with or without a trunk 0) and one with its country. */
export function sameNumber(one: string | null | undefined, other: string | null | undefined): boolean {
  if (!isNumber(one) || !isNumber(other)) return false;
  const [mine, theirs] = [digitsOf(subscriberOf(one)), digitsOf(subscriberOf(other))];
  return mine === theirs || isNationalOf(mine, theirs) || isNationalOf(theirs, mine);
}

/** Whether a number is the national form of another one. */
function isNationalOf(national: string, full: string): boolean {
  const significant = national.replace(/^0(?=[1-9])/, '');
  return significant.length >= MIN_NATIONAL_DIGITS && full.length > significant.length && full.endsWith(significant);
}

/** The spellings of a number that are sent to vendors that compare literally: as it was given, and the usual ones. */
export function spellingsToSend(number: string, spellings: readonly string[] | null | undefined): readonly string[] {
  return [...new Set([number, ...(spellings ?? [])])];
}
