import type { IncomingHttpHeaders } from 'node:http';

/** First and last byte wanted, both counted. */
interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The single byte range a request asks for. Undefined means the whole: no Range, several ranges, one that is not
 * understood, or an If-Range that names other bytes (RFC 9110, sections 13.1.5 and 14.2).
 */
export function rangeOf(
  headers: IncomingHttpHeaders,
  size: number,
  etag: string,
): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(headers.range?.trim() ?? '');
  if (!match || (headers['if-range'] !== undefined && headers['if-range'] !== etag)) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '') return last === '' ? undefined : suffix(Number(last), size);
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) return 'unsatisfiable';
  return { start, end: Math.min(last === '' ? size - 1 : Number(last), size - 1) };
}

function suffix(length: number, size: number): ByteRange | 'unsatisfiable' {
  if (length === 0 || size === 0) return 'unsatisfiable';
  return { start: Math.max(0, size - length), end: size - 1 };
}
