import type { Socket } from 'node:net';
import { CloseCode, type WebSocket as ProtocolSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { asCrosspointError, CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Viewer } from '../subscriptions/deliver/visibility.ts';
import { Wire, type WireLimits } from './socket-writer.ts';

/** What one client may cost beside its subscriptions. */
export interface PeerLimits extends WireLimits {
  /** Milliseconds a client may take to introduce itself. */
  readonly initialisation: number;
  /** Messages of any kind a client may send in a minute. */
  readonly messagesPerMinute: number;
  /** Sockets one caller may hold open, unless the caller is allowed another number. */
  readonly perCaller: number;
  /** Milliseconds between the pings that find out whether the client is still there. */
  readonly keepAlive: number;
}

/** What is remembered of the request that opened a socket, which is big. */
export interface Handshake {
  readonly headers: { readonly authorization?: string | undefined };
}

const MOST_QUERIES = 1_000;
/** Query texts by themselves, so that equal subscriptions hold one. */
const queries = new Map<string, string>();

function shared(query: string): string {
  const known = queries.get(query);
  if (known !== undefined) return known;
  if (queries.size >= MOST_QUERIES) queries.clear();
  queries.set(query, query);
  return query;
}

/**
 * A message as graphql-ws takes it and keeps it for as long as the subscription runs: parsed, which it is content with,
 * and with a query that others share. What cannot be parsed is left for it to refuse.
 */
function slim(text: string): string {
  try {
    const message = JSON.parse(text);
    if (typeof message?.payload?.query === 'string') message.payload.query = shared(message.payload.query);
    return typeof message === 'string' ? text : message;
  } catch {
    return text;
  }
}

const peers = new WeakMap<WebSocket, Peer>();

// The listeners are shared by all sockets, since there are many of these.
function onMessage(this: WebSocket, data: unknown): void {
  peers.get(this)?.hear(String(data));
}
function onPong(this: WebSocket): void {
  peers.get(this)?.answered();
}
function onError(this: WebSocket, cause: NodeJS.ErrnoException): void {
  peers.get(this)?.broke(cause);
}
function onClose(this: WebSocket, code: number, reason: Buffer): void {
  peers.get(this)?.closed(code, String(reason));
}

/** The client at the other end of one socket. */
export class Peer implements ProtocolSocket {
  readonly wire: Wire;
  readonly handshake: Handshake;
  viewer: Viewer | undefined;
  /** Told when the client has left. */
  left: ((code: number, reason: string) => Promise<void>) | undefined;
  #handle: ((data: string) => Promise<void>) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #leaving: AbortController | undefined;
  #alive = true;
  /** Messages that may be sent still, and when that was worked out. */
  #allowed: number;
  #asOf = Date.now();

  constructor(
    readonly socket: WebSocket,
    connection: Socket | undefined,
    authorization: string | undefined,
    /** When it is asked whether it is there. */
    readonly turn: number,
    private readonly among: Peers,
  ) {
    const { limits } = among;
    this.wire = new Wire(socket, limits, connection);
    this.handshake = { headers: { authorization } };
    this.#allowed = limits.messagesPerMinute;
    peers.set(socket, this);
    socket.on('message', onMessage).on('pong', onPong).on('error', onError).on('close', onClose);
    // Where many come at once the introduction may lie here unread.
    this.#timer = setTimeout(() => setImmediate(() => this.#late(timer)), limits.initialisation);
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
    this.wire.send(text);
  }

  close(code?: number, reason?: string): void {
    this.socket.close(code, reason);
  }

  onMessage(handle: (data: string) => Promise<void>): void {
    this.#handle = handle;
  }

  /** The client has said who it is. */
  introduced(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Remembers the caller and closes the socket when the caller's token is over. */
  admit(viewer: Viewer): void {
    if (!this.viewer) this.among.admit(this, viewer);
    this.viewer = viewer;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!viewer.expiresAt) return;
    const left = viewer.expiresAt.getTime() - Date.now();
    if (left <= 0) throw new CrosspointError('UNAUTHENTICATED', 'The token is over');
    // A timer cannot wait longer than 31 bits of milliseconds; it is set anew then.
    const wait = Math.min(left, 2 ** 31 - 1);
    const over = () => (wait < left ? this.admit(viewer) : this.close(CloseCode.Forbidden, 'Token expired'));
    this.#timer = setTimeout(over, wait).unref();
  }

  /** Takes a message. */
  hear(text: string): void {
    if (this.#mayTalk()) this.#handle?.(slim(text)).catch((thrown: unknown) => this.#closeFor(thrown));
    else this.close(CloseCode.TooManyInitialisationRequests, 'Too many messages');
  }

  /** Ends the socket of a client that no longer answers, and asks the others whether they are there. */
  beat(): void {
    if (this.#alive) this.socket.ping();
    else this.socket.terminate();
    this.#alive = false;
  }

  /** The client is still there. */
  answered(): void {
    this.#alive = true;
  }

  /** The connection has failed; its end follows. */
  broke({ code }: NodeJS.ErrnoException): void {
    this.among.log.debug({ code }, 'A socket broke');
  }

  /** The client has left. */
  closed(code: number, reason: string): void {
    clearTimeout(this.#timer);
    this.#leaving?.abort();
    this.among.forget(this);
    this.left?.(code, reason).catch((cause: unknown) =>
      this.among.log.error({ cause }, 'A socket could not be cleaned up'),
    );
  }

  #late(timer: NodeJS.Timeout): void {
    if (this.#timer !== timer) return;
    this.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
  }

  #mayTalk(): boolean {
    const { messagesPerMinute } = this.among.limits;
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
      this.among.log.error({ cause: thrown }, 'A socket message could not be handled');
      this.close(CloseCode.InternalServerError, 'Internal server error');
    }
  }
}

/** Clients are asked in turns whether they are there, so that there is never much to do at once. */
const TURNS = 16;

/** All clients there are. */
export class Peers {
  readonly all = new Set<Peer>();
  /** Sockets open by their caller. */
  readonly #byCaller = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  #turn = 0;
  #count = 0;

  constructor(
    readonly limits: PeerLimits,
    readonly log: Log,
  ) {
    this.#timer = setInterval(() => this.#beat(), limits.keepAlive / TURNS).unref();
  }

  /** Takes a client in. */
  add(socket: WebSocket, connection: Socket | undefined, authorization: string | undefined): Peer {
    this.#count += 1;
    const peer = new Peer(socket, connection, authorization, this.#count % TURNS, this);
    this.all.add(peer);
    return peer;
  }

  /** Counts a client for its caller. Throws RATE_LIMITED where the caller has enough of them. */
  admit(peer: Peer, { id, sockets = this.limits.perCaller }: Viewer): void {
    // One that left while its caller was being proven would never be forgotten.
    if (!this.all.has(peer)) throw new CrosspointError('UNAUTHENTICATED', 'The client has left');
    const open = this.#byCaller.get(id) ?? 0;
    if (open >= sockets) throw new CrosspointError('RATE_LIMITED', `At most ${sockets} sockets may be open`);
    this.#byCaller.set(id, open + 1);
  }

  /** Lets go of a client that has left. */
  forget(peer: Peer): void {
    if (!this.all.delete(peer) || !peer.viewer) return;
    const open = (this.#byCaller.get(peer.viewer.id) ?? 1) - 1;
    if (open > 0) this.#byCaller.set(peer.viewer.id, open);
    else this.#byCaller.delete(peer.viewer.id);
  }

  /** Sends everybody elsewhere with 1012, and ends whoever has not gone when the patience runs out. */
  async close(patience: number): Promise<void> {
    clearInterval(this.#timer);
    const sockets = [...this.all].map(({ socket }) => socket);
    const gone = sockets.map((socket) => new Promise((done) => socket.once('close', done)));
    for (const socket of sockets) socket.close(1012, 'Service restart');
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.terminate();
    }, patience);
    await Promise.all(gone);
    clearTimeout(timer);
  }

  #beat(): void {
    this.#turn = (this.#turn + 1) % TURNS;
    for (const peer of this.all) if (peer.turn === this.#turn) peer.beat();
  }
}
