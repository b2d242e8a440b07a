import { WebSocket } from 'ws';

/** Takes the events of a socket. */
export interface SocketEvents {
  receive(text: string): void;
  onPong(): void;
  onError(cause: NodeJS.ErrnoException): void;
  onClose(code: number): void;
}

/** Messages of a socket that are handled in one turn of the event loop. */
const MESSAGES_OF_A_TURN = 8;

/** A socket that gives its events to one object, which takes less memory than a listener for each of them. */
export class ClientSocket extends WebSocket {
  events: SocketEvents | undefined;
  /** Messages handled in this turn of the event loop. */
  #handled = 0;
  /** Messages that came together with those, for the next turns; absent where there are none. */
  #unhandled: string[] | undefined;

  override emit(name: string | symbol, ...given: readonly unknown[]): boolean {
    const { events } = this;
    if (events && name === 'message') this.#take(String(given[0]));
    else if (events && name === 'pong') events.onPong();
    else if (events && name === 'error') events.onError(given[0] as NodeJS.ErrnoException);
    else return this.#others(name, given);
    return true;
  }

  /** Many messages that arrive together are handled some in each turn, so that other clients do not wait for all of them. */
  #take(text: string): void {
    if (this.#handled === 0) setImmediate(() => this.#takeMore());
    if (this.#handled === MESSAGES_OF_A_TURN) {
      // No more is read meanwhile, so that they are those of one read.
      if (!this.#unhandled) this.pause();
      this.#unhandled ??= [];
      this.#unhandled.push(text);
    } else {
      this.#handled += 1;
      this.events?.receive(text);
    }
  }

  #takeMore(): void {
    this.#handled = 0;
    const texts = this.#unhandled;
    this.#unhandled = undefined;
    for (const text of texts ?? []) this.#take(text);
    if (texts && !this.#unhandled) this.resume();
  }

  /** The end of a socket is also waited for while the gateway stops. */
  #others(name: string | symbol, given: readonly unknown[]): boolean {
    if (name === 'close') {
      this.#unhandled = undefined;
      this.events?.onClose(given[0] as number);
    }
    return super.emit(name, ...given);
  }
}
