/**
 * The server's side of the protocol `graphql-transport-ws`, message by message.
 *
 * Method: an idle subscription is one object of its connection, which the end of the subscription calls. The package graphql-ws
 * validates the messages, and `test/subscriptions/protocol-oracle.test.ts` compares the answers with those of its server.
 * Saving: that server has a suspended function, a dictionary and closures for each connection and subscription, together
 * more than the socket itself; the figures are the rows of `npm run bench:events`.
 */
import { type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import { CloseCode, type SubscribePayload, validateMessage } from 'graphql-ws';
import { hasLostRights } from '../access/revocation.ts';
import { CrosspointError } from '../adapters/errors.ts';
import { asGraphQLError } from '../subscriptions/deliver/graphql-error.ts';
import { Subscriber } from '../subscriptions/deliver/subscriber.ts';
import type { Connection, ConnectionHandler } from './connection.ts';
import { executeOnce, prepare, type SocketWork } from './prepared-operation.ts';
import { SocketOperation } from './socket-operation.ts';
import type { SocketLimits, SocketOptions } from './socket-options.ts';

type Parameters = Record<string, unknown> | undefined;

/** Answers the messages of all connections; each of these has the state of its own. */
export class SocketProtocol implements ConnectionHandler {
  readonly #options: SocketOptions;
  readonly #limits: SocketLimits;

  constructor(options: SocketOptions, limits: SocketLimits) {
    this.#options = options;
    this.#limits = limits;
  }

  async received(peer: Connection, text: unknown): Promise<void> {
    const message = messageOf(text);
    if (!message) return peer.close(CloseCode.BadRequest, 'Invalid message received');
    const { type } = message;
    if (type === 'connection_init') await this.#introduce(peer, message.payload);
    else if (type === 'ping') await this.#pong(peer, message.payload);
    else if (type === 'complete') peer.stopOperation(message.id);
    else if (type === 'subscribe') await this.#begin(peer, message.id, message.payload);
  }

  operationEnded(peer: Connection, operation: SocketOperation, thrown: unknown): void {
    this.#record(peer, operation, thrown !== undefined);
    if (!peer.removeOperation(operation)) return;
    const { id } = operation;
    if (thrown === undefined) peer.send(JSON.stringify({ id, type: 'complete' }));
    else this.#refuse(peer, id, [asGraphQLError(thrown)]);
  }

  turn({ viewer }: Connection): Promise<void> | null {
    return (viewer && this.#options.turn?.(viewer)) ?? null;
  }

  left(peer: Connection, code: number): void {
    const { viewer, openedAt, handshake } = peer;
    this.#options.onClosed?.(viewer, code, performance.now() - openedAt, handshake.address);
  }

  async #introduce(peer: Connection, parameters: Parameters): Promise<void> {
    if (peer.isIntroduced)
      return peer.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
    peer.introduced();
    peer.admit(await this.#options.authenticate(parameters ?? {}, peer.handshake));
    peer.isAcknowledged = true;
    peer.send(JSON.stringify({ type: 'connection_ack' }));
  }

  async #pong(peer: Connection, payload: Parameters): Promise<void> {
    if (peer.isAcknowledged && payload && 'authorization' in payload) await renew(peer, payload, this.#options);
    const text = pongOf(payload);
    if (text === null) peer.close(CloseCode.BadRequest, 'The payload is nested too deep');
    else peer.send(text);
  }

  async #begin(peer: Connection, id: string, payload: SubscribePayload): Promise<void> {
    if (!peer.isAcknowledged) return peer.close(CloseCode.Unauthorized, 'Unauthorized');
    const operation = new SocketOperation(id, peer);
    if (!peer.addOperation(operation))
      return peer.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
    let subscriber: Subscriber | null = null;
    try {
      subscriber = await this.#run(peer, operation, payload);
    } finally {
      if (!subscriber) peer.removeOperation(operation);
    }
    subscriber && operation.follow(subscriber);
  }

  /** Runs an operation; answers the subscriber of a subscription that has begun. */
  async #run(peer: Connection, operation: SocketOperation, payload: SubscribePayload): Promise<Subscriber | null> {
    const prepared = await prepare(peer, payload, this.#options, this.#limits);
    // Its client ended it, or left, before its turn came.
    if (operation.isStopped) return null;
    const kind = isPrepared(prepared) ? getOperationAST(prepared.document, prepared.operationName)?.operation : null;
    if (!isPrepared(prepared) || !kind) {
      const errors = isPrepared(prepared) ? [new GraphQLError('Unable to identify operation')] : prepared;
      this.#refuse(peer, operation.id, errors);
      return null;
    }
    const result = await (kind === 'subscription'
      ? this.#subscribe(prepared, operation)
      : executeOnce(prepared, this.#options, this.#limits));
    if (result instanceof Subscriber) return result;
    if (!operation.isStopped) this.#answer(peer, operation.id, result);
    return null;
  }

  async #subscribe(prepared: SocketWork, operation: SocketOperation): Promise<Subscriber | ExecutionResult> {
    const { peer, charge } = prepared;
    operation.begin(prepared.operation, charge?.requested);
    const joined = await this.#options.subscriptions
      .join(prepared.operation, peer.writer, headOf(operation.id))
      .catch((thrown: unknown) => ({ errors: [asGraphQLError(thrown)] }));
    if (!(joined instanceof Subscriber)) this.#record(peer, operation, true);
    return joined;
  }

  #answer(peer: Connection, id: string, { errors, ...rest }: ExecutionResult): void {
    const payload = errors ? { ...rest, errors: this.#shown(peer, errors) } : rest;
    peer.send(JSON.stringify({ id, type: 'next', payload }));
    peer.send(JSON.stringify({ id, type: 'complete' }));
  }

  #refuse(peer: Connection, id: string, errors: readonly GraphQLError[]): void {
    peer.send(JSON.stringify({ id, type: 'error', payload: this.#shown(peer, errors) }));
  }

  #shown({ viewer }: Connection, errors: readonly GraphQLError[]) {
    if (!viewer) throw new CrosspointError('UNAUTHENTICATED', 'The client is not authenticated');
    return errors.map((error) => this.#options.formatError(error, viewer));
  }

  #record({ viewer }: Connection, operation: SocketOperation, hasErrors: boolean): void {
    const { document, operationName, cost, began } = operation;
    if (!document || !viewer) return;
    const milliseconds = performance.now() - began;
    this.#options.onExecuted?.({ document, operationName, viewer }, { hasErrors, cost, milliseconds });
  }
}

/** A valid message; null for anything else. */
function messageOf(value: unknown) {
  try {
    return validateMessage(value);
  } catch {
    return null;
  }
}

function isPrepared(prepared: SocketWork | readonly GraphQLError[]): prepared is SocketWork {
  return 'operation' in prepared;
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

const BEYOND_ASCII = /[^\0-\x7f]/g;

/** The beginning of the message of each result of a subscription, in ASCII; the result and a brace follow. */
function headOf(id: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `{"id":${JSON.stringify(id).replace(BEYOND_ASCII, escaped)},"type":"next","payload":`;
}

/** The answer to a ping; null where its payload is nested deeper than the runtime can write. */
function pongOf(payload: Parameters): string | null {
  try {
    return JSON.stringify(payload ? { type: 'pong', payload } : { type: 'pong' });
  } catch {
    return null;
  }
}
