import type { WebSocket } from 'ws';

/** How much may wait in one socket. */
export interface WireLimits {
  /** Bytes waiting to be sent above which a socket counts as full. */
  readonly buffered: number;
  /** Milliseconds a socket may stay full before it is closed. */
  readonly stalled: number;
}

/** The close code of a socket whose client does not read. */
export const TOO_SLOW = 4413;

const LOOK_EVERY = 50;

/** A socket's sending side, which knows when its client does not keep up. */
export class Wire {
  readonly #socket: WebSocket;
  readonly #limits: WireLimits;
  #draining: Promise<void> | undefined;

  constructor(socket: WebSocket, limits: WireLimits) {
    this.#socket = socket;
    this.#limits = limits;
  }

  /** True while more is waiting than the client may owe. */
  get full(): boolean {
    return this.#socket.bufferedAmount > this.#limits.buffered;
  }

  send(text: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text);
  }

  /** Resolves when the socket takes more, or is closed; one that stays full too long is closed. */
  drained(): Promise<void> {
    if (!this.full) return Promise.resolve();
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  async #drain(): Promise<void> {
    const end = Date.now() + this.#limits.stalled;
    while (this.full && this.#socket.readyState === this.#socket.OPEN) {
      if (Date.now() > end) return this.#giveUp();
      await new Promise((done) => setTimeout(done, LOOK_EVERY));
    }
  }

  /** A client that reads nothing would never see the close frame either. */
  #giveUp(): void {
    this.#socket.close(TOO_SLOW, 'Reading too slowly');
    setTimeout(() => this.#socket.terminate(), 1_000).unref();
  }
}
