import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Caller } from '../access/caller.ts';
import type { Hub } from '../subscriptions/deliver/hub.ts';
import type { SubscriptionExecutor } from '../subscriptions/deliver/shared-execution.ts';
import { SharedSubscriptions } from '../subscriptions/deliver/shared-subscriptions.ts';
import type { EndpointParts } from './graphql.ts';
import { messageFor } from './introspection.ts';
import { prepareOperation } from './query-answer.ts';
import { logInternalError, withRequestId } from './redaction.ts';
import { ResultsAtOnce } from './results-at-once.ts';

type ErrorParts = Pick<EndpointParts, 'log' | 'formatError' | 'configuration' | 'documents' | 'schemas'>;

/** Whether graphql-js found an error in the variables of an operation, which its document's checks cannot find. */
function isOfVariables({ path, extensions, originalError }: GraphQLError): boolean {
  return !path && extensions.code === undefined && !(originalError && !(originalError instanceof GraphQLError));
}

/** Formats an error of an operation without an HTTP request as over HTTP; each error has its own id. */
export function errorFormatter(parts: ErrorParts) {
  return (error: GraphQLError, caller: Caller): GraphQLFormattedError => {
    const requestId = crypto.randomUUID();
    logInternalError(parts.log, error, requestId);
    const formatted = parts.formatError(error.toJSON(), error);
    const message = isOfVariables(error) ? messageFor(parts, caller, formatted.message) : formatted.message;
    return withRequestId({ ...formatted, message }, requestId);
  };
}

type ExecutorParts = ErrorParts & Pick<EndpointParts, 'schema' | 'executor' | 'contextFor' | 'turns'>;

/** The executor of operations of sockets and streams. */
export function subscriptionExecutor(parts: ExecutorParts): SubscriptionExecutor {
  const { schema, contextFor, turns, configuration } = parts;
  return {
    schema,
    operationMilliseconds: () => configuration.limits.operationMilliseconds,
    prepare: (operation, ownPart) => prepareOperation(parts, operation, ownPart),
    contextFor: (viewer, deadline, charge, address) =>
      contextFor(viewer, { requestId: crypto.randomUUID(), address }, deadline, charge),
    turn: ({ id }) => turns?.take(id) ?? null,
    formatError: errorFormatter(parts),
  };
}

/** The subscriptions of all transports: equal ones are executed and encoded once. */
export function createSubscriptions(parts: ExecutorParts, { log }: Hub): SharedSubscriptions {
  const results = new ResultsAtOnce();
  const inShare: SubscriptionExecutor['inShare'] = ({ id }, make) => results.make(id, make);
  return new SharedSubscriptions({ ...subscriptionExecutor(parts), inShare }, log);
}
