/**
 * A scanner for the plain documents that vendors send all day: elements, attributes, text and the usual references. It
 * takes nothing that a full parser would refuse; whatever else it meets it declares unusual and leaves to that parser.
 */
import { isXmlText } from './characters.ts';
import { NO_ATTRIBUTES, tellLeaf, type XmlListener } from './listener.ts';

/** The document needs a full parser, to be read or to be refused. */
export class Unusual extends Error {}

const UNUSUAL = new Unusual('unusual');
const ODD = /[^\t\n\x20-\ufffd]|\]\]>/;
const LONE_SURROGATE = /\p{Cs}/u;
const DECLARATION = /^<\?xml version="1\.0"(?: encoding="(?:utf|UTF)-8")?(?: standalone="(?:yes|no)")?\?>/;
const NAME = /^(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*$/;
const ATTRIBUTE = /[ \t\n]+((?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*)=(?:"([^"<&\t\n]*)"|'([^'<&\t\n]*)')/y;
const BLANKS = /^[ \t\n]*$/;
const NUMBERED = /^#(?:(\d{1,7})|x([\dA-Fa-f]{1,6}))$/;
const LONGEST_REFERENCE = 9;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const LESS = 60;
const GREATER = 62;
const SLASH = 47;

/** Reads a plain document; throws `Unusual` as soon as it is not one. */
export function scanXml(text: string, listener: XmlListener): void {
  if (ODD.test(text) || LONE_SURROGATE.test(text)) throw UNUSUAL;
  const scanner = new Scanner(text, listener);
  scanner.run(DECLARATION.exec(text)?.[0].length ?? 0);
}

interface Name {
  readonly whole: string;
  readonly local: string;
  readonly prefix: string;
  /** The element that began after one of this name the last time; rows repeat, so it likely does again. */
  next: Name | undefined;
}

/** The names of all documents, which are few: a vendor says the same words all day. */
const names = new Map<number, Name>();
const MOST_NAMES = 5_000;

class Scanner {
  private readonly open: Name[] = [];
  private rooted = false;
  private last: Name | undefined;

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
    let at = from;
    while (at < length && source.charCodeAt(at) !== LESS) at += 1;
    return at;
  }

  private text(raw: string): void {
    if (this.open.length === 0) {
      if (!BLANKS.test(raw)) throw UNUSUAL;
    } else this.listener.text(raw.includes('&') ? resolved(raw) : raw);
  }

  private end(from: number): number {
    const name = this.open.pop();
    if (name === undefined || !standsAt(this.source, name.whole, from)) throw UNUSUAL;
    const after = from + name.whole.length;
    if (this.source.charCodeAt(after) !== GREATER) throw UNUSUAL;
    this.listener.close();
    return after + 1;
  }

  private start(from: number): number {
    const { source } = this;
    if (this.rooted && this.open.length === 0) throw UNUSUAL;
    this.rooted = true;
    const name = this.nameFrom(from);
    let at = from + name.whole.length;
    if (source.charCodeAt(at) === GREATER) {
      const after = this.leaf(name, at + 1);
      if (after > 0) return after;
    }
    let attributes = NO_ATTRIBUTES;
    if (source.charCodeAt(at) !== GREATER && source.charCodeAt(at) !== SLASH) {
      const found: Record<string, string> = {};
      at = this.attributes(at, found);
      attributes = found;
    }
    this.listener.open(name.local, attributes, name.prefix);
    if (source.charCodeAt(at) === GREATER) {
      this.open.push(name);
      return at + 1;
    }
    if (source.charCodeAt(at) !== SLASH || source.charCodeAt(at + 1) !== GREATER) throw UNUSUAL;
    this.listener.close();
    return at + 2;
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
    tellLeaf(this.listener, name.local, raw.includes('&') ? resolved(raw) : raw, name.prefix);
    return after + 1;
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
      found[name] = double ?? single ?? '';
      at += whole.length;
    }
    while (isBlank(this.source.charCodeAt(at))) at += 1;
    return at;
  }
}

function learn(whole: string): Name {
  if (!NAME.test(whole) || whole.startsWith('xmlns:')) throw UNUSUAL;
  const colon = whole.indexOf(':');
  return { whole, local: whole.slice(colon + 1), prefix: colon < 0 ? '' : whole.slice(0, colon), next: undefined };
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 9;
}

/** Anything that neither ends a name nor cannot stand in one; what it makes is checked once a name. */
function isNamePart(code: number): boolean {
  return code > 32 && code !== GREATER && code !== SLASH && code !== LESS && code < 128;
}

function resolved(raw: string): string {
  let text = '';
  let from = 0;
  for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', from)) {
    const end = raw.indexOf(';', at);
    if (end < 0 || end - at > LONGEST_REFERENCE) throw UNUSUAL;
    const name = raw.slice(at + 1, end);
    text += raw.slice(from, at) + (ENTITIES.get(name) ?? character(name));
    from = end + 1;
  }
  return text + raw.slice(from);
}

function character(name: string): string {
  const [, decimal, hex = ''] = NUMBERED.exec(name) ?? [];
  const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
  if (!(code > 0 && code <= 0x10ffff)) throw UNUSUAL;
  const text = String.fromCodePoint(code);
  if (!isXmlText(text)) throw UNUSUAL;
  return text;
}

/** Whether a word stands at a place; words are short, so this is quicker than asking for it natively. */
function standsAt(source: string, word: string, at: number): boolean {
  for (let index = 0; index < word.length; index += 1)
    if (source.charCodeAt(at + index) !== word.charCodeAt(index)) return false;
  return true;
}
