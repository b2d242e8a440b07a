/**
 * The one way XML comes in: strict, streaming, capped. A document type, an entity of its own, a broken or cut document,
 * trailing text, an unbound prefix or too deep a nesting is refused, whoever sent it.
 */
import { SaxesParser } from 'saxes';
import { CrosspointError } from '../errors.ts';
import { utf8Text } from '../http/utf8.ts';
import { NeedsFullParser } from './full-parser.ts';
import {
  type Attributes,
  type LeafName,
  type LeafTexts,
  NO_ATTRIBUTES,
  tellLeaf,
  tellRow,
  type XmlListener,
} from './listener.ts';
import { scanXml } from './scan.ts';

export type { Attributes, XmlListener } from './listener.ts';

/** Deepest nesting accepted. */
export const MAX_DEPTH = 100;

const OPTIONS = { xmlns: false, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true } as const;
const UTF8 = /^(utf-?8|us-ascii)$/i;

/** Not a document we read; the cause is for the log. */
export function notXml(reason: string, cause?: unknown): CrosspointError {
  return new CrosspointError('BAD_RESPONSE', `The vendor's answer cannot be read: ${reason}`, { cause });
}

/** Bytes to text: UTF-8 with or without a byte order mark, and nothing else. */
export function decodeText(body: Uint8Array, contentType?: string | string[]): string {
  const declared = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(String(contentType ?? ''))?.[1];
  if (declared !== undefined && !UTF8.test(declared)) throw notXml('its character set is not UTF-8');
  try {
    return utf8Text(body);
  } catch (cause) {
    throw notXml('it is not UTF-8', cause);
  }
}

/**
 * Reads a whole document, telling a listener what is in it; answers the listener. Throws BAD_RESPONSE on anything unsound.
 * A plain document is scanned, any other read by saxes from the beginning, which is why the listener is made here.
 */
export function readXml<Listener extends XmlListener>(text: string, listen: () => Listener): Listener {
  const document = withPlainLineEnds(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  const plain = listen();
  try {
    scanXml(document, new Guard(plain));
    return plain;
  } catch (error) {
    if (!(error instanceof NeedsFullParser)) throw error;
  }
  const listener = listen();
  parseWith(new Guard(listener), document);
  return listener;
}

/** XML reads every line end as one line feed, whatever its writer's system writes. */
function withPlainLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** Reads a document of any kind with saxes. */
export function parseWith(listener: XmlListener, text: string): void {
  const parser = new SaxesParser<typeof OPTIONS>(OPTIONS);
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !UTF8.test(encoding)) throw notXml('its character set is not UTF-8');
  });
  parser.on('doctype', () => {
    throw notXml('it has a document type');
  });
  parser.on('opentag', ({ name, attributes }) => {
    const colon = name.indexOf(':');
    listener.open(name.slice(colon + 1), attributes, colon < 0 ? '' : name.slice(0, colon));
  });
  let depth = 0;
  parser.on('opentagstart', () => {
    depth += 1;
  });
  parser.on('text', (chunk) => depth > 0 && listener.text(chunk));
  parser.on('cdata', (chunk) => listener.text(chunk));
  parser.on('closetag', () => {
    depth -= 1;
    listener.close();
  });
  run(parser, text);
}

function run(parser: SaxesParser, text: string): void {
  try {
    parser.write(text).close();
  } catch (error) {
    throw error instanceof CrosspointError ? error : notXml('it is no well-formed XML', error);
  }
}

/** Stands before a listener and refuses too deep a nesting and prefixes that are not bound. */
class Guard implements XmlListener {
  private depth = 0;
  private readonly prefixes = new Prefixes();

  constructor(private readonly listener: XmlListener) {}

  open(name: string, attributes: Attributes, prefix: string): void {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw notXml('it is nested too deeply');
    if (attributes !== NO_ATTRIBUTES) this.prefixes.enter(attributes, this.depth);
    if (prefix !== '') this.prefixes.check(prefix);
    this.listener.open(name, attributes, prefix);
  }

  text(text: string): void {
    this.listener.text(text);
  }

  close(): void {
    this.prefixes.leave(this.depth);
    this.depth -= 1;
    this.listener.close();
  }

  leaf(name: string, text: string, prefix: string): void {
    if (this.depth >= MAX_DEPTH) throw notXml('it is nested too deeply');
    if (prefix !== '') this.prefixes.check(prefix);
    tellLeaf(this.listener, name, text, prefix);
  }

  row(leaves: readonly LeafName[], texts: LeafTexts): void {
    if (this.depth >= MAX_DEPTH) throw notXml('it is nested too deeply');
    for (const { prefix } of leaves) if (prefix !== '') this.prefixes.check(prefix);
    tellRow(this.listener, leaves, texts);
  }
}

/** Which namespace prefixes are bound where the reader stands. */
class Prefixes {
  private readonly bound: string[] = ['xml'];
  private readonly marks: { depth: number; size: number }[] = [];

  enter(attributes: Attributes, depth: number): void {
    for (const name in attributes) {
      if (!name.startsWith('xmlns:')) continue;
      if (this.marks.at(-1)?.depth !== depth) this.marks.push({ depth, size: this.bound.length });
      this.bound.push(name.slice(6));
    }
  }

  check(prefix: string): void {
    if (!this.bound.includes(prefix)) throw notXml('it uses an unbound prefix');
  }

  leave(depth: number): void {
    const mark = this.marks.at(-1);
    if (mark?.depth !== depth) return;
    this.marks.pop();
    this.bound.length = mark.size;
  }
}

/** The value of an attribute by its local name, whatever prefix its writer bound. */
export function attribute(attributes: Attributes, local: string): string | undefined {
  if (attributes === NO_ATTRIBUTES) return undefined;
  for (const name in attributes) {
    if (name === local || (name.endsWith(local) && name[name.length - local.length - 1] === ':'))
      return attributes[name];
  }
  return undefined;
}
