/**
 * A scanner for the plain documents that vendors send all day: elements, attributes, text and the usual references. It
 * takes nothing that a full parser would refuse; whatever else it meets it declares unusual and leaves to that parser.
 */

import { decodeText, UNUSUAL } from './full-parser.ts';
import { type Attributes, NO_ATTRIBUTES, tellLeaf, type XmlListener } from './listener.ts';
import { type Name, Row, type RowLeaf } from './row.ts';

const DECLARATION = /^<\?xml version="1\.0"(?: encoding="(?:utf|UTF)-8")?(?: standalone="(?:yes|no)")?\?>/;
const NAME = /^(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*$/;
const ATTRIBUTE = /[ \t\n]+((?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*)=(?:"([^"<&\t\n]*)"|'([^'<&\t\n]*)')/y;
const BLANKS = /^[ \t\n]*$/;

const LESS = 60;
const GREATER = 62;
const SLASH = 47;
const AMPERSAND = 38;
const BRACKET = 93;

/** Reads a plain document; throws `Unusual` as soon as it is not one. */
export function scanXml(text: string, listener: XmlListener): void {
  const scanner = new Scanner(text, listener);
  scanner.run(DECLARATION.exec(text)?.[0].length ?? 0);
}

/** The names of all documents, which are few: a vendor says the same words all day. */
const names = new Map<number, Name>();
const MOST_NAMES = 5_000;

class Scanner {
  private readonly open: Name[] = [];
  private rooted = false;
  private last: Name | undefined;
  /** The leaves so far of the innermost element, while it holds nothing else. */
  private leaves: RowLeaf[] | undefined;
  /** The blanks since the last of them. */
  private blanks = '';
  /** The text passed over last holds characters to look at. */
  private special = false;

  constructor(
    private readonly source: string,
    private readonly listener: XmlListener,
  ) {}

  run(begin: number): void {
    const { source } = this;
    let at = begin;
    for (;;) {
      const tag = this.nextTag(at);
      if (tag > at) this.text(source.slice(at, tag));
      if (tag === source.length) break;
      at = source.charCodeAt(tag + 1) === SLASH ? this.end(tag + 2) : this.start(tag + 1);
    }
    if (!this.rooted || this.open.length > 0) throw UNUSUAL;
  }

  private nextTag(from: number): number {
    const { source } = this;
    const { length } = source;
    let special = false;
    let at = from;
    for (; at < length; at += 1) {
      const code = source.charCodeAt(at);
      if (code === LESS) break;
      if (code > 126 || code === AMPERSAND || code === BRACKET || (code < 32 && !isBlank(code))) special = true;
    }
    this.special = special;
    return at;
  }

  private text(raw: string): void {
    if (this.leaves && BLANKS.test(raw)) this.blanks = raw;
    else this.leaves = undefined;
    if (this.open.length === 0) {
      if (!BLANKS.test(raw)) throw UNUSUAL;
    } else this.listener.text(this.special ? decodeText(raw) : raw);
  }

  private end(from: number): number {
    const name = this.open.pop();
    if (name === undefined || !standsAt(this.source, name.whole, from)) throw UNUSUAL;
    const after = from + name.whole.length;
    if (this.source.charCodeAt(after) !== GREATER) throw UNUSUAL;
    if (this.leaves) name.row.learn(this.leaves, this.blanks);
    this.leaves = undefined;
    this.listener.close();
    return after + 1;
  }

  private start(from: number): number {
    const { source } = this;
    if (this.rooted && this.open.length === 0) throw UNUSUAL;
    this.rooted = true;
    const name = this.nameFrom(from);
    const at = from + name.whole.length;
    const code = source.charCodeAt(at);
    if (code === GREATER) return this.leaf(name, at + 1) || this.enter(name, at + 1, NO_ATTRIBUTES);
    if (code === SLASH && source.charCodeAt(at + 1) === GREATER) return this.told(name, '', at + 2);
    const found: Record<string, string> = {};
    const after = this.attributes(at, found);
    if (source.charCodeAt(after) === GREATER) return this.enter(name, after + 1, found);
    if (source.charCodeAt(after) !== SLASH || source.charCodeAt(after + 1) !== GREATER) throw UNUSUAL;
    this.leaves = undefined;
    this.listener.open(name.local, found, name.prefix);
    this.listener.close();
    return after + 2;
  }

  /** An element with more in it than text has begun; a row is read up to behind its end. */
  private enter(name: Name, from: number, attributes: Attributes): number {
    this.listener.open(name.local, attributes, name.prefix);
    this.leaves = undefined;
    const after = name.row.read(this.source, from, this.listener);
    if (after > 0) {
      this.listener.close();
      return after;
    }
    if (name.row.teachable) this.leaves = [];
    this.blanks = '';
    this.open.push(name);
    return from;
  }

  /** Reads an element that holds nothing but text, up to behind its end; answers 0 where it is not one. */
  private leaf(name: Name, from: number): number {
    const { source } = this;
    const end = this.nextTag(from);
    const closing = end + 2;
    const after = closing + name.whole.length;
    if (source.charCodeAt(end + 1) !== SLASH || source.charCodeAt(after) !== GREATER) return 0;
    if (!standsAt(source, name.whole, closing)) return 0;
    const raw = source.slice(from, end);
    return this.told(name, this.special ? decodeText(raw) : raw, after + 1);
  }

  private told(name: Name, text: string, after: number): number {
    const { whole, local, prefix } = name;
    this.leaves?.push({ whole, local, prefix, before: this.blanks });
    this.blanks = '';
    tellLeaf(this.listener, local, text, prefix);
    return after;
  }

  private nameFrom(from: number): Name {
    const { source, last } = this;
    const expected = last?.next;
    if (expected && this.isNamed(expected.whole, from)) {
      this.last = expected;
      return expected;
    }
    let at = from;
    let hash = 0;
    for (let code = source.charCodeAt(at); isNamePart(code); code = source.charCodeAt(at)) {
      hash = (hash * 31 + code) | 0;
      at += 1;
    }
    const name = this.nameAt(from, at, hash);
    if (last) last.next = name;
    this.last = name;
    return name;
  }

  private isNamed(whole: string, from: number): boolean {
    return standsAt(this.source, whole, from) && !isNamePart(this.source.charCodeAt(from + whole.length));
  }

  /** Names repeat, so each is cut out and examined once and then found again by its hash. */
  private nameAt(from: number, to: number, hash: number): Name {
    const known = names.get(hash);
    if (known && known.whole.length === to - from && standsAt(this.source, known.whole, from)) return known;
    const learned = learn(this.source.slice(from, to));
    if (names.size >= MOST_NAMES) names.clear();
    names.set(hash, learned);
    return learned;
  }

  private attributes(from: number, found: Record<string, string>): number {
    let at = from;
    for (;;) {
      ATTRIBUTE.lastIndex = at;
      const [whole, name, double, single] = ATTRIBUTE.exec(this.source) ?? [];
      if (whole === undefined || name === undefined) break;
      if (Object.hasOwn(found, name) || name === '__proto__') throw UNUSUAL;
      found[name] = decodeText(double ?? single ?? '');
      at += whole.length;
    }
    while (isBlank(this.source.charCodeAt(at))) at += 1;
    return at;
  }
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

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 9;
}

/** Anything that neither ends a name nor cannot stand in one; what it makes is checked once a name. */
function isNamePart(code: number): boolean {
  return code > 32 && code !== GREATER && code !== SLASH && code !== LESS && code < 128;
}

/** Whether a word stands at a place; words are short, so this is quicker than asking for it natively. */
function standsAt(source: string, word: string, at: number): boolean {
  for (let index = 0; index < word.length; index += 1)
    if (source.charCodeAt(at + index) !== word.charCodeAt(index)) return false;
  return true;
}
