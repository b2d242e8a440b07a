/** The names of elements and the characters that end them, for the scanner. */
import { UNUSUAL } from './full-parser.ts';
import { type Name, Row } from './row.ts';

const NAME = /^(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*$/;

/** The code of `<`. */
export const LESS = 60;
/** The code of `>`. */
export const GREATER = 62;
/** The code of `/`. */
export const SLASH = 47;

/** The names of all documents, which are few: a vendor repeats the same names. */
const names = new Map<number, Name>();
const MOST_NAMES = 5_000;
const MOST_CHARACTERS = 500_000;
let characters = 0;

/** Names repeat, so each is cut out and examined once and then found again by its hash. */
export function nameAt(source: string, from: number, to: number, hash: number): Name {
  const known = names.get(hash);
  if (known && known.whole.length === to - from && standsAt(source, known.whole, from)) return known;
  const learned = learn(source.slice(from, to));
  if (names.size >= MOST_NAMES || characters >= MOST_CHARACTERS) forgetAll();
  names.set(hash, learned);
  characters += learned.whole.length;
  return learned;
}

function forgetAll(): void {
  names.clear();
  characters = 0;
}

function learn(whole: string): Name {
  if (!NAME.test(whole) || whole.startsWith('xmlns:')) throw UNUSUAL;
  const colon = whole.indexOf(':');
  return {
    whole,
    local: whole.slice(colon + 1),
    prefix: colon < 0 ? '' : whole.slice(0, colon),
    next: undefined,
    row: new Row(whole),
  };
}

/** Whether a code is a blank, a line feed or a tab. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 9;
}

/** Any character that does not end a name; the name is validated once afterwards. */
export function isNamePart(code: number): boolean {
  return code > 32 && code !== GREATER && code !== SLASH && code !== LESS && code < 128;
}

/** Whether a word is at a position; faster than the native search for short words. */
export function standsAt(source: string, word: string, at: number): boolean {
  for (let index = 0; index < word.length; index += 1)
    if (source.charCodeAt(at + index) !== word.charCodeAt(index)) return false;
  return true;
}
