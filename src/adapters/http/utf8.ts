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
  const parts: string[] = [];
  let decoder: TextDecoder | undefined;
  let isMended = false;
  chunks.reverse();
  for (let chunk = chunks.pop(); chunk; chunk = chunks.pop()) {
    for (let from = 0; from < chunk.length; from += PIECE) {
      const piece = chunk.subarray(from, from + PIECE);
      if (!decoder && isAscii(piece)) parts.push(latin1(piece));
      else {
        // Only at the beginning of the text is a byte order mark none of its characters.
        decoder ??= new TextDecoder('utf-8', { ignoreBOM: parts.length > 0 });
        parts.push(decoder.decode(piece, { stream: true }));
        isMended ||= (parts.at(-1)?.includes(REPLACEMENT) ?? false) && !piece.includes(REPLACEMENT);
      }
      yield;
    }
  }
  const rest = decoder?.decode() ?? '';
  if (isMended || rest !== '') mended?.();
  return parts.join('') + rest;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
