import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BundledPage } from './assets.ts';

/** Where the files of each page lie below the public path. */
const ASSET_PATHS: Readonly<Record<BundledPage, string>> = { console: '/console/assets', graphiql: '/graphql/assets' };

const HEADS: Readonly<Record<BundledPage, string>> = {
  console: '<meta name="color-scheme" content="light dark" />',
  graphiql: '',
};

/**
 * Everything a page may load comes from the gateway itself. Styles of the console need the page's nonce; Monaco, the editor of
 * GraphiQL, writes styles that have none.
 */
function contentSecurityPolicy(page: BundledPage, nonce: string): string {
  return [
    "default-src 'self'",
    page === 'console' ? `style-src 'self' 'nonce-${nonce}'` : "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Names to a page which accounts are simulated; account keys need no escaping in an attribute. */
const simulatedMeta = (simulated: readonly string[]) =>
  simulated.length > 0 ? `<meta name="crosspoint-simulated" content="${simulated.join(', ')}" />` : '';

const html = (assets: string, nonce: string, head: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Crosspoint</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${assets}/app.css" />
    ${head}
  </head>
  <body>
    <div id="app"></div>
    <script type="module" nonce="${nonce}" src="${assets}/app.js"></script>
  </body>
</html>
`;

/** Whether a request comes from a browser's address line rather than from a GraphQL client. */
export function wantsPage(request: IncomingMessage): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
}

/** The facts about its gateway that a page needs. */
interface PageContext {
  /** The public path, under which the files of the page lie. */
  readonly base: string;
  /** The keys of the accounts that are simulated. */
  readonly simulated: readonly string[];
}

/** Sends the console or GraphiQL. */
export function sendPage(page: BundledPage, response: ServerResponse, { base, simulated }: PageContext): void {
  const nonce = randomBytes(16).toString('base64url');
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy(page, nonce),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  });
  response.end(html(`${base}${ASSET_PATHS[page]}`, nonce, HEADS[page] + simulatedMeta(simulated)));
}
