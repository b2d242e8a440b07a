/**
 * A scanner for the documents that vendors usually send. It reads elements, attributes, text, the usual references, CDATA
 * sections, comments and instructions straight from the string, without a state machine over single characters, finds
 * names by hash instead of cutting them out, and reads rows that repeat by one match each (row.ts).
 *
 * It takes nothing that a full parser would refuse once its characters are mended (text.ts). For every other
 * document it throws NeedsFullParser, and saxes reads or refuses the document from the beginning (full-parser.ts): a
 * document type, another form of XML declaration, names beyond ASCII, attributes with references or blanks around `=`,
 * documents that are not well-formed.
 * test/wire/scan.test.ts holds the two against each other over damaged documents.
 *
 * Measured on answers of 1,000 campaigns (bench/decode, Node 20): 5.3 times as fast as saxes with the same decoder.
 * It works in bounded steps, so that a caller may yield to the event loop between two of them, and on a window of the text
 * that moves on with it. What is cut by the window's end is no row to it, and what is longer than MARGIN is not plain.
 */

import { readAttributes } from './attributes.ts';
import { GREATER, LESS, SLASH } from './characters.ts';
import { longerText } from './document.ts';
import { NEEDS_FULL_PARSER } from './full-parser.ts';
import { type Attributes, emitLeaf, NO_ATTRIBUTES, type XmlListener } from './listener.ts';
import { isBlank, NameReader, standsAt } from './names.ts';
import { type Name, type RowLeaf, RowPlaces } from './row.ts';
import { type Section, sectionAt } from './sections.ts';
import { cleanText, type Mends, pieceEnd, unescapeText } from './text.ts';

const DECLARATION = /^<\?xml version="1\.0"(?: encoding="(?:utf|UTF)-8")?(?: standalone="(?:yes|no)")?\?>/;
const BLANKS = /^[ \t\n]*$/;

const AMPERSAND = 38;
const EXCLAMATION = 33;
const QUESTION = 63;

/** Tags read in one step, and characters of text. */
const TAGS = 256;
const LONGEST_TEXT = 16_384;
/** Characters that are there when a step begins, until the text ends. */
const MARGIN = 3 * LONGEST_TEXT;

/** Reads a plain document by its pieces in steps, and yields the characters of each; throws `NEEDS_FULL_PARSER` as soon as it is not one. */
export function* scanInSteps(
  pieces: Iterator<string, void>,
  listener: XmlListener,
  mends: Mends,
): Generator<number, void> {
  const scanner = new Scanner(pieces, listener, mends);
  let from = scanner.position;
  while (!scanner.step()) {
    yield scanner.position - from;
    from = scanner.position;
  }
}

/** Reads a plain document by its pieces, step by step; throws `NEEDS_FULL_PARSER` as soon as it is not one. */
export class Scanner {
  private readonly open: Name[] = [];
  private rooted = false;
  private readonly names = new NameReader();
  /** The leaves so far of the innermost element, while it contains nothing else. */
  private leaves: RowLeaf[] | undefined;
  /** The blanks since the last of them. */
  private blanks = '';
  private readonly places: RowPlaces;
  /** The last skipped text contains characters to check. */
  private special = false;
  /** The comment, instruction or CDATA section being read. */
  private section: Section | undefined;
  /** The window: the text from `before` on, as far as it has been made. */
  private source = '';
  private before = 0;
  private at = 0;
  /** The window ends where the text does. */
  private isWhole = false;

  constructor(
    private readonly pieces: Iterator<string, void>,
    private readonly listener: XmlListener,
    private readonly mends: Mends,
  ) {
    this.places = new RowPlaces(listener);
    this.moveOn();
    this.at = DECLARATION.exec(this.source)?.[0].length ?? 0;
  }

  /** How many characters have been read. */
  get position(): number {
    return this.before + this.at;
  }

  /** Moves the window to the position, and adds pieces to it. */
  private moveOn(): void {
    this.source = longerText(this.source.slice(this.at), this.pieces, MARGIN);
    this.isWhole = this.source.length <= MARGIN;
    this.before += this.at;
    this.at = 0;
  }

  /** Reads the next tags; answers whether the document is over. */
  step(): boolean {
    if (!this.isWhole && this.source.length - this.at <= MARGIN) this.moveOn();
    const { source } = this;
    const stop = this.at + LONGEST_TEXT;
    for (let tags = 0; tags < TAGS && this.at < stop; tags += 1) {
      if (this.section) {
        this.readSection(this.section);
        continue;
      }
      const tag = this.nextTag(this.at);
      if (tag > this.at) this.text(source.slice(this.at, tag), tag);
      this.at = tag;
      if (tag === source.length) return this.finish();
      if (source.charCodeAt(tag) === LESS) this.at = this.markup(tag);
    }
    return false;
  }

  private finish(): true {
    if (!this.rooted || this.open.length > 0) throw NEEDS_FULL_PARSER;
    return true;
  }

  private markup(tag: number): number {
    const code = this.source.charCodeAt(tag + 1);
    if (code === SLASH) return this.end(tag + 2);
    return code === EXCLAMATION || code === QUESTION ? this.enterSection(tag) : this.start(tag + 1);
  }

  /** A section is read by the next steps. */
  private enterSection(tag: number): number {
    const section = sectionAt(this.source, tag);
    if (!section || (section.isText && this.open.length === 0)) throw NEEDS_FULL_PARSER;
    this.leaves = undefined;
    this.section = section;
    return tag + section.begin.length;
  }

  /** Reads on in a section, as far as one step goes. */
  private readSection({ ending, isText, isLast }: Section): void {
    const { source, at } = this;
    const found = source.slice(at, at + LONGEST_TEXT).indexOf(ending);
    if (found < 0 && at + LONGEST_TEXT >= source.length) throw NEEDS_FULL_PARSER;
    const end = found < 0 ? pieceEnd(source, at, at + LONGEST_TEXT - ending.length) : at + found;
    if (isText && end > at) this.listener.text(cleanText(source.slice(at, end), this.mends));
    this.at = end;
    if (found < 0) return;
    this.at += ending.length;
    this.section = undefined;
    if (!isLast && source.charCodeAt(this.at) !== GREATER) throw NEEDS_FULL_PARSER;
    if (!isLast) this.at += 1;
  }

  /** The next tag, or where a text that is longer than one step reads may be cut. */
  private nextTag(from: number): number {
    const { source } = this;
    const limit = Math.min(source.length, from + LONGEST_TEXT);
    let special = false;
    let at = from;
    for (; at < limit; at += 1) {
      const code = source.charCodeAt(at);
      if (code === LESS) break;
      if (code > 126 || code === AMPERSAND || (code < 32 && !isBlank(code))) special = true;
    }
    this.special = special;
    return at === limit ? pieceEnd(source, from, limit) : at;
  }

  private text(raw: string, end: number): void {
    if (this.leaves && BLANKS.test(raw) && this.source.charCodeAt(end) === LESS) this.blanks = raw;
    else this.leaves = undefined;
    if (this.open.length === 0) {
      if (!BLANKS.test(raw)) throw NEEDS_FULL_PARSER;
    } else this.listener.text(this.special ? unescapeText(raw, this.mends) : raw);
  }

  private end(from: number): number {
    const name = this.open.pop();
    this.places.moved();
    if (name === undefined || !standsAt(this.source, name.whole, from)) throw NEEDS_FULL_PARSER;
    const after = from + name.whole.length;
    if (this.source.charCodeAt(after) !== GREATER) throw NEEDS_FULL_PARSER;
    if (this.leaves) name.row.learn(this.leaves, this.blanks);
    this.leaves = undefined;
    this.listener.close();
    return after + 1;
  }

  private start(from: number): number {
    const { source } = this;
    if (this.rooted && this.open.length === 0) throw NEEDS_FULL_PARSER;
    this.rooted = true;
    const name = this.names.read(source, from);
    const at = from + name.whole.length;
    const code = source.charCodeAt(at);
    if (code === GREATER)
      return this.row(name, at + 1) || this.leaf(name, at + 1) || this.enter(name, at + 1, NO_ATTRIBUTES);
    if (code === SLASH && source.charCodeAt(at + 1) === GREATER) return this.passLeaf(name, '', at + 2);
    const found: Record<string, string> = {};
    const after = readAttributes(source, at, found, this.mends);
    if (source.charCodeAt(after) === GREATER) return this.enter(name, after + 1, found);
    if (source.charCodeAt(after) !== SLASH || source.charCodeAt(after + 1) !== GREATER) throw NEEDS_FULL_PARSER;
    this.leaves = undefined;
    this.listener.open(name.local, found, name.prefix);
    this.listener.close();
    return after + 2;
  }

  /** Reads a row that is taken whole, up to its end; returns 0 where it is none. */
  private row(name: Name, from: number): number {
    const after = name.row.take(this.source, from, this.listener, this.places, this.mends);
    if (after > 0) this.leaves = undefined;
    return after;
  }

  /** Start of an element with more than text; a row is read up to its end. */
  private enter(name: Name, from: number, attributes: Attributes): number {
    this.listener.open(name.local, attributes, name.prefix);
    this.leaves = undefined;
    const after = name.row.read(this.source, from, this.listener, this.mends);
    if (after > 0) {
      this.listener.close();
      return after;
    }
    if (name.row.canLearn) this.leaves = [];
    this.blanks = '';
    this.open.push(name);
    this.places.moved();
    return from;
  }

  /** Reads an element with text only, up to its end; returns 0 where it has more. */
  private leaf(name: Name, from: number): number {
    const { source } = this;
    const end = this.nextTag(from);
    const closing = end + 2;
    const after = closing + name.whole.length;
    if (source.charCodeAt(end) !== LESS || source.charCodeAt(end + 1) !== SLASH) return 0;
    if (source.charCodeAt(after) !== GREATER) return 0;
    if (!standsAt(source, name.whole, closing)) return 0;
    const raw = source.slice(from, end);
    return this.passLeaf(name, this.special ? unescapeText(raw, this.mends) : raw, after + 1);
  }

  private passLeaf(name: Name, text: string, after: number): number {
    const { whole, local, prefix } = name;
    this.leaves?.push({ whole, local, prefix, before: this.blanks });
    this.blanks = '';
    emitLeaf(this.listener, local, text, prefix);
    return after;
  }
}
