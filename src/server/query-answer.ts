/** Queries over HTTP, answered from their plans in pieces of work; Apollo Server answers everything else. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApolloServer, HTTPGraphQLResponse } from '@apollo/server';
import { type DocumentNode, executeSync, type GraphQLSchema } from 'graphql';
import { Executor, type PreparedOperation } from '../executor/executor.ts';
import type { Context } from '../resolvers/context.ts';
import { apolloRequest, sendAnswer } from './apollo.ts';
import { type GraphqlRequest, variablesOf } from './body.ts';
import { answerText, type ContentTypes } from './executor-http.ts';
import type { EndpointParts } from './graphql.ts';
import { hasErrors, type RequestRecord } from './operation-observer.ts';
import { send } from './responses.ts';
import type { StreamedAnswer } from './streamed-answer.ts';

/** Apollo Server, and what it chose earlier. */
export interface Answerers {
  readonly apollo: ApolloServer<Context>;
  readonly contentTypes: ContentTypes;
}

/** A request while it is answered. */
interface AnswerParts {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly record: RequestRecord;
  readonly asked: GraphqlRequest;
  readonly streamed: StreamedAnswer | null;
  /** A new context of the operation; charged only once. */
  context(): Context;
}

/** The smallest query. Apollo chooses the content type of its answer as of any other, or refuses it for the same headers. */
const SMALLEST = '{ __typename }';

/** Executors of the parts of the schema that callers may read. */
const executors = new WeakMap<GraphQLSchema, Executor>();

function executorOf(schema: GraphQLSchema): Executor {
  const executor = executors.get(schema) ?? new Executor(schema);
  executors.set(schema, executor);
  return executor;
}

/** Makes an operation ready to run in pieces, on the whole schema or on the part of it that answers; null where it has no plan. */
export function prepareOperation(
  { executor, schema }: Pick<EndpointParts, 'executor' | 'schema'>,
  operation: Parameters<Executor['prepare']>[0],
  ownPart: GraphQLSchema | null = null,
): PreparedOperation | null {
  return (ownPart && ownPart !== schema ? executorOf(ownPart) : executor).prepare(operation);
}

/** The same for a query over HTTP. What has no plan on a part of the schema fails before anything is executed. */
export function prepareAnswer(
  parts: Pick<EndpointParts, 'executor' | 'schema'>,
  asked: GraphqlRequest,
  document: DocumentNode | undefined,
  ownPart: GraphQLSchema | null,
): PreparedOperation | null {
  if (!document) return null;
  const { operationName } = asked;
  const variables = variablesOf(asked);
  const ready = prepareOperation(parts, { document, operationName, variables }, ownPart);
  if (ready || !ownPart) return ready;
  return () => executeSync({ schema: ownPart, document, operationName, variableValues: variables });
}

/** Answers a query from its plan. */
export async function answerPrepared(
  parts: EndpointParts,
  answerers: Answerers,
  answer: AnswerParts,
  ready: PreparedOperation,
): Promise<void> {
  const { request, response, record, asked, streamed } = answer;
  const known = asked.body && answerers.contentTypes.for(request.headers.accept);
  const contentType = streamed ? '' : (known ?? (await chosenType(answerers, answer)));
  if (typeof contentType !== 'string') return sendAnswer(response, contentType, record.requestId);
  const context = answer.context();
  const text = await answerText(await ready(context, undefined, context.pieces, true), parts, context);
  record.hasErrors = hasErrors(text);
  if (streamed) return streamed.send(text);
  send(response, 200, { 'content-type': contentType, 'x-request-id': record.requestId }, text);
}

/** The content type that Apollo chooses for the request's headers, or its refusal of them. */
async function chosenType(
  { apollo, contentTypes }: Answerers,
  answer: AnswerParts,
): Promise<string | HTTPGraphQLResponse> {
  const { request, asked } = answer;
  const smallest = { body: asked.body && { query: SMALLEST }, search: `?${new URLSearchParams({ query: SMALLEST })}` };
  const context = { ...answer.context(), charge: undefined } as Context;
  const answered = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: apolloRequest(request, { ...asked, ...smallest }),
    context: async () => context,
  });
  const contentType = answered.headers.get('content-type');
  if (answered.status !== undefined || contentType === undefined) return answered;
  if (asked.body) contentTypes.learn(request.headers.accept, contentType);
  return contentType;
}
