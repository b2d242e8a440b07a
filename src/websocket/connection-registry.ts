import type { Socket } from 'node:net';
import type { Caller } from '../access/caller.ts';
import { CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { ClientSocket } from './client-socket.ts';
import { Connection, type ConnectionHandler, type ConnectionLimits, type Handshake } from './connection.ts';

/** Number of groups that the clients are pinged in, one after the other, to spread the load. */
const HEARTBEAT_SLOTS = 16;

/** The open WebSocket connections, and their number per caller. */
export class ConnectionRegistry {
  readonly all = new Set<Connection>();
  /** Sockets open by their caller. */
  readonly #byCaller = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  #turn = 0;
  #count = 0;

  constructor(
    readonly limits: ConnectionLimits,
    readonly log: Log,
    readonly handler: ConnectionHandler,
  ) {
    this.#timer = setInterval(() => this.#heartbeat(), limits.keepAlive / HEARTBEAT_SLOTS).unref();
  }

  /** Takes a client in. */
  add(socket: ClientSocket, connection: Socket | undefined, handshake: Handshake): Connection {
    this.#count += 1;
    const peer = new Connection(socket, connection, handshake, this.#count % HEARTBEAT_SLOTS, this);
    this.all.add(peer);
    return peer;
  }

  /** Counts a client for its caller. Throws RATE_LIMITED where the caller has enough of them. */
  admit(peer: Connection, { id, sockets = this.limits.perCaller }: Caller): void {
    // One that left while its caller was being proven would never be forgotten.
    if (!this.all.has(peer)) throw new CrosspointError('UNAUTHENTICATED', 'The client has left');
    const open = this.#byCaller.get(id) ?? 0;
    if (open >= sockets) throw new CrosspointError('RATE_LIMITED', `At most ${sockets} sockets may be open`);
    this.#byCaller.set(id, open + 1);
  }

  /** Removes a client that has left. */
  forget(peer: Connection): void {
    if (!this.all.delete(peer) || !peer.viewer) return;
    const open = (this.#byCaller.get(peer.viewer.id) ?? 1) - 1;
    if (open > 0) this.#byCaller.set(peer.viewer.id, open);
    else this.#byCaller.delete(peer.viewer.id);
  }

  /** Closes every socket with 1012, and terminates those that are open after the timeout. */
  async close(timeoutMs: number): Promise<void> {
    clearInterval(this.#timer);
    const sockets = [...this.all].map(({ socket }) => socket);
    const gone = sockets.map((socket) => new Promise((done) => socket.once('close', done)));
    for (const socket of sockets) socket.close(1012, 'Service restart');
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.terminate();
    }, timeoutMs);
    await Promise.all(gone);
    clearTimeout(timer);
  }

  #heartbeat(): void {
    this.#turn = (this.#turn + 1) % HEARTBEAT_SLOTS;
    for (const peer of this.all) if (peer.heartbeatSlot === this.#turn) peer.heartbeat();
  }
}
