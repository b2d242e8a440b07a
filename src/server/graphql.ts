import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
} from 'graphql';
import { asCrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Configuration } from '../config.ts';
import type { Caller, Context } from '../resolvers/context.ts';
import type { Authenticate } from './auth.ts';
import { RefusedBody, readJson } from './body.ts';
import type { Documents } from './documents.ts';

/** What the GraphQL endpoint is made of. */
export interface EndpointParts {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly configuration: Pick<Configuration, 'limits' | 'introspection'>;
  readonly authenticate: Authenticate;
  readonly log: Log;
  contextFor(caller: Caller, requestId: string, signal: AbortSignal): Context;
  formatError(formatted: GraphQLFormattedError, error: unknown, requestId?: string): GraphQLFormattedError;
}

/** Answers requests to `/graphql`. */
export interface Endpoint {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  stop(): Promise<void>;
}

interface Problem {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

const JSON_ANSWER = 'application/graphql-response+json; charset=utf-8';
const SECURE_HEADERS = { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' };

function send(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>, body: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...SECURE_HEADERS, ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function sendErrors(response: ServerResponse, status: number, requestId: string, errors: readonly Problem[]): void {
  const shown = errors.map(({ message, extensions }) => ({ message, extensions: { ...extensions, requestId } }));
  const headers: Record<string, string> = { 'content-type': JSON_ANSWER, 'x-request-id': requestId };
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  if (status === 413 || status === 415) headers.connection = 'close';
  send(response, status, headers, JSON.stringify({ errors: shown }));
}

function refusal(status: number, code: string, message: string): { status: number; errors: Problem[] } {
  return { status, errors: [{ message, extensions: { code } }] };
}

/** A parsed request: the body of a POST, or null for a GET, whose query Apollo reads from the address. */
type Asked = { readonly body: unknown; readonly text: string | null; readonly operationName: string | undefined };

function textField(value: unknown, name: string): string | undefined {
  const field = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof field === 'string' ? field : undefined;
}

async function readAsked(request: IncomingMessage, search: URLSearchParams, limit: number): Promise<Asked> {
  if (request.method !== 'POST') {
    return { body: null, text: search.get('query'), operationName: search.get('operationName') ?? undefined };
  }
  const body = await readJson(request, limit);
  return { body, text: textField(body, 'query') ?? null, operationName: textField(body, 'operationName') };
}

function isSubscription(document: DocumentNode, operationName: string | undefined): boolean {
  return getOperationAST(document, operationName)?.operation === 'subscription';
}

/** What stands against running this document here, or null. */
function objection(parts: EndpointParts, asked: Asked, caller: Caller) {
  if (asked.text === null) return null;
  const prepared = parts.documents.prepare(asked.text);
  if (prepared.errors) return { status: 400, errors: prepared.errors as readonly GraphQLError[] };
  if (isSubscription(prepared.document, asked.operationName)) {
    return refusal(
      405,
      'SUBSCRIPTION_NEEDS_SOCKET',
      'Subscriptions are served over graphql-ws: open a WebSocket to /graphql',
    );
  }
  const mayIntrospect = parts.configuration.introspection === 'everyone' || caller.scopes.has('admin');
  if (prepared.introspects && !mayIntrospect)
    return refusal(400, 'PERMISSION_DENIED', 'Introspection needs the admin scope');
  return null;
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** Aborts when the client leaves before its answer, or when the whole operation has taken too long. */
function signalFor(response: ServerResponse, milliseconds: number): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort(new Error('the client left'));
  });
  return AbortSignal.any([left.signal, AbortSignal.timeout(milliseconds)]);
}

async function sendAnswer(response: ServerResponse, answer: HTTPGraphQLResponse, requestId: string): Promise<void> {
  const headers = { ...Object.fromEntries(answer.headers), 'x-request-id': requestId };
  if (answer.body.kind === 'complete') return send(response, answer.status ?? 200, headers, answer.body.string);
  throw new Error('incremental delivery is not served');
}

function createApollo(parts: EndpointParts): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema: parts.schema,
    documentStore: parts.documents.store,
    introspection: true,
    maxRecursiveSelections: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    parseOptions: { maxTokens: parts.configuration.limits.tokens },
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginCacheControlDisabled()],
    formatError: parts.formatError,
    logger: silentLogger(parts.log),
  });
}

/** Apollo's own messages, without the errors' contents. */
function silentLogger(log: Log) {
  const tell = (level: 'debug' | 'info' | 'warn' | 'error') => (message: unknown) =>
    log[level]({}, `apollo: ${String(message).slice(0, 200)}`);
  return { debug: tell('debug'), info: tell('info'), warn: tell('warn'), error: tell('error') };
}

async function answer(
  parts: EndpointParts,
  apollo: ApolloServer<Context>,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
) {
  const url = new URL(request.url ?? '/', 'http://gateway');
  const caller = await parts.authenticate(request.headers.authorization);
  const asked = await readAsked(request, url.searchParams, parts.configuration.limits.bodyBytes);
  const against = objection(parts, asked, caller);
  if (against) return sendErrors(response, against.status, requestId, against.errors);
  const signal = signalFor(response, parts.configuration.limits.operationMilliseconds);
  const answered = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      search: url.search,
      body: asked.body,
    },
    context: async () => parts.contextFor(caller, requestId, signal),
  });
  return sendAnswer(response, answered, requestId);
}

function sendFailure(parts: EndpointParts, response: ServerResponse, requestId: string, thrown: unknown): void {
  if (thrown instanceof RefusedBody) {
    sendErrors(response, thrown.status, requestId, refusal(thrown.status, 'BAD_REQUEST', thrown.message).errors);
    return;
  }
  const error = asCrosspointError(thrown);
  if (error.code === 'INTERNAL') parts.log.error({ requestId, err: error.cause }, 'a request failed');
  const status = error.code === 'UNAUTHENTICATED' ? 401 : 500;
  sendErrors(response, status, requestId, [{ message: error.message, extensions: { code: error.code } }]);
}

/** Makes the endpoint; Apollo runs behind it, with the door, the limits and the documents checked before. */
export async function createEndpoint(parts: EndpointParts): Promise<Endpoint> {
  const apollo = createApollo(parts);
  await apollo.start();
  return {
    async handle(request, response) {
      const requestId = randomUUID();
      try {
        await answer(parts, apollo, request, response, requestId);
      } catch (thrown) {
        sendFailure(parts, response, requestId, thrown);
      }
    },
    stop: () => apollo.stop(),
  };
}
