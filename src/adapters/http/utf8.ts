import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { finishInSlices, type Steps } from '../slices.ts';

/** Bytes converted at a time. */
const PIECE = 128 * 1024;
const REPLACEMENT = '\ufffd';

/** Text of bytes that must be UTF-8, without its byte order mark; throws a TypeError on anything else. */
export function utf8Text(bytes: Uint8Array): string {
  if (isAscii(bytes)) return latin1(bytes);
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

/**
 * Text of bytes that should be UTF-8, in slices. Bytes that are none become U+FFFD; `mended` is called then. The chunks are
 * removed from their list as they are read, so that a long answer is not stored twice.
 */
export function utf8TextInSlices(chunks: Buffer[], mended?: () => void): Promise<string> {
  return finishInSlices(utf8Steps(chunks, mended), 1);
}

function* utf8Steps(chunks: Buffer[], mended?: () => void): Steps<string> {
  const plain = yield* asciiSteps(chunks);
  return chunks.length === 0 ? plain : yield* decodedSteps(plain, chunks, mended);
}

/**
 * Text of the chunks before the first that is not ASCII, which are removed. They are joined as bytes: the engine stores a
 * long text made of bytes outside its heap, and one that is joined of texts in new pages of it, which cost ten times the copy.
 */
function* asciiSteps(chunks: Buffer[]): Steps<string> {
  const found = chunks.findIndex((chunk) => !isAscii(chunk));
  const plain = chunks.splice(0, found < 0 ? chunks.length : found);
  const [only] = plain;
  if (plain.length < 2) return only ? latin1(only) : '';
  const bytes = Buffer.allocUnsafe(plain.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  plain.reverse();
  for (let chunk = plain.pop(); chunk; chunk = plain.pop()) {
    length += chunk.copy(bytes, length);
    yield;
  }
  return latin1(bytes);
}

const BYTE_ORDER_MARK = '\ufeff';

function* decodedSteps(plain: string, chunks: Buffer[], mended?: () => void): Steps<string> {
  const parts = [plain];
  // Some versions of Node remove a byte order mark also where text came before it in the stream.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let isMended = false;
  chunks.reverse();
  for (let chunk = chunks.pop(); chunk; chunk = chunks.pop()) {
    for (let from = 0; from < chunk.length; from += PIECE) {
      const piece = chunk.subarray(from, from + PIECE);
      const part = decoder.decode(piece, { stream: true });
      parts.push(part);
      isMended ||= part.includes(REPLACEMENT) && !piece.includes(REPLACEMENT);
      yield;
    }
  }
  const rest = decoder.decode();
  if (isMended || rest !== '') mended?.();
  const text = parts.join('') + rest;
  // Only at the beginning of the text is a byte order mark none of its characters.
  return plain === '' && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
