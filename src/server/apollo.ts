/** Apollo Server behind the endpoint: mutations, introspection and every document that has no plan. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { responseExtensions } from '../access/charge.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Context } from '../resolvers/context.ts';
import type { GraphqlRequest } from './body.ts';
import { GRAPHQL_JSON } from './executor-http.ts';
import type { EndpointParts } from './graphql.ts';
import { messageFor } from './introspection.ts';
import { logInternalError, withRequestId } from './redaction.ts';
import { send } from './responses.ts';

/** Apollo adds these where a schema is a subgraph or its environment has a key; they show or send what operations did. */
const NONE_OF_ITS_OWN = [
  ApolloServerPluginCacheControlDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
];

/** Returns the points that an operation run by Apollo did not use, and puts its cost into the answer. */
const CHARGE_PLUGIN: ApolloServerPlugin<Context> = {
  requestDidStart: async ({ contextValue: { charge } }) => ({
    willSendResponse: async ({ response: { body } }) => {
      if (body.kind === 'single' && charge)
        body.singleResult.extensions = responseExtensions(charge, body.singleResult.data);
    },
  }),
};

/**
 * Gives Apollo the documents that were found good, which it parses and validates no more. As a store of documents it would
 * print the whole schema at the start, for keys by which it would find none of them.
 */
function documentPlugin({ documents }: EndpointParts): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveSource: async (request) => {
        const document = documents.known(request.source);
        if (document) Object.assign(request, { document });
      },
    }),
  };
}

/** Gives every error of an executed operation its request's id, and the log what the caller is not shown. */
function errorPlugin(parts: EndpointParts): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async ({ contextValue: { requestId, caller } }) => ({
      didEncounterErrors: async ({ errors }) => {
        for (const error of errors) logInternalError(parts.log, error, requestId);
      },
      willSendResponse: async ({ response: { body } }) => {
        if (body.kind !== 'single' || !body.singleResult.errors) return;
        body.singleResult.errors = body.singleResult.errors.map((error) => {
          if (error.path) return withRequestId(error, requestId);
          return withRequestId({ ...error, message: messageFor(parts, caller, error.message) }, requestId);
        });
      },
    }),
  };
}

/** Makes the Apollo Server that answers what no plan does; documents, limits and authentication are checked before it. */
export function createApollo(parts: EndpointParts): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema: parts.schema,
    documentStore: null,
    introspection: true,
    maxRecursiveSelections: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    parseOptions: { maxTokens: parts.configuration.limits.tokens },
    stopOnTerminationSignals: false,
    plugins: [...NONE_OF_ITS_OWN, documentPlugin(parts), errorPlugin(parts), CHARGE_PLUGIN],
    formatError: parts.formatError,
    logger: silentLogger(parts.log),
  });
}

/** Apollo's own messages, without the errors' contents. */
function silentLogger(log: Log) {
  const logAt = (level: 'debug' | 'info' | 'warn' | 'error') => (message: unknown) =>
    log[level]({}, `apollo: ${String(message).slice(0, 200)}`);
  return { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
}

const GRAPHQL_TYPE = 'application/graphql-response+json';

/** A request's headers as Apollo takes them. `accept` replaces the caller's; where anything is accepted it is GraphQL's own type. */
function headersOf(request: IncomingMessage, accept?: string): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  if (accept !== undefined) headers.set('accept', accept);
  // By GET only queries run, and a foreign page cannot read their answers: Apollo's guard against such pages has nothing to add.
  if (headers.get('accept')?.includes(GRAPHQL_TYPE)) headers.set('apollo-require-preflight', 'true');
  if ((headers.get('accept') ?? '*/*') === '*/*') headers.set('accept', GRAPHQL_TYPE);
  return headers;
}

/** A request as Apollo takes it; `accept` replaces what the client accepts. */
export function apolloRequest(request: IncomingMessage, { search, body }: GraphqlRequest, accept?: string) {
  return { method: request.method ?? 'GET', headers: headersOf(request, accept), search, body };
}

/** Sends what Apollo answered. */
export async function sendAnswer(
  response: ServerResponse,
  answer: HTTPGraphQLResponse,
  requestId: string,
): Promise<void> {
  const { status = 200 } = answer;
  // A client can trust the body of a refusal only under GraphQL's own type.
  const type: Record<string, string> = status >= 400 ? { 'content-type': GRAPHQL_JSON } : {};
  const headers = { ...Object.fromEntries(answer.headers), ...type, 'x-request-id': requestId };
  if (answer.body.kind === 'complete') return send(response, status, headers, answer.body.string);
  throw new Error('incremental delivery is not served');
}
