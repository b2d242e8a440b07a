import type { IncomingMessage } from 'node:http';
import { type ExecutionArgs, execute, GraphQLError, type GraphQLSchema, parse } from 'graphql';
import { CloseCode, type ConnectionInitMessage, makeServer, type SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Caller } from '../access/caller.ts';
import { type Charge, responseExtensions } from '../access/charge.ts';
import { hasLostRights, type IsRevoked, type Revocations } from '../access/revocation.ts';
import { deadline } from '../adapters/calls/deadline.ts';
import { CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import { asGraphQLError } from '../subscriptions/deliver/graphql-error.ts';
import type { SharedOperation, SubscriptionExecutor } from '../subscriptions/deliver/shared-execution.ts';
import type { SharedSubscriptions } from '../subscriptions/deliver/shared-subscriptions.ts';

import type { Connection, ConnectionLimits, Handshake } from './connection.ts';
import { ConnectionRegistry } from './connection-registry.ts';
import { recordEnd } from './record-end.ts';

/** The limits of one socket. */
export interface SocketLimits extends ConnectionLimits {
  /** Operations running at a time on one socket. */
  readonly subscriptions: number;
  /** Milliseconds a query or mutation may take. */
  readonly operation: number;
}

/** Limits that suit wallboards and desktops. */
export const SOCKET_LIMITS: SocketLimits = {
  buffered: 1_000_000,
  stalled: 15_000,
  initialisation: 3_000,
  subscriptions: 100,
  operation: 30_000,
  messagesPerMinute: 1_200,
  perCaller: 5,
  keepAlive: 30_000,
};

/** How an operation of a socket ended. */
export interface SocketExecution {
  /** The id of its context, which its errors and acts carry; absent for a subscription, which has one for each event. */
  readonly requestId?: string | undefined;
  /** Points that it was charged. */
  readonly cost?: number | undefined;
  readonly hasErrors: boolean;
  readonly milliseconds: number;
}

/** The parts of the server that sockets use. */
interface SocketOptions extends SubscriptionExecutor {
  /** The subscriptions shared with other transports. */
  readonly subscriptions: SharedSubscriptions;
  /** Authenticates a client; throws UNAUTHENTICATED or PERMISSION_DENIED. */
  authenticate(parameters: Readonly<Record<string, unknown>>, request: Handshake): Promise<Caller> | Caller;
  /** The same rules as over HTTP: limits, introspection, policies. */
  validate(payload: SubscribePayload, viewer: Caller): readonly GraphQLError[] | Promise<readonly GraphQLError[]>;
  /** The document of a payload, where the server keeps parsed ones. */
  parse?(payload: SubscribePayload): ExecutionArgs['document'];
  /** The schema that an operation runs on instead; null for the usual one. */
  schemaFor?(payload: SubscribePayload, viewer: Caller): GraphQLSchema | null;
  /** Takes what an operation may cost of what its caller may spend. */
  charge?(payload: SubscribePayload, viewer: Caller): Charge | undefined;
  /** Called before a query or mutation is executed. */
  onBegun?(requestId: string): void;
  /** Records an operation that ended. */
  onExecuted?(operation: SharedOperation, execution: SocketExecution): void;
  /** The address of the client that opens a socket. */
  addressOf?(request: IncomingMessage): string | undefined;
  /** Records a socket that was closed. */
  onClosed?(viewer: Caller | undefined, code: number, milliseconds: number, address: string | undefined): void;
  readonly limits?: Partial<SocketLimits>;
  /** Sockets of callers revoked here are closed with 4403. */
  readonly revocations?: Revocations | undefined;
  readonly log: Log;
}

/** Serves the sockets a `ws` server accepted under the protocol `graphql-transport-ws`. */
export interface SocketHandler {
  accept(socket: WebSocket, request: IncomingMessage): void;
  /** Puts other limits in force: those of a whole caller or message at once, those of a socket for its next use. */
  limit(limits: Partial<SocketLimits>): void;
  /** Closes with 4403 every socket of these callers. */
  revoke(isRevoked: IsRevoked): void;
  /** Sockets open, and executions running for all their subscriptions. */
  count(): { sockets: number; executions: number };
  /** Closes every socket with 1012, so that clients connect elsewhere; terminates the rest after the timeout. */
  close(timeoutMs?: number): Promise<void>;
}

/** The root value and context of a subscription, which are made anew for each event. */
const NOTHING = Object.freeze({});

type Prepared = ExecutionArgs & {
  readonly operation: SharedOperation;
  readonly peer: Connection;
  readonly id: string;
  readonly charge: Charge | undefined;
};

/** The protocol of graphql-ws over the gateway's checks and executions. */
function createProtocol(options: SocketOptions, limits: SocketLimits) {
  const { subscriptions } = options;
  const shown = (errors: readonly GraphQLError[], { viewer }: Connection) => {
    if (!viewer) throw new CrosspointError('UNAUTHENTICATED', 'The client is not authenticated');
    return errors.map((error) => options.formatError(error, viewer));
  };
  return makeServer<ConnectionInitMessage['payload'], Connection>({
    // The connection has its own timer; that of graphql-ws would run for as long as the socket is open.
    connectionInitWaitTimeout: 0,
    onConnect: async ({ connectionParams, extra }) => {
      extra.onInitialised();
      extra.admit(await options.authenticate(connectionParams ?? {}, extra.handshake));
    },
    onPing: ({ extra, acknowledged }, payload) =>
      acknowledged && payload && 'authorization' in payload ? renew(extra, payload, options) : undefined,
    onSubscribe: (context, id, payload) =>
      prepare(context.extra, Object.keys(context.subscriptions).length, id, payload, options, limits),
    subscribe: (args) => {
      const { operation, peer, id, charge } = args as Prepared;
      const began = performance.now();
      const ended = (hasErrors: boolean) =>
        options.onExecuted?.(operation, {
          ...{ hasErrors, cost: charge?.requested, milliseconds: performance.now() - began },
        });
      return subscriptions
        .join(operation, peer.writer, headOf(id))
        .catch((thrown: unknown) => ({ errors: [asGraphQLError(thrown)] }))
        .then((joined) => recordEnd(joined, ended));
    },
    execute: (args) => executeOnce(args as Prepared, options, limits),
    onNext: ({ extra }, _id, _payload, _args, { errors, ...rest }) =>
      errors ? { ...rest, errors: shown(errors, extra) } : undefined,
    onError: ({ extra }, _id, _payload, errors) => shown(errors, extra),
  });
}

/** Makes the handler that an HTTP server gives its sockets to. */
export function createSocketHandler(options: SocketOptions): SocketHandler {
  const limits = { ...SOCKET_LIMITS, ...options.limits };
  const peers = new ConnectionRegistry(limits, options.log);
  const server = createProtocol(options, limits);
  const revoke = (isRevoked: IsRevoked) => {
    for (const peer of peers.all)
      if (peer.viewer && isRevoked(peer.viewer)) peer.close(CloseCode.Forbidden, 'Forbidden');
  };
  const unsubscribe = options.revocations?.subscribe(revoke);
  return {
    revoke,
    limit: (changed) => void Object.assign(limits, changed),
    accept(socket, request) {
      const { authorization } = request.headers;
      const address = options.addressOf?.(request);
      const peer = peers.add(socket, request.socket, { headers: { authorization }, address });
      const began = performance.now();
      const left = server.opened(peer, peer);
      peer.onLeft = (code, reason) => {
        options.onClosed?.(peer.viewer, code, performance.now() - began, address);
        return left(code, reason);
      };
    },
    count: () => ({ sockets: peers.all.size, executions: options.subscriptions.size }),
    close(timeoutMs = 2_000) {
      unsubscribe?.();
      return peers.close(timeoutMs);
    },
  };
}

/**
 * A ping may carry a fresh token of the same caller, which keeps the socket open. Where the token grants less than the one
 * before, the socket is closed with 4403, so that nothing running keeps the former rights; the client reconnects with it.
 */
async function renew(peer: Connection, payload: Record<string, unknown>, options: SocketOptions): Promise<void> {
  const viewer = await options.authenticate(payload, peer.handshake);
  const before = peer.viewer;
  if (viewer.id !== before?.id) throw new CrosspointError('PERMISSION_DENIED', 'The token is of another caller');
  if (hasLostRights(viewer, before)) return peer.close(CloseCode.Forbidden, 'Rights were reduced; reconnect');
  peer.admit(viewer);
}

async function prepare(
  peer: Connection,
  running: number,
  id: string,
  payload: SubscribePayload,
  options: SocketOptions,
  limits: SocketLimits,
): Promise<Prepared | readonly GraphQLError[]> {
  const { viewer } = peer;
  if (!viewer) throw new CrosspointError('UNAUTHENTICATED', 'The client is not authenticated');
  if (running > limits.subscriptions) {
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
    return { ...args, operation, peer, id, charge };
  } catch (thrown) {
    return [asGraphQLError(thrown)];
  }
}

/** Runs a query or mutation until its deadline, or until its client leaves. */
async function executeOnce(args: Prepared, options: SocketOptions, limits: SocketLimits) {
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
  { schema, operation }: Prepared,
  options: SocketOptions,
  context: Awaited<ReturnType<SocketOptions['contextFor']>>,
) {
  const ready = schema === options.schema ? options.prepare?.(operation) : null;
  return ready ? ready(context, undefined, context.pieces) : null;
}

/** The beginning of the message of each result of a subscription; the result and a brace follow. */
function headOf(id: string): Buffer {
  return Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
}

function problem(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
