import { WebSocket } from 'ws';

/** Takes the events of a socket. */
export interface SocketEvents {
  receive(text: string): void;
  onPong(): void;
  onError(cause: NodeJS.ErrnoException): void;
  onClose(code: number): void;
}

/** A socket that gives its events to one object, which takes less memory than a listener for each of them. */
export class ClientSocket extends WebSocket {
  events: SocketEvents | undefined;

  override emit(name: string | symbol, ...given: readonly unknown[]): boolean {
    const { events } = this;
    if (events && name === 'message') events.receive(String(given[0]));
    else if (events && name === 'pong') events.onPong();
    else if (events && name === 'error') events.onError(given[0] as NodeJS.ErrnoException);
    else return this.#others(name, given);
    return true;
  }

  /** The end of a socket is also waited for while the gateway stops. */
  #others(name: string | symbol, given: readonly unknown[]): boolean {
    if (name === 'close') this.events?.onClose(given[0] as number);
    return super.emit(name, ...given);
  }
}
