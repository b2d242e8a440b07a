import { isAscii } from 'node:buffer';

/** Text of bytes that must be UTF-8, without its byte order mark; throws a TypeError on anything else. */
export function utf8Text(bytes: Uint8Array): string {
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
