/**
 * The XML reader: strict in structure, streaming, with size limits. A document type, a broken or truncated document,
 * trailing text, an unbound prefix or too deep nesting is refused; a character that XML forbids is replaced
 * (text.ts).
 */
import { utf8Text } from '../http/utf8.ts';
import { SLICE_MS } from '../slices.ts';
import { documentLength, piecesOf, type XmlSource } from './document.ts';
import { NeedsFullParser, parseInSteps, UTF8 } from './full-parser.ts';
import {
  type Attributes,
  emitLeaf,
  emitRow,
  type LeafName,
  type LeafTexts,
  NO_ATTRIBUTES,
  type RowTaker,
  type XmlListener,
} from './listener.ts';
import { notXml } from './not-xml.ts';
import { Scanner, scanInSteps } from './scan.ts';
import type { Mends } from './text.ts';

export type { Attributes, XmlListener } from './listener.ts';

/** Deepest nesting accepted. */
const MAX_DEPTH = 100;

/** Documents shorter than this, in characters, are read in one go. */
const SMALL = 65_536;

/** Bytes to text: UTF-8 with or without a byte order mark. Bytes that are none become U+FFFD; `mended` is called then. */
export function decodeText(body: Uint8Array, contentType?: string | string[], mended?: () => void): string {
  checkCharset(contentType);
  try {
    return utf8Text(body);
  } catch {
    mended?.();
    return new TextDecoder('utf-8').decode(body);
  }
}

/** Whether a document is read in one go. */
export function isShort(source: XmlSource): boolean {
  return documentLength(source) < SMALL;
}

/** The last that was found good: a service sends the same again and again. */
let usualType: string | string[] | undefined;

/** Throws BAD_RESPONSE where the type of a document's content declares another character set than UTF-8. */
export function checkCharset(contentType: string | string[] | undefined): void {
  if (contentType === usualType) return;
  const declared = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(String(contentType ?? ''))?.[1];
  if (declared !== undefined && !UTF8.test(declared)) throw notXml('its character set is not UTF-8');
  usualType = contentType;
}

/** A listener that has read a whole document, and how many of the document's characters were mended. */
export interface ReadXml<Listener> {
  readonly listener: Listener;
  readonly mended: number;
}

/**
 * Reads a whole document, passing what is in it to a listener. Throws BAD_RESPONSE on anything unsound. A plain document
 * is scanned, any other read by saxes from the beginning, which is why the listener is made here.
 */
export function readXml<Listener extends XmlListener>(source: XmlSource, listen: () => Listener): ReadXml<Listener> {
  const plain = listen();
  const mends: Mends = { count: 0 };
  try {
    const scanner = new Scanner(piecesOf(source, mends, plain.passesOver), new Guard(plain), mends);
    while (!scanner.step());
    return { listener: plain, mended: mends.count };
  } catch (error) {
    if (!(error instanceof NeedsFullParser)) throw error;
  }
  const steps = parseFully(source, listen);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Decides after each step, by the number of characters it read, whether the slice is over. */
type SliceEnd = (characters: number) => boolean;

/** Begins a slice that ends after some milliseconds. */
function timedSlice(): SliceEnd {
  const began = performance.now();
  return () => performance.now() - began >= SLICE_MS;
}

/** The same in slices, after each of which the event loop serves other work, because a document may be long. */
export async function readXmlInSlices<Listener extends XmlListener>(
  source: XmlSource,
  listen: () => Listener,
  beginSlice: () => SliceEnd = timedSlice,
): Promise<ReadXml<Listener>> {
  if (isShort(source)) return readXml(source, listen);
  const steps = readInSteps(source, listen);
  let isOver = beginSlice();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (!isOver(step.value)) continue;
    await new Promise((resolve) => setImmediate(resolve));
    isOver = beginSlice();
  }
}

/** Yields after each step how many characters it read. */
function* readInSteps<Listener extends XmlListener>(
  source: XmlSource,
  listen: () => Listener,
): Generator<number, ReadXml<Listener>> {
  const plain = listen();
  const scanned: Mends = { count: 0 };
  try {
    yield* scanInSteps(piecesOf(source, scanned, plain.passesOver), new Guard(plain), scanned);
    return { listener: plain, mended: scanned.count };
  } catch (error) {
    if (!(error instanceof NeedsFullParser)) throw error;
  }
  return yield* parseFully(source, listen);
}

/** Reads a document that is not plain. */
function* parseFully<Listener extends XmlListener>(
  source: XmlSource,
  listen: () => Listener,
): Generator<number, ReadXml<Listener>> {
  const listener = listen();
  const mends: Mends = { count: 0 };
  const text = yield* wholeText(source, mends);
  yield* parseInSteps(text, new Guard(listener), mends);
  return { listener, mended: mends.count };
}

/** The full parser looks for the ends of sections in all of the text. */
function* wholeText(source: XmlSource, mends: Mends): Generator<number, string> {
  const pieces: string[] = [];
  // The only piece of a document is all of its text, and no work.
  for (const piece of piecesOf(source, mends)) if (pieces.push(piece) > 1) yield piece.length;
  return pieces.join('');
}

/** Precedes a listener and refuses too deep nesting and unbound prefixes. */
class Guard implements XmlListener {
  private depth = 0;
  private readonly prefixes = new Prefixes();
  /** Takes what is read: the listener, or what it has for the content of an element. */
  private target: XmlListener;
  /** Depth of the element whose content goes elsewhere. */
  private contentOf = 0;

  constructor(private readonly listener: XmlListener) {
    this.target = listener;
  }

  open(name: string, attributes: Attributes, prefix: string): void {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw notXml('it is nested too deeply');
    if (attributes !== NO_ATTRIBUTES) this.prefixes.enter(attributes, this.depth);
    if (prefix !== '') this.prefixes.check(prefix);
    this.target.open(name, attributes, prefix);
    if (this.contentOf === 0) this.enterContent();
  }

  private enterContent(): void {
    const content = this.listener.content?.();
    if (!content) return;
    this.target = content;
    this.contentOf = this.depth;
  }

  text(text: string): void {
    this.target.text(text);
  }

  close(): void {
    this.prefixes.leave(this.depth);
    if (this.depth === this.contentOf) {
      this.target = this.listener;
      this.contentOf = 0;
    }
    this.depth -= 1;
    this.target.close();
  }

  leaf(name: string, text: string, prefix: string): void {
    if (this.depth >= MAX_DEPTH) throw notXml('it is nested too deeply');
    if (prefix !== '') this.prefixes.check(prefix);
    emitLeaf(this.target, name, text, prefix);
  }

  row(leaves: readonly LeafName[], texts: LeafTexts): void {
    if (this.depth >= MAX_DEPTH) throw notXml('it is nested too deeply');
    for (const { prefix } of leaves) if (prefix !== '') this.prefixes.check(prefix);
    emitRow(this.target, leaves, texts);
  }

  rowPlace(): object | undefined {
    return this.depth + 1 < MAX_DEPTH ? this.target.rowPlace?.() : undefined;
  }

  takerOf(name: string, leaves: readonly LeafName[]): RowTaker | undefined {
    return this.target.takerOf?.(name, leaves);
  }
}

/** The namespace prefixes that are bound at the reader's position. */
class Prefixes {
  private readonly bound: string[] = ['xml'];
  /** Made for the first element that binds one, since few documents have any. */
  private marks: { depth: number; size: number }[] | undefined;

  enter(attributes: Attributes, depth: number): void {
    for (const name in attributes) {
      if (!name.startsWith('xmlns:')) continue;
      this.marks ??= [];
      if (this.marks.at(-1)?.depth !== depth) this.marks.push({ depth, size: this.bound.length });
      this.bound.push(name.slice(6));
    }
  }

  check(prefix: string): void {
    if (!this.bound.includes(prefix)) throw notXml('it uses an unbound prefix');
  }

  leave(depth: number): void {
    const mark = this.marks?.at(-1);
    if (mark?.depth !== depth) return;
    this.marks?.pop();
    this.bound.length = mark.size;
  }
}

/** The value of an attribute by its local name, with any prefix. */
export function attribute(attributes: Attributes, local: string): string | undefined {
  if (attributes === NO_ATTRIBUTES) return undefined;
  for (const name in attributes) {
    if (name === local || (name.endsWith(local) && name[name.length - local.length - 1] === ':'))
      return attributes[name];
  }
  return undefined;
}
