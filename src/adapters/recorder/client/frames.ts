/**
 * Cuts a byte stream into documents at the end of each root element. The manual ends messages with CR LF but also lets
 * them hold line breaks, so nothing here goes by lines; nor by depth, since the recorder's own output is not always
 * balanced: a document ends with the closing tag of its root's name.
 */

import { GREATER, LESS, SLASH } from '../../xml/characters.ts';
import {
  BANG,
  CDATA_END,
  CDATA_START,
  COMMENT_END,
  COMMENT_START,
  INSTRUCTION_END,
  isDeclaration,
  isNameEnd,
  isNameStart,
  isWhiteSpace,
  QUESTION,
  startsLike,
} from './frame-bytes.ts';

const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

/** Longest document accepted by default. */
const USUAL_FRAME_BYTES = 16 * 1024 * 1024;

/** The stream holds no documents any more, so its connection cannot be used. */
export class FramingError extends Error {}

/** The name of a document's root, and how its tags begin. */
interface Root {
  readonly name: Buffer;
  readonly opening: Buffer;
  readonly closing: Buffer;
}

/** Buffers the received part of a document and returns it when its last piece arrives. */
export class FrameReader {
  private buffer = Buffer.alloc(0);
  /** The part of the buffer that is filled. */
  private filled = this.buffer;
  /** Where the document under way begins. */
  private start = 0;
  /** Everything before this is understood. */
  private scanned = 0;
  /** From where to look on for the end of the construct that begins at `scanned`. */
  private resume = 0;
  private root: Root | null = null;
  /** The root of the document before, as most are equal. */
  private lastRoot: Root | null = null;
  private depth = 0;
  /** So far the document has nothing in it that could hide a closing tag. */
  private plain = true;
  /** The quote that a start tag cut in two was inside of. */
  private quote = 0;

  constructor(private readonly maxBytes = USUAL_FRAME_BYTES) {}

  /**
   * Takes what came and answers the documents that it completes, which are good until the next call. Throws FramingError
   * when there is no sense in it.
   */
  push(chunk: Uint8Array): Buffer[] {
    this.append(chunk);
    const frames: Buffer[] = [];
    for (let end = this.scan(); end >= 0; end = this.scan()) frames.push(this.cut(end));
    if (this.filled.length - this.start > this.maxBytes) throw new FramingError('a document is too long');
    return frames;
  }

  private append(chunk: Uint8Array): void {
    this.compact();
    const { length } = this.filled;
    const needed = length + chunk.length;
    if (needed > this.buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, Math.min(this.buffer.length * 2, this.maxBytes * 2), 4096));
      this.filled.copy(grown);
      this.buffer = grown;
    }
    this.buffer.set(chunk, length);
    this.filled = this.buffer.subarray(0, needed);
  }

  /** Moves the document under way to the front. */
  private compact(): void {
    const { start } = this;
    if (start === 0) return;
    this.buffer.copyWithin(0, start, this.filled.length);
    this.filled = this.buffer.subarray(0, this.filled.length - start);
    this.scanned -= start;
    this.resume = Math.max(0, this.resume - start);
    this.start = 0;
  }

  /** Cuts a document out and begins the next. */
  private cut(end: number): Buffer {
    const frame = this.filled.subarray(this.start, end);
    this.start = end;
    this.scanned = end;
    this.resume = 0;
    this.lastRoot = this.root;
    this.root = null;
    this.depth = 0;
    this.plain = true;
    return frame;
  }

  /** Where the document ends, or -1 until more comes. */
  private scan(): number {
    for (;;) {
      if (this.root === null && !this.skipBlanks()) return -1;
      if (this.root !== null && this.plain) {
        const end = this.plainEnd(this.root);
        if (this.plain) return end;
      }
      const begin = this.filled.indexOf(LESS, this.scanned);
      if (begin !== this.scanned) this.resume = 0;
      this.scanned = begin < 0 ? this.filled.length : begin;
      const end = begin < 0 ? -1 : this.construct(begin);
      if (end < 0) return -1;
      this.scanned = end;
      this.resume = 0;
      if (this.root !== null && this.depth === 0) return end;
    }
  }

  /**
   * The end of a document in which nothing can hide a closing tag, found without looking at every tag. Anything that
   * could hide one makes the document no longer plain, and it is read tag by tag instead.
   */
  private plainEnd({ opening, closing }: Root): number {
    const { filled } = this;
    let from = Math.max(this.scanned, this.resume);
    for (;;) {
      const at = filled.indexOf(closing, from);
      const before = filled.subarray(from, at < 0 ? filled.length : at);
      if (isDeclaration(before) || before.includes(opening)) {
        this.plain = false;
        this.resume = 0;
        return -1;
      }
      const name = at + closing.length;
      this.resume = at < 0 ? Math.max(this.scanned, filled.length - closing.length) : at;
      if (at < 0 || name >= filled.length) return -1;
      const end = isNameEnd(filled[name]) ? filled.indexOf(GREATER, name) : 0;
      if (end < 0) return -1;
      if (end > 0) return end + 1;
      from = name;
    }
  }

  /** Between documents only blanks and a byte order mark may stand. */
  private skipBlanks(): boolean {
    const { filled } = this;
    let at = this.scanned;
    if (at === this.start && filled[at] === 0xef) {
      if (filled.length < at + 3) return false;
      if (filled[at + 1] === 0xbb && filled[at + 2] === 0xbf) at += 3;
    }
    while (at < filled.length && isWhiteSpace(filled[at] ?? 0)) at += 1;
    if (at < filled.length && filled[at] !== LESS) throw new FramingError('no document begins here');
    if (this.scanned === this.start) this.start = at;
    this.scanned = at;
    return at < filled.length;
  }

  /** Where the construct that begins at `start` ends, or -1 until more comes; tags are counted on the way. */
  private construct(start: number): number {
    const next = this.filled[start + 1];
    if (next === undefined) return -1;
    if (next === QUESTION) return this.until(start, INSTRUCTION_END, start + 2);
    if (next === BANG) return this.declaration(start);
    const end = next === SLASH ? this.until(start, '>', start + 2) : this.startTagEnd(start);
    if (end >= 0) this.count(start, end, next === SLASH);
    return end;
  }

  private until(start: number, mark: Buffer | string, from: number): number {
    const at = this.filled.indexOf(mark, Math.max(from, this.resume));
    if (at >= 0) return at + mark.length;
    this.resume = Math.max(start, this.filled.length - mark.length + 1);
    return -1;
  }

  /** A comment or a CDATA section; a document type is refused. */
  private declaration(start: number): number {
    const seen = this.filled.subarray(start, start + CDATA_START.length);
    if (startsLike(seen, COMMENT_START)) return this.until(start, COMMENT_END, start + COMMENT_START.length);
    if (this.root !== null && startsLike(seen, CDATA_START))
      return seen.length < CDATA_START.length ? -1 : this.until(start, CDATA_END, start + CDATA_START.length);
    throw new FramingError('a document type stands here');
  }

  /** The end of a start tag; a `>` within quotes is no end. */
  private startTagEnd(start: number): number {
    if (this.resume === 0) this.quote = 0;
    for (let at = Math.max(start + 1, this.resume); at < this.filled.length; at += 1) {
      const byte = this.filled[at];
      if (this.quote !== 0) {
        if (byte === this.quote) this.quote = 0;
      } else if (byte === GREATER) return at + 1;
      else if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) this.quote = byte;
    }
    this.resume = this.filled.length;
    return -1;
  }

  private count(start: number, end: number, closing: boolean): void {
    const from = start + (closing ? 2 : 1);
    if (this.root === null) {
      if (closing) throw new FramingError('a document begins with an end');
      const isLast = this.lastRoot && this.isRootName(this.lastRoot.name, from);
      this.root = isLast ? this.lastRoot : rootNamed(this.nameAt(from));
    } else if (!this.isRootName(this.root.name, from)) return;
    if (closing) this.depth -= 1;
    else if (this.filled[end - 2] !== SLASH) this.depth += 1;
  }

  private nameAt(from: number): Buffer {
    let to = from;
    while (!isNameEnd(this.filled[to])) to += 1;
    if (!isNameStart(this.filled[from] ?? 0)) throw new FramingError('an element has no name');
    return Buffer.from(this.filled.subarray(from, to));
  }

  private isRootName(name: Buffer, from: number): boolean {
    const to = from + name.length;
    if (to >= this.filled.length || !isNameEnd(this.filled[to])) return false;
    return this.filled.compare(name, 0, name.length, from, to) === 0;
  }
}

function rootNamed(name: Buffer): Root {
  return { name, opening: Buffer.concat([Buffer.from('<'), name]), closing: Buffer.concat([Buffer.from('</'), name]) };
}
