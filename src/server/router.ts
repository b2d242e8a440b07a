import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Caller, mayUseAccount } from '../access/caller.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { CallerSchemas } from '../resolvers/caller-schema.ts';
import { sendAsset } from './assets.ts';
import type { Authenticate } from './auth.ts';
import type { ClientAddresses } from './client-address.ts';
import { paceConnection } from './connection-cost.ts';
import { DEPRECATED_HEADER } from './deprecations.ts';
import { sendDocumentation } from './documentation.ts';
import { type FairScheduler, UNKNOWN_CALLER } from './fair-scheduler.ts';
import type { GraphqlEndpoint } from './graphql.ts';
import type { McpEndpoint } from './mcp.ts';
import type { MediaServer } from './media.ts';
import { type LiveCounts, METRICS_TYPE, metricsText } from './metrics.ts';
import type { Origins } from './origins.ts';
import { sendPage, wantsPage } from './pages.ts';
import type { Pressure } from './pressure.ts';
import { METADATA_PATH, type ProtectedResource } from './protected-resource.ts';
import { localPath } from './public-path.ts';
import { sendRecurring } from './responses.ts';
import type { Telemetry } from './telemetry.ts';
import { countFor, UntakenAnswers } from './untaken-answers.ts';

/** The parts that requests are routed to. */
export interface RouterParts {
  readonly endpoint: GraphqlEndpoint;
  readonly mcp: McpEndpoint;
  readonly schemas: CallerSchemas;
  readonly media: MediaServer;
  readonly gateway: Gateway;
  readonly authenticate: Authenticate;
  counts(): LiveCounts;
  readonly origins: Origins;
  /** The stores beside the event log that accept nothing at present. */
  buffering(): { readonly pastCalls: boolean; readonly metrics: boolean };
  isStopping(): boolean;
  /** The path of `publicUrl`. */
  readonly base: string;
  /** The keys of the accounts that are simulated; the pages show them to everyone. */
  readonly simulated: readonly string[];
  readonly pressure: Pressure;
  readonly telemetry: Telemetry;
  /** Shares the event loop between callers. */
  readonly turns: FairScheduler;
  readonly addresses: ClientAddresses;
  /** Where clients of `/mcp` get a token; null without an issuer of tokens. */
  protectedResource(): ProtectedResource | null;
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(body);
}

/** The states of the accounts that a caller with a key may know; undefined without one, so that probes need none. */
async function accountStates({ headers }: IncomingMessage, { authenticate, gateway }: RouterParts) {
  if (headers.authorization === undefined) return undefined;
  const caller = await authenticate(headers.authorization).catch(() => null);
  const known = caller && gateway.accounts.filter(({ key }) => mayUseAccount(caller, key));
  return known ? Object.fromEntries(known.map(({ key, health }) => [key, health.status])) : undefined;
}

/** Ready while requests are accepted and answered soon. An account that is down or events that wait cost only themselves. */
async function sendReadiness(request: IncomingMessage, response: ServerResponse, parts: RouterParts): Promise<void> {
  const { counts, buffering, isStopping, pressure } = parts;
  const { pastCalls, metrics } = buffering();
  const accounts = await accountStates(request, parts);
  const reason = pressure.reason ?? undefined;
  const status = isStopping() ? 'stopping' : reason ? 'overloaded' : 'ready';
  sendJson(response, status === 'ready' ? 200 : 503, {
    ...{ status, reason, accounts },
    events: counts().waiting ? 'buffering' : 'persisted',
    ...(pastCalls && { pastCalls: 'buffering' }),
    ...(metrics && { metrics: 'buffering' }),
  });
}

/** The caller of a request, at its turn; null where there is none. */
async function callerInTurn(
  { headers, socket }: IncomingMessage,
  response: ServerResponse,
  { authenticate, turns }: RouterParts,
): Promise<Caller | null> {
  const caller = await authenticate(headers.authorization).catch(() => null);
  if (caller) countFor(response, caller.id);
  if (caller) await paceConnection(turns, caller.id, socket);
  await turns.takeUncharged(caller?.id ?? UNKNOWN_CALLER);
  return caller;
}

/** Counters go to holders of the admin scope, of the accounts they may see. */
async function sendMetrics(request: IncomingMessage, response: ServerResponse, parts: RouterParts): Promise<void> {
  const caller = await callerInTurn(request, response, parts);
  if (!caller) return void response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
  if (!caller.scopes.has('admin')) return void response.writeHead(403).end();
  const seen = parts.gateway.accounts.filter(({ key }) => mayUseAccount(caller, key));
  response.writeHead(200, { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' });
  const all = caller.accounts === 'all';
  // Counts over all callers name operations and accounts of each.
  response.end(metricsText(seen, parts.counts(), all) + (all ? await parts.telemetry.text() : ''));
}

/** Lets pages of the allowed origins read answers; others get no such headers, and so nothing. */
function allowOrigin(request: IncomingMessage, response: ServerResponse, origins: Origins): void {
  const { origin } = request.headers;
  if (!origin) return;
  response.setHeader('vary', 'origin');
  if (!origins.has(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader(
    'access-control-allow-headers',
    'authorization, content-type, last-event-id, mcp-protocol-version',
  );
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader('access-control-expose-headers', `${DEPRECATED_HEADER}, retry-after, x-request-id`);
}

/** A page may speak to `/mcp` only from an allowed origin; other clients send no Origin. */
async function routeMcp(request: IncomingMessage, response: ServerResponse, parts: RouterParts): Promise<void> {
  if (!parts.origins.accepts(request)) return void response.writeHead(403).end();
  allowOrigin(request, response, parts.origins);
  if (request.method === 'OPTIONS') return void response.writeHead(204).end();
  return parts.mcp(request, response);
}

/** The schema as far as the caller may use it, in the schema definition language. */
async function sendSchema(request: IncomingMessage, response: ServerResponse, parts: RouterParts): Promise<void> {
  allowOrigin(request, response, parts.origins);
  if (request.method === 'OPTIONS') return void response.writeHead(204).end();
  const caller = await callerInTurn(request, response, parts);
  const text = caller && parts.schemas.text(caller);
  if (!caller) return void response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
  if (text === null) return void response.writeHead(403).end();
  await sendRecurring(response, { 'content-type': 'application/graphql; charset=utf-8' }, text);
}

/** The metadata of `/mcp`, which any page may read. */
function sendResourceMetadata(request: IncomingMessage, response: ServerResponse, parts: RouterParts): void {
  const metadata = parts.protectedResource();
  response.setHeader('access-control-allow-origin', '*');
  if (request.method === 'OPTIONS') response.writeHead(204).end();
  else if (metadata) sendJson(response, 200, metadata);
  else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
}

/** The methods of what is only read; browsers send OPTIONS before. */
const READING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

const FOREIGN_HOST =
  'The demonstration answers to localhost and addresses only; set publicUrl, or serve with a configuration\n';

/** Answers what needs no credential, or the health of the gateway. */
async function routeOpen(path: string, request: IncomingMessage, response: ServerResponse, parts: RouterParts) {
  if (path === '/livez') return sendJson(response, 200, { status: 'alive' });
  if (path === '/readyz') return sendReadiness(request, response, parts);
  if (path === METADATA_PATH || path === `${METADATA_PATH}/mcp`) return sendResourceMetadata(request, response, parts);
  const [, folder, asset] = /^\/(console|graphql)\/assets\/(.+)$/.exec(path) ?? [];
  if (asset) return sendAsset(folder === 'console' ? 'console' : 'graphiql', asset, request, response);
  if (path === '/docs' || path.startsWith('/docs/'))
    return sendDocumentation(path.slice('/docs'.length), parts.base, request, response);
  if (path === '/') return sendPage('console', response, parts);
  if (path === '/graphql') return sendPage('graphiql', response, parts);
  response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
}

async function route(request: IncomingMessage, response: ServerResponse, parts: RouterParts): Promise<void> {
  if (!parts.origins.acceptsHost(request))
    return void response.writeHead(421, { 'content-type': 'text/plain' }).end(FOREIGN_HOST);
  const path = localPath(request.url, parts.base);
  if (path !== '/graphql' && path !== '/mcp' && !READING.includes(request.method ?? ''))
    return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
  if (path === '/metrics') return sendMetrics(request, response, parts);
  if (path === '/schema.graphql') return sendSchema(request, response, parts);
  if (path === '/mcp') return routeMcp(request, response, parts);
  if (path !== '/graphql' || wantsPage(request)) {
    const client = `address:${parts.addresses.of(request)}`;
    await (paceConnection(parts.turns, client, request.socket) ?? parts.turns.take(client));
    if (!path.startsWith('/media/')) return routeOpen(path, request, response, parts);
    return parts.media.handle(request, response, path, () => parts.turns.takeUncharged(client));
  }
  allowOrigin(request, response, parts.origins);
  if (request.method === 'OPTIONS') return void response.writeHead(204).end();
  return parts.endpoint.handle(request, response);
}

/** Routes requests by their path. */
export function createRouter(parts: RouterParts): RequestListener {
  const untaken = new UntakenAnswers();
  return (request, response) => {
    untaken.watch(response);
    route(request, response, parts).catch(() => response.destroy());
  };
}
