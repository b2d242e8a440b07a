import type { Socket } from 'node:net';
import { CloseCode } from 'graphql-ws';
import type { Caller } from '../access/caller.ts';
import { NOTHING_TO_CANCEL, onExpiry } from '../access/expiry.ts';
import { asCrosspointError, CrosspointError } from '../adapters/errors.ts';
import type { WriterLimits } from '../subscriptions/deliver/result-writer.ts';
import { parseMessage, SERVER_MESSAGES } from './client-message.ts';
import type { ClientSocket, SocketEvents } from './client-socket.ts';
import type { ConnectionRegistry } from './connection-registry.ts';
import type { SocketOperation } from './socket-operation.ts';
import { SocketWriter } from './socket-writer.ts';

/** The limits of one client beside its subscriptions. */
export interface ConnectionLimits extends WriterLimits {
  /** Milliseconds a client may take to introduce itself. */
  readonly initialisation: number;
  /** Messages of any kind a client may send in a minute. */
  readonly messagesPerMinute: number;
  /** Sockets one caller may hold open, unless the caller is allowed another number. */
  readonly perCaller: number;
  /** Milliseconds between the pings that find out whether the client is still there. */
  readonly keepAlive: number;
}

/** The part that remains of the request that opened a socket; the request itself is big. */
export interface Handshake {
  /** The header of that name. */
  readonly authorization?: string | undefined;
  /** The address of the client. */
  readonly address?: string | undefined;
  /** The connection that it came by. */
  readonly socket?: Socket | undefined;
}

/** Milliseconds. */
const MINUTE = 60_000;
/** Operations of a client that has left which end in one piece of work. */
const STOPPED_AT_ONCE = 8;

/** Takes what connections receive. */
export interface ConnectionHandler {
  /** Takes a message, parsed where it could be. */
  received(peer: Connection, message: unknown): Promise<void>;
  /** Takes that a subscription has ended, and why where something went wrong. */
  operationEnded(peer: Connection, operation: SocketOperation, thrown: unknown): void;
  /** Resolves when the next piece of work for the client may begin; null where that is at once. */
  turn(peer: Connection): Promise<void> | null;
  /** Takes that the client has left. */
  left(peer: Connection, code: number): void;
}

/** The client at the other end of one socket. */
export class Connection implements SocketEvents {
  readonly writer: SocketWriter;
  viewer: Caller | undefined;
  /** Milliseconds of the process at which it was opened, a whole number, which takes no memory of its own. */
  readonly openedAt = Math.round(performance.now());
  /** The client has sent `connection_init`. */
  isIntroduced = false;
  /** The client was admitted and knows it. */
  isAcknowledged = false;
  /** The operations under way, each of which has the next. */
  #first: SocketOperation | undefined;
  #timer: NodeJS.Timeout | undefined;
  #cancelExpiry: () => void = NOTHING_TO_CANCEL;
  #leaving: AbortController | undefined;
  #alive = true;
  /** Milliseconds of the limit that are left for messages, and when that was worked out. */
  #allowed = MINUTE;
  #asOf = this.openedAt;

  constructor(
    readonly socket: ClientSocket,
    connection: Socket | undefined,
    readonly handshake: Handshake,
    /** The part of the heartbeat's interval in which it is pinged. */
    readonly heartbeatSlot: number,
    private readonly registry: ConnectionRegistry,
  ) {
    const { limits } = registry;
    this.writer = new SocketWriter(socket, limits, connection);
    socket.events = this;
    // Where many come at once the introduction may lie here unread.
    this.#timer = setTimeout(() => setImmediate(() => this.#onInitialisationTimeout(timer)), limits.initialisation);
    const timer = this.#timer;
  }

  /** Aborts when the client leaves. */
  get leaving(): AbortSignal {
    this.#leaving ??= new AbortController();
    return this.#leaving.signal;
  }

  send(text: string): void {
    this.writer.send(text);
  }

  close(code?: number, reason?: string): void {
    this.socket.close(code, reason);
  }

  /** Notes that the client has introduced itself, in time. */
  introduced(): void {
    this.isIntroduced = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The number of operations under way. */
  get running(): number {
    let count = 0;
    for (let each = this.#first; each; each = each.next) count += 1;
    return count;
  }

  /** Adds an operation; answers whether no other has its id. */
  addOperation(operation: SocketOperation): boolean {
    if (this.#operation(operation.id)) return false;
    operation.next = this.#first;
    this.#first = operation;
    return true;
  }

  /** Removes an operation; answers whether it was under way. */
  removeOperation(operation: SocketOperation): boolean {
    let before: SocketOperation | undefined;
    let each = this.#first;
    for (; each && each !== operation; each = each.next) before = each;
    if (!each) return false;
    if (before) before.next = operation.next;
    else this.#first = operation.next;
    operation.next = undefined;
    return true;
  }

  /** Ends the operation of an id at the client's request. */
  stopOperation(id: string): void {
    const operation = this.#operation(id);
    if (!operation) return;
    this.removeOperation(operation);
    operation.stop();
  }

  #operation(id: string): SocketOperation | undefined {
    let each = this.#first;
    while (each && each.id !== id) each = each.next;
    return each;
  }

  /** Takes that a subscription has ended. */
  operationEnded(operation: SocketOperation, thrown: unknown): void {
    this.registry.handler.operationEnded(this, operation, thrown);
  }

  /** Remembers the caller and closes the socket when the caller's token is over. */
  admit(viewer: Caller): void {
    if (!this.viewer) this.registry.admit(this, viewer);
    this.viewer = viewer;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#cancelExpiry();
    if (viewer.expiresAt && viewer.expiresAt.getTime() <= Date.now()) {
      throw new CrosspointError('UNAUTHENTICATED', 'The token has expired');
    }
    this.#cancelExpiry = onExpiry(viewer, () => this.close(CloseCode.Forbidden, 'Token expired'));
  }

  /** Takes a message. */
  receive(text: string): void {
    const message = this.#withinMessageRate() ? parseMessage(text) : undefined;
    const type = (message as { readonly type?: unknown } | null | undefined)?.type;
    if (message === undefined) this.close(CloseCode.TooManyInitialisationRequests, 'Too many messages');
    else if (SERVER_MESSAGES.includes(type)) this.close(CloseCode.BadRequest, `A client sends no ${type}`);
    else this.registry.handler.received(this, message).catch((thrown: unknown) => this.#closeFor(thrown));
  }

  /** Ends the socket of a client that no longer answers, and asks the others whether they are there. */
  heartbeat(): void {
    if (this.#alive) this.socket.ping();
    else this.socket.terminate();
    this.#alive = false;
  }

  /** The client is still there. */
  onPong(): void {
    this.#alive = true;
  }

  /** The connection has failed; its end follows. */
  onError({ code }: NodeJS.ErrnoException): void {
    this.registry.log.debug({ code }, 'A socket broke');
  }

  /** The client has left. */
  onClose(code: number): void {
    clearTimeout(this.#timer);
    this.#cancelExpiry();
    this.#leaving?.abort();
    this.registry.forget(this);
    const report = (cause: unknown) => this.registry.log.error({ cause }, 'A socket could not be cleaned up');
    this.#stopOperations().catch(report);
    try {
      this.registry.handler.left(this, code);
    } catch (cause) {
      report(cause);
    }
  }

  /** Ends all operations, some in each of the caller's turns. */
  async #stopOperations(): Promise<void> {
    const first = this.#first;
    this.#first = undefined;
    for (let each = first; each; each = each.next) each.isStopped = true;
    const { handler } = this.registry;
    let left = STOPPED_AT_ONCE;
    for (let each = first; each; each = each.next) {
      if (left === 0) await handler.turn(this);
      left = left === 0 ? STOPPED_AT_ONCE : left;
      each.stop();
      left -= 1;
    }
  }

  #onInitialisationTimeout(timer: NodeJS.Timeout): void {
    if (this.#timer !== timer) return;
    this.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
  }

  #withinMessageRate(): boolean {
    const now = Math.round(performance.now());
    const cost = Math.ceil(MINUTE / this.registry.limits.messagesPerMinute);
    this.#allowed = Math.min(MINUTE, this.#allowed + now - this.#asOf) - cost;
    this.#asOf = now;
    return this.#allowed >= 0;
  }

  #closeFor(thrown: unknown): void {
    const { code } = asCrosspointError(thrown);
    if (code === 'UNAUTHENTICATED') this.close(CloseCode.Unauthorized, 'Unauthorized');
    else if (code === 'PERMISSION_DENIED') this.close(CloseCode.Forbidden, 'Forbidden');
    else if (code === 'RATE_LIMITED') this.close(CloseCode.TooManyInitialisationRequests, 'Too many sockets');
    else {
      this.registry.log.error({ cause: thrown }, 'A socket message could not be handled');
      this.close(CloseCode.InternalServerError, 'Internal server error');
    }
  }
}
