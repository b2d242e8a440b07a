import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptsGzip } from './responses.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** The pages that the build bundles; each has a folder in dist. */
export type BundledPage = 'console' | 'graphiql';

/** Where the build put a page: beside the bundle, or in dist/ when running from the sources. */
function assetFolders(page: BundledPage): string[] {
  return [`./${page}`, `../${page}`, `../../dist/${page}`].map((path) => fileURLToPath(new URL(path, import.meta.url)));
}

/** Names with the hash of their content; such a file never changes. */
const HASHED = /-[A-Z0-9]{8}\.js$/;

interface Asset {
  readonly bytes: Buffer;
  /** Changes with the file. */
  readonly tag: string;
}

async function readAsset(page: BundledPage, name: string): Promise<Asset | null> {
  for (const folder of assetFolders(page)) {
    const path = join(folder, name);
    try {
      const [bytes, { size, mtimeMs }] = await Promise.all([readFile(path), stat(path)]);
      return { bytes, tag: `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"` };
    } catch {
      // It may lie in another of the folders.
    }
  }
  return null;
}

/** Sends a file of a page; only plain names, so that no path leads out of the folder. */
export async function sendAsset(
  page: BundledPage,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const type = /^[\w-]+(\.[\w-]+)*$/.test(name) ? TYPES[extname(name)] : undefined;
  const compressed = type && acceptsGzip(request) ? await readAsset(page, `${name}.gz`) : null;
  const asset = compressed ?? (type ? await readAsset(page, name) : null);
  if (!asset || !type) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
    return;
  }
  const lifetime = HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache';
  const headers = { 'cache-control': lifetime, etag: asset.tag, vary: 'accept-encoding' };
  if (request.headers['if-none-match'] === asset.tag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    ...(compressed && { 'content-encoding': 'gzip' }),
    'content-type': type,
    'x-content-type-options': 'nosniff',
  });
  response.end(asset.bytes);
}
