import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Hub } from '../subscriptions/deliver/hub.ts';
import type { SubscriptionExecutor } from '../subscriptions/deliver/shared-execution.ts';
import { SharedSubscriptions } from '../subscriptions/deliver/shared-subscriptions.ts';
import type { EndpointParts } from './graphql.ts';
import { logInternalError, withRequestId } from './redaction.ts';

/** Formats an error of an operation without an HTTP request as over HTTP; each error has its own id. */
export function errorFormatter({ log, formatError }: Pick<EndpointParts, 'log' | 'formatError'>) {
  return (error: GraphQLError): GraphQLFormattedError => {
    const requestId = crypto.randomUUID();
    logInternalError(log, error, requestId);
    return withRequestId(formatError(error.toJSON(), error), requestId);
  };
}

type ExecutorParts = Pick<EndpointParts, 'schema' | 'executor' | 'contextFor' | 'log' | 'formatError' | 'turns'>;

/** The executor of operations of sockets and streams. */
export function subscriptionExecutor(parts: ExecutorParts): SubscriptionExecutor {
  const { schema, executor, contextFor, turns } = parts;
  return {
    schema,
    prepare: (operation) => executor.prepare(operation),
    contextFor: (viewer, signal, charge, address) =>
      contextFor(viewer, { requestId: crypto.randomUUID(), address }, { signal }, charge),
    turn: ({ id }) => turns?.take(id) ?? null,
    formatError: errorFormatter(parts),
  };
}

/** The subscriptions of all transports: equal ones are executed and encoded once. */
export function createSubscriptions(parts: ExecutorParts, { log }: Hub): SharedSubscriptions {
  return new SharedSubscriptions(subscriptionExecutor(parts), log);
}
