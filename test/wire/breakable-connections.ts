import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** How the connections that are open break; those opened later are sound. */
export type Break = 'reset' | 'end in the middle' | 'silence';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  broken: Break | null;
}

/** A line to a port that can be made to break, as a network does. */
export class Line {
  readonly #pairs = new Set<Pair>();
  readonly #server = createServer((near) => this.#join(near));
  /** Connections that a break was felt on. */
  felt = 0;

  constructor(private readonly target: number) {}

  /** Connections that are open. */
  get standing(): number {
    return this.#pairs.size;
  }

  /** Opens it on a free port. */
  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /**
   * Breaks what is open: the next request is answered by a reset, its answer ends half-way, or nothing passes any more and
   * no reader is notified.
   */
  break(how: Break): void {
    for (const pair of this.#pairs) pair.broken = how;
  }

  close(): void {
    this.#server.close();
    for (const { near, far } of this.#pairs) {
      near.destroy();
      far.destroy();
    }
  }

  #join(near: Socket): void {
    const far = connect(this.target, '127.0.0.1');
    const pair: Pair = { near, far, broken: null };
    this.#pairs.add(pair);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.on('data', (chunk) => this.#ask(pair, chunk)).on('close', () => this.#part(pair, far));
    far.on('data', (chunk) => this.#answer(pair, chunk)).on('close', () => this.#part(pair, near));
  }

  #ask(pair: Pair, chunk: Buffer): void {
    if (pair.broken === 'reset') {
      this.felt += 1;
      pair.near.resetAndDestroy();
    } else if (pair.broken === 'silence') this.felt += 1;
    else pair.far.write(chunk);
  }

  #answer(pair: Pair, chunk: Buffer): void {
    if (pair.broken === null) pair.near.write(chunk);
    else if (pair.broken === 'end in the middle') {
      this.felt += 1;
      pair.near.end(chunk.subarray(0, chunk.length >> 1));
      pair.far.destroy();
    }
  }

  #part(pair: Pair, other: Socket): void {
    if (pair.broken === 'silence' && other === pair.near) return;
    this.#pairs.delete(pair);
    other.destroy();
  }
}
