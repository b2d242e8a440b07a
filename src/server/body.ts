import type { IncomingMessage } from 'node:http';

/** Why a request's body was not taken, as an HTTP answer. */
export class RefusedBody extends Error {
  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit)
    throw new RefusedBody(413, `The body is larger than ${limit} bytes`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new RefusedBody(413, `The body is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RefusedBody(400, 'The body is not UTF-8');
  }
}

/**
 * Reads a JSON body of at most `limit` bytes, uncompressed and in UTF-8.
 * Throws RefusedBody with 413, 415 or 400; a compressed body is refused, so that none can swell in memory.
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new RefusedBody(415, 'A compressed body is not accepted');
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new RefusedBody(415, 'Send the query as application/json');
  const text = decodeUtf8(await readBytes(request, limit));
  try {
    return JSON.parse(text);
  } catch {
    throw new RefusedBody(400, 'The body is not JSON');
  }
}
