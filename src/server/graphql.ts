import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Caller } from '../access/caller.ts';
import { type Charge, unlimitedCharge } from '../access/charge.ts';
import type { Revocations } from '../access/revocation.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Configuration } from '../config/configuration.ts';
import type { Executor } from '../executor/executor.ts';
import type { RequestDeadline } from '../gateway/request-cache.ts';
import type { CallerSchemas } from '../resolvers/caller-schema.ts';
import type { Context } from '../resolvers/context.ts';
import type { StreamHandler } from '../streaming/handler.ts';
import { apolloRequest, createApollo, sendAnswer } from './apollo.ts';
import type { Authenticate } from './auth.ts';
import { type GraphqlRequest, RefusedBody, readGraphqlRequest, requestFor, searchOf } from './body.ts';
import { paceConnection } from './connection-cost.ts';
import { nameDeprecated } from './deprecations.ts';
import type { Documents, Prepared } from './documents.ts';
import { ContentTypes } from './executor-http.ts';
import { type FairScheduler, UNKNOWN_CALLER } from './fair-scheduler.ts';
import { errorsFor, INTROSPECTION_REFUSED, mayIntrospect, ownSchemaFor, paceIntrospection } from './introspection.ts';
import { describeOperation, hasErrors, type OperationObserver, type RequestRecord } from './operation-observer.ts';
import { endWithRights } from './operation-rights.ts';
import { NOT_IN_LIST, NOT_IN_LIST_MESSAGE, type PersistedDocuments } from './persisted-documents.ts';
import type { Pressure } from './pressure.ts';
import { type Answerers, answerPrepared, prepareAnswer } from './query-answer.ts';
import { pointsOf } from './query-cost.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { ContextRequest } from './request-context.ts';
import { ClientDeadline } from './request-deadline.ts';
import { type RequestRefusal, refusalResult, sendErrors, sendOverload } from './responses.ts';
import { sendFailure } from './send-failure.ts';
import { streamedAnswer } from './streamed-answer.ts';
import { countFor } from './untaken-answers.ts';

/** The parts of the GraphQL endpoint. */
export interface EndpointParts {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly executor: Executor;
  readonly configuration: Pick<Configuration, 'limits' | 'introspection'>;
  readonly authenticate: Authenticate;
  /** Operations of callers revoked here are ended with 401; absent where rights never end. */
  readonly revocations?: Revocations | undefined;
  /** The only documents that run; undefined is any. */
  readonly list?: PersistedDocuments | undefined;
  /** The load of the process; undefined disables the check. */
  readonly pressure?: Pressure | undefined;
  /** Shares the event loop between callers; undefined is first come, first served. */
  readonly turns?: FairScheduler | undefined;
  /** The rate limits of callers; undefined is without limit. */
  readonly rateLimiter?: RateLimiter | undefined;
  /** Streamed answers; without them subscriptions are refused here. */
  readonly streams?: StreamHandler | undefined;
  /** The part of the schema that each caller may read; without it only callers that may read the whole schema read any. */
  readonly schemas?: CallerSchemas | undefined;
  readonly log: Log;
  /** Records each request. */
  readonly observer: OperationObserver;
  contextFor(caller: Caller, request: ContextRequest, deadline: RequestDeadline, charge?: Charge): Context;
  formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError;
}

/** Milliseconds within which a body is read in the piece of work in which reading began. */
const ONE_PIECE = 1;

/** Answers requests to `/graphql`. */
export interface GraphqlEndpoint {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  stop(): Promise<void>;
}

/** Takes what an operation may cost of what its caller may spend. Throws CostExceededError. */
export function chargeFor(
  { rateLimiter }: Pick<EndpointParts, 'rateLimiter'>,
  prepared: Prepared | null,
  operationName: string | undefined,
  caller: Pick<Caller, 'id'>,
): Charge | undefined {
  const costs = prepared?.costs;
  const [only] = costs?.size === 1 ? costs.values() : [];
  const cost = costs?.get(operationName) ?? only;
  return cost && (rateLimiter?.charge(caller.id, cost) ?? unlimitedCharge(pointsOf(cost)));
}

/** The reason for refusing the document here, or null. */
function objection(
  parts: EndpointParts,
  prepared: Prepared | null,
  caller: Caller,
  needsStream: boolean,
): RequestRefusal | null {
  if (!prepared) return null;
  if (prepared.errors) return { status: 400, errors: errorsFor(parts, caller, prepared.errors) };
  if (needsStream) {
    return refusalResult(
      405,
      'SUBSCRIPTION_NEEDS_SOCKET',
      'A subscription needs a WebSocket to /graphql (graphql-ws), or an Accept of text/event-stream or multipart/mixed;subscriptionSpec=1.0',
    );
  }
  if (prepared.introspects && !mayIntrospect(parts.configuration, caller))
    return refusalResult(400, 'PERMISSION_DENIED', INTROSPECTION_REFUSED);
  return null;
}

/** The request's document from the list of documents, if there is one; null where the list does not have it. */
function byList({ list }: EndpointParts, asked: GraphqlRequest): GraphqlRequest | null {
  if (list) {
    const text = list.find(asked);
    return text === null ? null : requestFor(asked, text);
  }
  if (asked.body && asked.text === null && asked.hash === undefined) throw new RefusedBody(400, 'query is not a text');
  return asked;
}

async function answer(
  parts: EndpointParts,
  answerers: Answerers,
  request: IncomingMessage,
  response: ServerResponse,
  record: RequestRecord,
) {
  const { requestId } = record;
  const caller = await parts.authenticate(request.headers.authorization);
  record.caller = caller.id;
  countFor(response, caller.id);
  await paceConnection(parts.turns, caller.id, request.socket);
  // The client may have left while its connection waited.
  if (response.destroyed) return;
  const deadline = new ClientDeadline(response, parts.configuration.limits.operationMilliseconds);
  const run = () => answerCaller(parts, answerers, request, response, record, caller, deadline);
  const release = endWithRights(parts, response, requestId, caller, deadline);
  try {
    const refusal = await (parts.pressure ? parts.pressure.during(caller.id, run) : run());
    if (!refusal) return;
    await parts.turns?.takeUncharged(caller.id);
    sendErrors(response, refusal.status, requestId, refusal.errors);
  } catch (thrown) {
    await parts.turns?.takeUncharged(caller.id);
    sendFailure(parts, response, requestId, thrown);
  } finally {
    release();
  }
}

/** Answers an operation, or returns the reason why it does not run. */
async function answerCaller(
  parts: EndpointParts,
  answerers: Answerers,
  request: IncomingMessage,
  response: ServerResponse,
  record: RequestRecord,
  caller: Caller,
  deadline: ClientDeadline,
) {
  const { requestId } = record;
  const search = searchOf(request);
  const turn = () => parts.turns?.take(caller.id) ?? null;
  await turn();
  const began = performance.now();
  const asked = byList(parts, await readGraphqlRequest(request, search, parts.configuration.limits.bodyBytes));
  if (deadline.isAborted) return;
  deadline.begin();
  if (!asked) return refusalResult(400, NOT_IN_LIST, NOT_IN_LIST_MESSAGE);
  if (performance.now() - began > ONE_PIECE) await turn();
  if (deadline.isAborted || response.destroyed) return;
  const read = (characters: number) => parts.turns?.takeToRead(caller.id, characters) ?? null;
  const prepared = asked.text === null ? null : await parts.documents.prepareInPieces(asked.text, turn, read);
  record.operation = describeOperation(prepared?.document, asked.operationName);
  const subscribes = record.operation.kind === 'subscription';
  const streamed = streamedAnswer(parts.streams, subscribes, request, response, requestId);
  nameDeprecated(response, prepared);
  const ownPart = ownSchemaFor(parts, prepared, asked.operationName, caller);
  const against = ownPart ? null : objection(parts, prepared, caller, subscribes && streamed === null);
  if (against && streamed) return streamed.refuse(against.errors);
  if (against) return against;
  const pause = paceIntrospection(parts.turns, caller, prepared, asked.text);
  if (pause) await pause;
  const charge = chargeFor(parts, prepared, asked.operationName, caller);
  record.cost = charge?.requested;
  if (streamed && subscribes && prepared) return streamed.subscribe(prepared, asked, caller);
  const context = () => parts.contextFor(caller, record, deadline, charge);
  const ready = prepareAnswer(parts, asked, prepared?.document, ownPart);
  if (ready) return answerPrepared(parts, answerers, { request, response, record, asked, streamed, context }, ready);
  const httpGraphQLRequest = apolloRequest(request, asked, streamed ? 'application/json' : undefined);
  const answered = await answerers.apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest,
    context: async () => context(),
  });
  record.hasErrors = answered.body.kind === 'complete' && hasErrors(answered.body.string);
  if (deadline.isAborted) return;
  if (streamed && answered.body.kind === 'complete') return streamed.send(answered.body.string);
  return sendAnswer(response, answered, requestId);
}

/** Makes the endpoint; plans and Apollo run behind it, with authentication, limits and documents checked before. */
export async function createEndpoint(parts: EndpointParts): Promise<GraphqlEndpoint> {
  const apollo = createApollo(parts);
  await apollo.start();
  const answerers = { apollo, contentTypes: new ContentTypes() };
  return {
    async handle(request, response) {
      const record = parts.observer.request(request, response);
      const overload = parts.pressure?.overload;
      if (overload) return sendOverload(response, record.requestId, overload);
      try {
        await answer(parts, answerers, request, response, record);
      } catch (thrown) {
        await parts.turns?.takeUncharged(UNKNOWN_CALLER);
        sendFailure(parts, response, record.requestId, thrown);
      }
    },
    stop: () => apollo.stop(),
  };
}
