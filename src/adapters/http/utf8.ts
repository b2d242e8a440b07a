import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** Text of bytes that must be UTF-8, without its byte order mark; throws a TypeError on anything else. */
export function utf8Text(bytes: Uint8Array): string {
  if (isAscii(bytes)) return latin1(bytes);
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

/** Text of bytes that are ASCII. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
