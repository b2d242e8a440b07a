/** The HTTP side of a simulated service. */

import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { parseUrl } from '../../adapters/http/parse-url.ts';

const MAX_REQUEST = 64 * 1024 * 1024;
const UNPACK = { gzip: promisify(gunzip), 'x-gzip': promisify(gunzip), deflate: promisify(inflate) };

/** A request that HTTP itself refuses. */
export class RefusedRequest extends Error {
  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

/** Answers a refused request with its status. A defect of the simulator is answered as text, not hidden behind a closed connection. */
export function failed(response: ServerResponse, error: unknown): void {
  const [status, text] = error instanceof RefusedRequest ? [error.status, error.message] : [500, String(error)];
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

/** The address of a request, whose target is a path or, through a proxy, a whole URL. Throws for any other. */
export function addressOf({ url = '/' }: IncomingMessage): URL {
  const text = url.startsWith('/') ? `http://localhost${url}` : url;
  const address = parseUrl(text);
  if (!address) throw new RefusedRequest(400, 'The address of the request is not a URL');
  return address;
}

/** A part of an address without its percent-encoding, or null where that is malformed. */
export function decodedPart(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Resolves when the server listens. */
export function listening(server: HttpServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

/** Closes the server and its connections. */
export function closed(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The body of a request, unpacked where it is compressed. Throws for one of more than 64 MiB. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_REQUEST) throw new RefusedRequest(413, 'The request is longer than 64 MiB');
    chunks.push(chunk);
  }
  return await unpacked(Buffer.concat(chunks), request.headers['content-encoding']?.trim().toLowerCase());
}

async function unpacked(body: Buffer, encoding = 'identity'): Promise<Buffer> {
  if (encoding === 'identity' || encoding === '') return body;
  if (!Object.hasOwn(UNPACK, encoding)) throw new RefusedRequest(415, 'The encoding of the request is not supported');
  try {
    return await UNPACK[encoding as keyof typeof UNPACK](body, { maxOutputLength: MAX_REQUEST });
  } catch {
    throw new RefusedRequest(400, 'The body of the request cannot be unpacked');
  }
}
