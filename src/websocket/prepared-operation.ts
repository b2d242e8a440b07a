import { type ExecutionArgs, execute, GraphQLError, parse } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { type Charge, responseExtensions } from '../access/charge.ts';
import { deadline } from '../adapters/calls/deadline.ts';
import { CrosspointError } from '../adapters/errors.ts';
import { asGraphQLError } from '../subscriptions/deliver/graphql-error.ts';
import type { SharedOperation } from '../subscriptions/deliver/shared-execution.ts';
import type { Connection } from './connection.ts';
import type { SocketLimits, SocketOptions } from './socket-options.ts';

/** The root value and context of a subscription, which are made anew for each event. */
const NOTHING = Object.freeze({});

/** An operation that may run. */
export type SocketWork = ExecutionArgs & {
  readonly operation: SharedOperation;
  readonly peer: Connection;
  readonly charge: Charge | undefined;
};

/** Checks an operation before it runs; answers its errors where it may not. */
export async function prepare(
  peer: Connection,
  payload: SubscribePayload,
  options: SocketOptions,
  limits: SocketLimits,
): Promise<SocketWork | readonly GraphQLError[]> {
  const { viewer } = peer;
  if (!viewer) throw new CrosspointError('UNAUTHENTICATED', 'The client is not authenticated');
  if (peer.running > limits.subscriptions) {
    return [problem('RATE_LIMITED', `A socket carries at most ${limits.subscriptions} operations at a time`)];
  }
  try {
    const errors = await options.validate(payload, viewer);
    if (errors.length > 0) return errors;
    const document = options.parse?.(payload) ?? parse(payload.query);
    const { operationName, variables } = payload;
    const operation: SharedOperation = { document, operationName, variables, viewer };
    const schema = options.schemaFor?.(payload, viewer) ?? options.schema;
    const charge = options.charge?.(payload, viewer);
    const args = { schema, document, operationName, variableValues: variables, contextValue: NOTHING };
    return { ...args, operation, peer, charge };
  } catch (thrown) {
    return [asGraphQLError(thrown)];
  }
}

/** Runs a query or mutation until its deadline, or until its client leaves. */
export async function executeOnce(args: SocketWork, options: SocketOptions, limits: SocketLimits) {
  const { operation, peer, charge } = args;
  const { signal, clear } = deadline(limits.operation, peer.leaving);
  const began = performance.now();
  let hasErrors = true;
  let requestId: string | undefined;
  try {
    const context = await options.contextFor(operation.viewer, { signal }, charge, peer.handshake.address);
    requestId = (context as { readonly requestId?: string }).requestId;
    if (requestId !== undefined) options.onBegun?.(requestId);
    const result = await (runPlan(args, options, context) ?? execute({ ...args, contextValue: context }));
    hasErrors = result.errors !== undefined;
    return charge ? { ...result, extensions: responseExtensions(charge, result.data) } : result;
  } finally {
    const milliseconds = performance.now() - began;
    options.onExecuted?.(operation, { requestId, cost: charge?.requested, hasErrors, milliseconds });
    clear();
  }
}

/** Runs a query from its plan; null, with nothing resolved yet, where graphql-js has to run the operation. */
function runPlan(
  { schema, operation }: SocketWork,
  options: SocketOptions,
  context: Awaited<ReturnType<SocketOptions['contextFor']>>,
) {
  const ready = options.prepare?.(operation, schema);
  return ready ? ready(context, undefined, context.pieces) : null;
}

function problem(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
