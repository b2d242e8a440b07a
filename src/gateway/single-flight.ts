import { onAbort } from '../adapters/calls/abort.ts';
import { isTimeout, unlessAborted } from '../adapters/calls/deadline.ts';

/** A read in the air that several callers wait for. */
interface Flight<Value> {
  readonly value: Promise<Value>;
  readonly aborter: AbortController;
  waiting: number;
}

/** One caller's part of a flight: leaves it when the caller leaves. */
function board<Value>(flight: Flight<Value>, signal: AbortSignal | undefined, left: () => void): Promise<Value> {
  if (!signal) return flight.value;
  return new Promise((resolve, reject) => {
    const leave = () => {
      left();
      reject(signal.reason);
    };
    const settled = onAbort(signal, leave);
    flight.value.then(resolve, reject).finally(settled);
  });
}

/** Shares one call between identical concurrent reads; it is aborted only when every caller has left. */
export class Flights<Value> {
  readonly #flights = new Map<string, Flight<Value>>();
  /** The calls that follow those on their way, by key. */
  readonly #next = new Map<string, Promise<void>>();

  /** Joins the call of a key that begins after this moment: one that is on its way may have read what changed since. */
  async joinNext(
    key: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const flying = this.#flights.get(key);
    if (flying) await unlessAborted(this.#next.get(key) ?? this.#waitFor(key, flying), signal);
    return this.join(key, signal, start);
  }

  /** Joins the flight of a key, or starts it. */
  join(key: string, signal: AbortSignal | undefined, start: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const flight = this.#flights.get(key) ?? this.#start(key, start);
    flight.waiting += 1;
    return board(flight, signal, () => {
      flight.waiting -= 1;
      if (flight.waiting > 0) return;
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
      flight.aborter.abort(
        isTimeout(signal?.reason) ? signal?.reason : new DOMException('Every caller has left', 'AbortError'),
      );
    });
  }

  /** Resolves when a call is over; those who wait for it are the first to join the next. */
  #waitFor(key: string, { value }: Flight<Value>): Promise<void> {
    const over = () => void this.#next.delete(key);
    const landed = value.then(over, over);
    this.#next.set(key, landed);
    return landed;
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<Value>): Flight<Value> {
    const aborter = new AbortController();
    const value = start(aborter.signal);
    const flight: Flight<Value> = { value, aborter, waiting: 0 };
    const landed = () => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    };
    value.then(landed, landed);
    this.#flights.set(key, flight);
    return flight;
  }
}
