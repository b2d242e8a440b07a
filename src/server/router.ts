import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Gateway } from '../gateway/gateway.ts';
import type { Authenticate } from './auth.ts';
import type { GraphqlEndpoint } from './graphql.ts';
import type { MediaServer } from './media.ts';
import { type LiveCounts, METRICS_TYPE, metricsText } from './metrics.ts';
import { sendAsset, sendPage, wantsPage } from './page.ts';
import type { Pressure } from './pressure.ts';

/** What requests are routed to. */
export interface RouterParts {
  readonly endpoint: GraphqlEndpoint;
  readonly media: MediaServer;
  readonly gateway: Gateway;
  readonly authenticate: Authenticate;
  counts(): LiveCounts;
  /** Origins whose pages may call, beside the gateway's own. */
  readonly origins: readonly string[];
  isStopping(): boolean;
  readonly pressure: Pressure;
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(body);
}

/**
 * Ready as long as requests are taken and soon answered; an account that is down, or events that cannot be kept for now
 * and wait, are told and cost only themselves.
 */
function sendReadiness(response: ServerResponse, { gateway, counts, isStopping, pressure }: RouterParts): void {
  const accounts = Object.fromEntries(gateway.accounts.map(({ key, health }) => [key, health.status]));
  const reason = pressure.reason ?? undefined;
  const status = isStopping() ? 'stopping' : reason ? 'overloaded' : 'ready';
  sendJson(response, status === 'ready' ? 200 : 503, {
    ...{ status, reason, accounts },
    events: counts().waiting ? 'buffering' : 'persisted',
  });
}

/** Counters go to holders of the admin scope, of the accounts they may see. */
async function sendMetrics(request: IncomingMessage, response: ServerResponse, parts: RouterParts): Promise<void> {
  try {
    const { scopes, accounts } = await parts.authenticate(request.headers.authorization);
    if (!scopes.has('admin')) return void response.writeHead(403).end();
    const seen = parts.gateway.accounts.filter(({ key }) => accounts === 'all' || accounts.has(key));
    response.writeHead(200, { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' });
    response.end(metricsText(seen, parts.counts(), accounts === 'all'));
  } catch {
    response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
  }
}

/** Lets pages of the allowed origins read answers; others get no such headers, and so nothing. */
function allowOrigin(request: IncomingMessage, response: ServerResponse, origins: readonly string[]): void {
  const { origin } = request.headers;
  if (!origin) return;
  response.setHeader('vary', 'origin');
  if (!origins.includes(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-headers', 'authorization, content-type');
  response.setHeader('access-control-allow-methods', 'GET, POST');
}

async function route(request: IncomingMessage, response: ServerResponse, parts: RouterParts): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (path === '/livez') return sendJson(response, 200, { status: 'alive' });
  if (path === '/readyz') return sendReadiness(response, parts);
  if (path === '/metrics') return sendMetrics(request, response, parts);
  if (path.startsWith('/media/')) return parts.media.handle(request, response);
  if (path.startsWith('/graphql/assets/')) return sendAsset(path.slice('/graphql/assets/'.length), response);
  if (path === '/') return void response.writeHead(307, { location: '/graphql' }).end();
  if (path !== '/graphql') return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
  if (wantsPage(request)) return sendPage(response);
  allowOrigin(request, response, parts.origins);
  if (request.method === 'OPTIONS') return void response.writeHead(204).end();
  return parts.endpoint.handle(request, response);
}

/** Routes requests by their path. */
export function createRouter(parts: RouterParts): RequestListener {
  return (request, response) => {
    route(request, response, parts).catch(() => response.destroy());
  };
}
