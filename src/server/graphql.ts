import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
} from 'graphql';
import { asCrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Configuration } from '../config.ts';
import type { Caller, Context, Patience } from '../resolvers/context.ts';
import { type Allowance, type Charge, TooDear } from './allowance.ts';
import type { Authenticate } from './auth.ts';
import { type Asked, askingFor, RefusedBody, readAsked } from './body.ts';
import type { Documents } from './documents.ts';
import type { Executor } from './executor.ts';
import { answerText, ContentTypes, readyToAnswer } from './executor-http.ts';
import { logMistake, numbered, withoutSuggestion, withoutTypeNames } from './failures.ts';
import { type DocumentList, NOT_IN_LIST, NOT_IN_LIST_MESSAGE } from './listed.ts';
import { ClientPatience } from './patience.ts';
import type { Overload, Pressure } from './pressure.ts';

/** What the GraphQL endpoint is made of. */
export interface EndpointParts {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly executor: Executor;
  readonly configuration: Pick<Configuration, 'limits' | 'introspection'>;
  readonly authenticate: Authenticate;
  /** The only documents that run; undefined is any. */
  readonly list?: DocumentList | undefined;
  /** What the process has to bear; undefined is not looked at. */
  readonly pressure?: Pressure | undefined;
  /** What callers may spend; undefined is without bound. */
  readonly allowance?: Allowance | undefined;
  readonly log: Log;
  contextFor(caller: Caller, requestId: string, patience: Patience): Context;
  formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError;
}

/** Answers requests to `/graphql`. */
export interface Endpoint {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  stop(): Promise<void>;
}

interface Problem {
  readonly message: string;
  readonly locations?: GraphQLFormattedError['locations'];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

const JSON_ANSWER = 'application/graphql-response+json; charset=utf-8';
const SECURE_HEADERS = {
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  vary: 'origin',
};

function send(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>, body: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...SECURE_HEADERS, ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function sendErrors(response: ServerResponse, status: number, requestId: string, errors: readonly Problem[]): void {
  const shown = errors.map(({ message, locations, extensions }) =>
    numbered({ message, locations, extensions }, requestId),
  );
  const headers: Record<string, string> = { 'content-type': JSON_ANSWER, 'x-request-id': requestId };
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  if (status === 405) headers.allow = 'POST, GET';
  if (status === 413 || status === 415) headers.connection = 'close';
  send(response, status, headers, JSON.stringify({ errors: shown }));
}

function sendTooDear(response: ServerResponse, requestId: string, { seconds, message, extensions }: TooDear): void {
  if (seconds !== undefined) response.setHeader('retry-after', seconds);
  sendErrors(response, seconds === undefined ? 400 : 429, requestId, [{ message, extensions }]);
}

function sendOverload(response: ServerResponse, requestId: string, { message, seconds }: Overload): void {
  response.setHeader('retry-after', seconds);
  sendErrors(response, 503, requestId, refusal(503, 'UNAVAILABLE', message).errors);
}

function refusal(status: number, code: string, message: string): { status: number; errors: Problem[] } {
  return { status, errors: [{ message, extensions: { code } }] };
}

function isSubscription(document: DocumentNode, operationName: string | undefined): boolean {
  return getOperationAST(document, operationName)?.operation === 'subscription';
}

/** Whether a caller may read the schema. */
export function mayIntrospect({ introspection }: Pick<Configuration, 'introspection'>, caller: Pick<Caller, 'scopes'>) {
  return introspection === 'everyone' || caller.scopes.has('admin');
}

/** Errors of a document, without names of types where the caller may not read the schema. */
export function shownTo(open: boolean, errors: readonly GraphQLError[]): readonly GraphQLError[] {
  if (open) return errors;
  return errors.map(
    ({ message, nodes, source, positions, extensions }) =>
      new GraphQLError(withoutTypeNames(message), { nodes, source, positions, extensions }),
  );
}

/** Takes what an operation may cost of what its caller may spend. Throws TooDear. */
export function chargeFor(
  { allowance, documents }: Pick<EndpointParts, 'allowance' | 'documents'>,
  text: string | null,
  operationName: string | undefined,
  caller: Pick<Caller, 'id'>,
): Charge | undefined {
  if (!allowance || text === null) return undefined;
  const { costs } = documents.prepare(text);
  const [only] = costs?.size === 1 ? costs.values() : [];
  const cost = costs?.get(operationName) ?? only;
  return cost && allowance.charge(caller.id, cost);
}

/** What stands against running this document here, or null. */
function objection(
  parts: EndpointParts,
  asked: Asked,
  caller: Caller,
): { status: number; errors: readonly Problem[] } | null {
  if (asked.text === null) return null;
  const open = mayIntrospect(parts.configuration, caller);
  const prepared = parts.documents.prepare(asked.text);
  if (prepared.errors) return { status: 400, errors: shownTo(open, prepared.errors) };
  if (isSubscription(prepared.document, asked.operationName)) {
    return refusal(
      405,
      'SUBSCRIPTION_NEEDS_SOCKET',
      'Subscriptions are served over graphql-ws: open a WebSocket to /graphql',
    );
  }
  if (prepared.introspects && !open) return refusal(400, 'PERMISSION_DENIED', 'Introspection needs the admin scope');
  return null;
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  if ((headers.get('accept') ?? '*/*') === '*/*') headers.set('accept', 'application/graphql-response+json');
  return headers;
}

async function sendAnswer(response: ServerResponse, answer: HTTPGraphQLResponse, requestId: string): Promise<void> {
  const headers = { ...Object.fromEntries(answer.headers), 'x-request-id': requestId };
  if (answer.body.kind === 'complete') return send(response, answer.status ?? 200, headers, answer.body.string);
  throw new Error('incremental delivery is not served');
}

/** What operations were charged. Apollo copies a context, and so it is known by what stands in it. */
type Charges = WeakMap<Context['operation'], Charge>;

/** Gives back what an operation that Apollo ran did not need. */
function chargePlugin(charges: Charges): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async ({ contextValue }) => ({
      willSendResponse: async ({ response: { body } }) => {
        if (body.kind === 'single') charges.get(contextValue.operation)?.settle(body.singleResult.data);
      },
    }),
  };
}

/** Gives every error of an executed operation its request's id, and the log what the caller is not shown. */
function errorPlugin({ configuration, log }: EndpointParts): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async ({ contextValue: { requestId, caller } }) => ({
      didEncounterErrors: async ({ errors }) => {
        for (const error of errors) logMistake(log, error, requestId);
      },
      willSendResponse: async ({ response: { body } }) => {
        if (body.kind !== 'single' || !body.singleResult.errors) return;
        const open = mayIntrospect(configuration, caller);
        body.singleResult.errors = body.singleResult.errors.map((error) => {
          if (error.path) return numbered(error, requestId);
          const message = withoutSuggestion(error.message);
          return numbered({ ...error, message: open ? message : withoutTypeNames(message) }, requestId);
        });
      },
    }),
  };
}

function createApollo(parts: EndpointParts, charges: Charges): ApolloServer<Context> {
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
    plugins: [ApolloServerPluginCacheControlDisabled(), errorPlugin(parts), chargePlugin(charges)],
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

/** What answers what no plan does, and what both keep between requests. */
interface Answerers {
  readonly apollo: ApolloServer<Context>;
  /** What operations that Apollo runs were charged. */
  readonly charges: Charges;
  readonly contentTypes: ContentTypes;
}

/** Answers a posted query from its plan; null, with nothing resolved yet, where that cannot be. */
function answerFromPlan(parts: EndpointParts, { contentTypes }: Answerers, asked: Asked, accept: string | undefined) {
  const contentType = contentTypes.for(accept);
  if (asked.text === null || contentType === undefined) return null;
  const { document } = parts.documents.prepare(asked.text);
  const ready = document && readyToAnswer(parts.executor, document, asked);
  if (!ready) return null;
  return async (response: ServerResponse, context: Context, charge: Charge | undefined) => {
    const result = await ready(context);
    charge?.settle(result.data);
    const text = answerText(result, parts, context);
    send(response, 200, { 'content-type': contentType, 'x-request-id': context.requestId }, text);
  };
}

function searchOf({ url = '' }: IncomingMessage): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark);
}

/** What a request asks for by the list of documents, if there is one; null where that does not have it. */
function byList({ list }: EndpointParts, asked: Asked): Asked | null {
  if (list) {
    const text = list.find(asked);
    return text === null ? null : askingFor(asked, text);
  }
  if (asked.body && asked.text === null && asked.hash === undefined) throw new RefusedBody(400, 'query is not a text');
  return asked;
}

async function answer(
  parts: EndpointParts,
  answerers: Answerers,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
) {
  const search = searchOf(request);
  const caller = await parts.authenticate(request.headers.authorization);
  const asked = byList(parts, await readAsked(request, search, parts.configuration.limits.bodyBytes));
  if (!asked) return sendErrors(response, 400, requestId, refusal(400, NOT_IN_LIST, NOT_IN_LIST_MESSAGE).errors);
  const against = objection(parts, asked, caller);
  if (against) return sendErrors(response, against.status, requestId, against.errors);
  const charge = chargeFor(parts, asked.text, asked.operationName, caller);
  const patience = new ClientPatience(response, parts.configuration.limits.operationMilliseconds);
  const { accept } = request.headers;
  const quickly = answerFromPlan(parts, answerers, asked, accept);
  if (quickly) return quickly(response, parts.contextFor(caller, requestId, patience), charge);
  const answered = await answerers.apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      search: asked.search,
      body: asked.body,
    },
    context: async () => {
      const context = parts.contextFor(caller, requestId, patience);
      if (charge) answerers.charges.set(context.operation, charge);
      return context;
    },
  });
  if (answered.status === undefined) answerers.contentTypes.learn(accept, answered.headers.get('content-type'));
  return sendAnswer(response, answered, requestId);
}

function sendFailure(parts: EndpointParts, response: ServerResponse, requestId: string, thrown: unknown): void {
  if (thrown instanceof RefusedBody) {
    sendErrors(response, thrown.status, requestId, refusal(thrown.status, 'BAD_REQUEST', thrown.message).errors);
    return;
  }
  if (thrown instanceof TooDear) {
    sendTooDear(response, requestId, thrown);
    return;
  }
  const error = asCrosspointError(thrown);
  logMistake(parts.log, error, requestId);
  const status = error.code === 'UNAUTHENTICATED' ? 401 : 500;
  sendErrors(response, status, requestId, [{ message: error.message, extensions: { code: error.code } }]);
}

/** Makes the endpoint; plans and Apollo run behind it, with the door, the limits and the documents checked before. */
export async function createEndpoint(parts: EndpointParts): Promise<Endpoint> {
  const charges: Charges = new WeakMap();
  const apollo = createApollo(parts, charges);
  await apollo.start();
  const answerers = { apollo, charges, contentTypes: new ContentTypes() };
  return {
    async handle(request, response) {
      const requestId = randomUUID();
      const overload = parts.pressure?.overload;
      if (overload) return sendOverload(response, requestId, overload);
      const run = () => answer(parts, answerers, request, response, requestId);
      try {
        await (parts.pressure ? parts.pressure.during(run) : run());
      } catch (thrown) {
        sendFailure(parts, response, requestId, thrown);
      }
    },
    stop: () => apollo.stop(),
  };
}
