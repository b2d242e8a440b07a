import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptsGzip } from './responses.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
};

/** Everything the page may load comes from the gateway itself. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
].join('; ');

const page = (base: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Crosspoint</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${base}/graphql/assets/app.css" />
    <style>html, body, #graphiql { height: 100%; margin: 0; }</style>
  </head>
  <body>
    <div id="graphiql"></div>
    <script type="module" src="${base}/graphql/assets/app.js"></script>
  </body>
</html>
`;

/** Whether a request comes from a browser's address line rather than from a GraphQL client. */
export function wantsPage(request: IncomingMessage): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
}

/** Sends GraphiQL's page; its files lie under the public path. */
export function sendPage(response: ServerResponse, base: string): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  });
  response.end(page(base));
}

/** Where the build put GraphiQL: beside the bundle, or in dist/ when running from the sources. */
function assetFolders(): string[] {
  return ['./graphiql', '../graphiql', '../../dist/graphiql'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
}

interface Asset {
  readonly bytes: Buffer;
  /** Changes with the file. */
  readonly tag: string;
}

async function readAsset(name: string): Promise<Asset | null> {
  for (const folder of assetFolders()) {
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

/** Sends one of GraphiQL's files; only plain names, so that no path leads out of the folder. */
export async function sendAsset(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const type = /^[\w-]+(\.[\w-]+)*$/.test(name) ? TYPES[extname(name)] : undefined;
  const compressed = type && acceptsGzip(request) ? await readAsset(`${name}.gz`) : null;
  const asset = compressed ?? (type ? await readAsset(name) : null);
  if (!asset || !type) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
    return;
  }
  const headers = { 'cache-control': 'no-cache', etag: asset.tag, vary: 'accept-encoding' };
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
