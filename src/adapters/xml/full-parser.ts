/** saxes, for documents that the scanner does not read: it reads the sound ones among them and refuses the others. */
import { SaxesParser } from 'saxes';
import { CrosspointError } from '../errors.ts';
import type { XmlListener } from './listener.ts';
import { notXml } from './not-xml.ts';
import { type Mends, mendedPieces } from './text.ts';

/** Thrown by the scanner: the document needs a full parser, to be read or to be refused. */
export class NeedsFullParser extends Error {}

/** The one instance; where it was thrown does not matter. */
export const NEEDS_FULL_PARSER = new NeedsFullParser('unusual');

/** Most attributes of one element. */
export const MAX_ATTRIBUTES = 500;
/** The character encodings that are read. */
export const UTF8 = /^(utf-?8|us-ascii)$/i;

const OPTIONS = { xmlns: false, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true } as const;
/** Characters parsed between two steps. */
const STEP = 32_768;

/** Reads a document of any kind in steps, and yields the characters of each. Throws BAD_RESPONSE on anything unsound. */
export function* parseInSteps(text: string, listener: XmlListener, mends: Mends): Generator<number, void> {
  const parser = parserFor(listener);
  let length = 0;
  try {
    for (const piece of mendedPieces(text, mends)) {
      parser.write(piece);
      length += piece.length;
      if (length < STEP) continue;
      yield length;
      length = 0;
    }
    parser.close();
  } catch (error) {
    throw error instanceof CrosspointError ? error : notXml('it is not well-formed XML', error);
  }
}

function parserFor(listener: XmlListener): SaxesParser {
  const parser = new SaxesParser<typeof OPTIONS>(OPTIONS);
  let depth = 0;
  let attributes = 0;
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !UTF8.test(encoding)) throw notXml('its character set is not UTF-8');
  });
  parser.on('doctype', () => {
    throw notXml('it has a document type');
  });
  parser.on('opentagstart', () => {
    depth += 1;
    attributes = 0;
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > MAX_ATTRIBUTES) throw notXml(`an element has more than ${MAX_ATTRIBUTES} attributes`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    const colon = name.indexOf(':');
    listener.open(name.slice(colon + 1), attributes, colon < 0 ? '' : name.slice(0, colon));
  });
  parser.on('text', (chunk) => depth > 0 && listener.text(chunk));
  parser.on('cdata', (chunk) => listener.text(chunk));
  parser.on('closetag', () => {
    depth -= 1;
    listener.close();
  });
  return parser;
}
