import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { acceptsGzip } from './responses.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webp': 'image/webp',
};

/** Where `npm run docs` put the site: beside the bundle, or in dist/ when running from the sources. */
const FOLDERS = ['./docs', '../docs', '../../dist/docs'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** Only plain names, so that no path leads out of the folder. */
const PLAIN = /^(?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)+$/;

/** Names with the hash of their content; such a file never changes. */
const HASHED = /-[A-F0-9]{8}\.\w+$/;

/** The pages run the scripts and styles of the site alone. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface SiteFile {
  readonly bytes: Buffer;
  readonly isCompressed: boolean;
  /** Changes with the file. */
  readonly tag: string;
}

async function readSiteFile(name: string): Promise<SiteFile | null> {
  // Texts are stored compressed, images as they are.
  for (const folder of FOLDERS)
    for (const ending of ['.gz', '']) {
      const path = join(folder, name + ending);
      try {
        const [bytes, { size, mtimeMs }] = await Promise.all([readFile(path), stat(path)]);
        const tag = `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`;
        return { bytes, isCompressed: ending === '.gz', tag };
      } catch {
        // It may lie in another of the folders.
      }
    }
  return null;
}

function sendMissing(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
}

/** Sends a page of the documentation or one of its files; `path` is what follows `/docs`, `base` the gateway's public path. */
export async function sendDocumentation(
  path: string,
  base: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (path === '') return void response.writeHead(308, { location: `${base}/docs/` }).end();
  const name = path === '/' ? 'index.html' : path.slice(1);
  const type = PLAIN.test(name) ? TYPES[extname(name)] : undefined;
  const file = type === undefined ? null : await readSiteFile(name);
  if (!file || type === undefined) return sendMissing(response);
  const headers = {
    'cache-control': HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.tag,
    vary: 'accept-encoding',
  };
  if (request.headers['if-none-match'] === file.tag) return void response.writeHead(304, headers).end();
  const plain = file.isCompressed && !acceptsGzip(request);
  response.writeHead(200, {
    ...headers,
    ...(file.isCompressed && !plain && { 'content-encoding': 'gzip' }),
    'content-type': type,
    'content-security-policy': POLICY,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(plain ? gunzipSync(file.bytes) : file.bytes);
}
