/** Answers that were sent and that their clients have not taken yet. */
import type { ServerResponse } from 'node:http';

/** The limits on answers that wait to be taken. */
export interface UntakenLimits {
  /** Bytes from which an answer is watched; the system takes smaller ones at once. */
  readonly watchedFrom: number;
  /** Milliseconds for which an answer may wait, and the bytes for each further millisecond. */
  readonly milliseconds: number;
  readonly bytesPerMillisecond: number;
  /** Bytes of all answers together. */
  readonly mostBytes: number;
}

const LIMITS: UntakenLimits = {
  watchedFrom: 16_384,
  milliseconds: 30_000,
  bytesPerMillisecond: 32,
  mostBytes: 256 * 1024 * 1024,
};

const clients = new WeakMap<ServerResponse, string>();

/** Counts the answer as one of a caller; without, it is one of its client's address. */
export function countFor(response: ServerResponse, caller: string): void {
  clients.set(response, caller);
}

/**
 * Holds answers within a time and a number of bytes: one that is taken too slowly is broken off, and where all of them
 * are too many, the largest of the client that has most.
 */
export class UntakenAnswers {
  readonly #limits: UntakenLimits;
  readonly #waiting = new Map<ServerResponse, { readonly client: string; readonly bytes: number }>();
  #bytes = 0;

  constructor(limits: Partial<UntakenLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Bytes that wait to be taken. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Watches an answer from its end on. */
  watch(response: ServerResponse): void {
    response.once('prefinish', () => this.#onEnded(response));
  }

  #onEnded(response: ServerResponse): void {
    const { watchedFrom, milliseconds, bytesPerMillisecond, mostBytes } = this.#limits;
    const bytes = response.writableLength;
    if (bytes < watchedFrom || response.destroyed) return;
    const client = clients.get(response) ?? `address:${response.socket?.remoteAddress}`;
    const timer = setTimeout(() => response.destroy(), milliseconds + bytes / bytesPerMillisecond).unref();
    this.#waiting.set(response, { client, bytes });
    this.#bytes += bytes;
    response.once('close', () => {
      clearTimeout(timer);
      this.#remove(response);
    });
    while (this.#bytes > mostBytes) this.#drop();
  }

  #remove(response: ServerResponse): void {
    this.#bytes -= this.#waiting.get(response)?.bytes ?? 0;
    this.#waiting.delete(response);
  }

  /** Breaks off the largest answer of the client that has most bytes. */
  #drop(): void {
    const sums = new Map<string, number>();
    for (const { client, bytes } of this.#waiting.values()) sums.set(client, (sums.get(client) ?? 0) + bytes);
    const [most] = [...sums].reduce((one, other) => (other[1] > one[1] ? other : one));
    const [[largest]] = [...this.#waiting]
      .filter(([, { client }]) => client === most)
      .sort(([, one], [, other]) => other.bytes - one.bytes) as [[ServerResponse, unknown]];
    this.#remove(largest);
    largest.destroy();
  }
}
