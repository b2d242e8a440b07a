/** The names of elements and the characters that end them, for the scanner. */
import { detached } from '../detached.ts';
import { GREATER, LESS, SLASH } from './characters.ts';
import { NEEDS_FULL_PARSER } from './full-parser.ts';
import { type Name, Row } from './row.ts';

const NAME = /^(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*$/;

/** The names of all documents, which are few: a vendor repeats the same names. */
const names = new Map<number, Name>();
const MOST_NAMES = 5_000;
const MOST_CHARACTERS = 500_000;
let characters = 0;

/** Names repeat, so each is cut out and examined once and then found again by its hash. */
export function nameAt(source: string, from: number, to: number, hash: number): Name {
  const known = names.get(hash);
  if (known && known.whole.length === to - from && standsAt(source, known.whole, from)) return known;
  const learned = learn(detached(source.slice(from, to)));
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
  if (!NAME.test(whole) || whole.startsWith('xmlns:')) throw NEEDS_FULL_PARSER;
  const colon = whole.indexOf(':');
  const name = { whole, local: whole.slice(colon + 1), prefix: colon < 0 ? '' : whole.slice(0, colon) };
  return { ...name, next: undefined, row: new Row(name) };
}

/** Whether a code is a blank, a line feed or a tab. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 9;
}

/** Any character that does not end a name; the name is validated once afterwards. */
function isNamePart(code: number): boolean {
  return code > 32 && code !== GREATER && code !== SLASH && code !== LESS && code < 128;
}

/** Whether a word is at a position; faster than the native search for short words. */
export function standsAt(source: string, word: string, at: number): boolean {
  for (let index = 0; index < word.length; index += 1)
    if (source.charCodeAt(at + index) !== word.charCodeAt(index)) return false;
  return true;
}

/** Reads the names of a document's elements. */
export class NameReader {
  private last: Name | undefined;

  /** The name that starts here; often the one that followed the last name before. */
  read(source: string, from: number): Name {
    const { last } = this;
    const expected = last?.next;
    if (expected && isNamed(source, expected.whole, from)) {
      this.last = expected;
      return expected;
    }
    let at = from;
    let hash = 0;
    for (let code = source.charCodeAt(at); isNamePart(code); code = source.charCodeAt(at)) {
      hash = (hash * 31 + code) | 0;
      at += 1;
    }
    const name = nameAt(source, from, at, hash);
    if (last) last.next = name;
    this.last = name;
    return name;
  }
}

function isNamed(source: string, whole: string, from: number): boolean {
  return standsAt(source, whole, from) && !isNamePart(source.charCodeAt(from + whole.length));
}
