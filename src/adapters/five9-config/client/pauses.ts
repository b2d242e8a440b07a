import { setTimeout as sleep } from 'node:timers/promises';
import { CrosspointError } from '../../errors.ts';

/** Requests that may wait at a time; more are refused rather than delayed for minutes. */
const MOST_WAITING = 16;

/** Runs one request at a time with a pause after each, where the vendor requires it. */
export class Pauses {
  #last: Promise<unknown> = Promise.resolve();
  #endedAt = Number.NEGATIVE_INFINITY;
  #waiting = 0;

  /** A pause in milliseconds. */
  constructor(private readonly pause: number) {}

  /** Runs the request in turn; throws RATE_LIMITED without sending it where too many are waiting. */
  async turn<Value>(run: () => Promise<Value>): Promise<Value> {
    if (this.#waiting >= MOST_WAITING)
      throw new CrosspointError('RATE_LIMITED', 'Too many such requests are waiting; this one was not sent');
    this.#waiting += 1;
    const turn = this.#last.then(() => this.#run(run));
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #run<Value>(run: () => Promise<Value>): Promise<Value> {
    const left = this.#endedAt + this.pause - performance.now();
    if (left > 0) await sleep(left);
    try {
      return await run();
    } finally {
      this.#waiting -= 1;
      this.#endedAt = performance.now();
    }
  }
}
