import type { Socket } from 'node:net';
import { CloseCode, type WebSocket as ProtocolSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Caller } from '../access/caller.ts';
import { NOTHING_TO_CANCEL, onExpiry } from '../access/expiry.ts';
import { asCrosspointError, CrosspointError } from '../adapters/errors.ts';
import type { WriterLimits } from '../subscriptions/deliver/result-writer.ts';
import { parseMessage, SERVER_MESSAGES } from './client-message.ts';
import type { ConnectionRegistry } from './connection-registry.ts';
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

/** The headers that remain of the request that opened a socket; the request itself is big. */
export interface Handshake {
  readonly headers: { readonly authorization?: string | undefined };
  /** The address of the client. */
  readonly address?: string | undefined;
}

const connections = new WeakMap<WebSocket, Connection>();

// The listeners are shared by all sockets, since there are many of these.
function onMessage(this: WebSocket, data: unknown): void {
  connections.get(this)?.receive(String(data));
}
function onPong(this: WebSocket): void {
  connections.get(this)?.onPong();
}
function onError(this: WebSocket, cause: NodeJS.ErrnoException): void {
  connections.get(this)?.onError(cause);
}
function onClose(this: WebSocket, code: number, reason: Buffer): void {
  connections.get(this)?.onClose(code, String(reason));
}

/** The client at the other end of one socket. */
export class Connection implements ProtocolSocket {
  readonly writer: SocketWriter;
  viewer: Caller | undefined;
  /** Called when the client has left. */
  onLeft: ((code: number, reason: string) => Promise<void>) | undefined;
  #handle: ((data: string) => Promise<void>) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #cancelExpiry: () => void = NOTHING_TO_CANCEL;
  #leaving: AbortController | undefined;
  #alive = true;
  /** Messages that may be sent still, and when that was worked out. */
  #allowed: number;
  #asOf = Date.now();

  constructor(
    readonly socket: WebSocket,
    connection: Socket | undefined,
    readonly handshake: Handshake,
    /** The part of the heartbeat's interval in which it is pinged. */
    readonly heartbeatSlot: number,
    private readonly registry: ConnectionRegistry,
  ) {
    const { limits } = registry;
    this.writer = new SocketWriter(socket, limits, connection);
    this.#allowed = limits.messagesPerMinute;
    connections.set(socket, this);
    socket.on('message', onMessage).on('pong', onPong).on('error', onError).on('close', onClose);
    // Where many come at once the introduction may lie here unread.
    this.#timer = setTimeout(() => setImmediate(() => this.#onInitialisationTimeout(timer)), limits.initialisation);
    const timer = this.#timer;
  }

  get protocol(): string {
    return this.socket.protocol;
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

  onMessage(handle: (data: string) => Promise<void>): void {
    this.#handle = handle;
  }

  /** The client has sent `connection_init`. */
  onInitialised(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
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
    else this.#handle?.(message).catch((thrown: unknown) => this.#closeFor(thrown));
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
  onClose(code: number, reason: string): void {
    clearTimeout(this.#timer);
    this.#cancelExpiry();
    this.#leaving?.abort();
    this.registry.forget(this);
    this.onLeft?.(code, reason).catch((cause: unknown) =>
      this.registry.log.error({ cause }, 'A socket could not be cleaned up'),
    );
  }

  #onInitialisationTimeout(timer: NodeJS.Timeout): void {
    if (this.#timer !== timer) return;
    this.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
  }

  #withinMessageRate(): boolean {
    const { messagesPerMinute } = this.registry.limits;
    const now = Date.now();
    this.#allowed = Math.min(messagesPerMinute, this.#allowed + ((now - this.#asOf) * messagesPerMinute) / 60_000) - 1;
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
