import type { IncomingMessage } from 'node:http';
import type { ExecutionArgs, GraphQLError, GraphQLSchema } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Caller } from '../access/caller.ts';
import type { Charge } from '../access/charge.ts';
import type { Revocations } from '../access/revocation.ts';
import type { Log } from '../adapters/vendor.ts';
import type { SharedOperation, SubscriptionExecutor } from '../subscriptions/deliver/shared-execution.ts';
import type { SharedSubscriptions } from '../subscriptions/deliver/shared-subscriptions.ts';
import type { ConnectionLimits, Handshake } from './connection.ts';

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
export interface SocketOptions extends SubscriptionExecutor {
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
