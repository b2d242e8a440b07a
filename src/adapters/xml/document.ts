/** Documents as they were received, whose text is made piece by piece: that of a long one is never in memory as a whole. */
import { isAscii, isUtf8 } from 'node:buffer';
import { latin1 } from '../http/utf8.ts';
import type { Mends } from './text.ts';

/** A document: its text, or the chunks of its UTF-8. */
export type XmlSource = string | readonly Buffer[];

/** Characters of the longest piece, so that a window of them is a small object to the engine, whose memory is used again. */
const PIECE = 65_536;
/** Bytes of the shortest piece, but for the last. */
const SHORTEST = PIECE / 2;
/**
 * Bytes of a document that is one piece still where its texts remain in use: the engine stores so long a text outside of its
 * heap, and pieces that its texts are cut out of make it collect garbage more often. Pieces that are soon garbage cost less.
 */
const ONE_PIECE = 8 * 1024 * 1024;
/** Bytes of the longest character. */
const LONGEST_CHARACTER = 4;
const BYTE_ORDER_MARK = '\ufeff';

/** How long a document is, in characters or bytes. */
export function documentLength(source: XmlSource): number {
  return typeof source === 'string' ? source.length : source.reduce((sum, { length }) => sum + length, 0);
}

/** The text of a short document that is used as it is; null where it needs work. */
function plainText(source: XmlSource): string | null {
  if (typeof source !== 'string' && source.length !== 1) return null;
  const [bytes] = typeof source === 'string' ? [] : source;
  const text = typeof source === 'string' ? source : bytes && bytes.length <= PIECE && isAscii(bytes) && latin1(bytes);
  if (!text || text.length > PIECE) return null;
  return text.startsWith(BYTE_ORDER_MARK) || text.includes('\r') ? null : text;
}

/** The text without byte order mark and with plain line ends. Bytes that are no UTF-8 become U+FFFD, which is one mend. */
export function piecesOf(source: XmlSource, mends: Mends, inWindows = false): IterableIterator<string, void> {
  const plain = plainText(source);
  return plain === null ? workedPieces(source, mends, inWindows ? 0 : ONE_PIECE) : [plain].values();
}

function* workedPieces(source: XmlSource, mends: Mends, onePiece: number): Generator<string, void> {
  let isFirst = true;
  /** A carriage return, which may be one line end with what follows. */
  let before = '';
  for (const made of typeof source === 'string' ? partsOf(source) : decoded(source, mends, onePiece)) {
    const text = before + (isFirst && made.startsWith(BYTE_ORDER_MARK) ? made.slice(1) : made);
    isFirst = false;
    before = text.endsWith('\r') ? '\r' : '';
    const piece = before === '' ? text : text.slice(0, -1);
    yield piece.includes('\r') ? piece.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : piece;
  }
  if (before !== '') yield '\n';
}

/** A text with the pieces after it, until it is longer than this or there are no more. */
export function longerText(text: string, pieces: Iterator<string, void>, longerThan: number): string {
  const parts = text === '' ? [] : [text];
  for (let { length } = text; length <= longerThan; ) {
    const { value } = pieces.next();
    if (value === undefined) break;
    if (value !== '') parts.push(value);
    length += value.length;
  }
  // A joined text is one in memory too, which a sum of two is not at once.
  return parts.length === 1 && parts[0] ? parts[0] : parts.join('');
}

/** Parts only where line ends are replaced in it, since the text is in memory as a whole. */
function* partsOf(text: string): Generator<string, void> {
  if (text.length <= PIECE || !text.includes('\r')) yield text;
  else for (let from = 0; from < text.length; from += PIECE) yield text.slice(from, from + PIECE);
}

function* decoded(chunks: readonly Buffer[], mends: Mends, onePiece: number): Generator<string, void> {
  let isMended = false;
  const isShort = documentLength(chunks) <= onePiece;
  for (const bytes of isShort ? [joined(chunks)] : wholeCharacters(chunks)) {
    const isPlain = isAscii(bytes);
    isMended ||= !isPlain && !isUtf8(bytes);
    yield isPlain ? latin1(bytes) : bytes.toString();
  }
  if (isMended) mends.count += 1;
}

/** The bytes in pieces of whole characters, since some chunks are small, and one that was inflated is the whole answer. */
function* wholeCharacters(chunks: readonly Buffer[]): Generator<Buffer, void> {
  let group: Buffer[] = [];
  let size = 0;
  for (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += PIECE) {
      const part = chunk.subarray(from, from + PIECE);
      group.push(part);
      size += part.length;
      if (size < SHORTEST) continue;
      const bytes = joined(group);
      const end = characterEnd(bytes);
      yield bytes.subarray(0, end);
      group = end < bytes.length ? [bytes.subarray(end)] : [];
      size = bytes.length - end;
    }
  }
  if (size > 0) yield joined(group);
}

function joined(group: readonly Buffer[]): Buffer {
  return group.length === 1 && group[0] ? group[0] : Buffer.concat(group);
}

/** Where the last character ends that is there as a whole. */
function characterEnd(bytes: Buffer): number {
  for (let back = 1; back < LONGEST_CHARACTER; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) !== 0x80) return bytes.length - (lengthAfter(byte) > back ? back : 0);
  }
  return bytes.length;
}

/** Bytes of a character that begins with a byte. */
function lengthAfter(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : LONGEST_CHARACTER;
}
