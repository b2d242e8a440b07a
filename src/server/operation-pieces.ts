import { isTimeout } from '../adapters/calls/deadline.ts';
import { CrosspointError } from '../adapters/errors.ts';
import type { Pieces } from '../executor/list-items.ts';

/** Milliseconds for which an operation whose time is over may still complete what its vendors answered. */
const COMPLETION_MILLISECONDS = 500;
/** Steps of an execution whose answer takes long to be encoded. */
const LONG = 64;

/**
 * The pieces of work of one operation: none takes much longer than a millisecond, or less while several callers are active,
 * and each waits for the caller's turn. So a long answer delays other callers by one of its pieces at most, and ends when its
 * caller leaves.
 */
export class OperationPieces implements Pieces {
  readonly itemsOfStep = 8;
  #began: number;
  /** Milliseconds of the current piece. */
  #length: number;
  #steps = 0;
  /** Found over, and no next one has begun. */
  #isOver = false;
  #isScheduled = false;
  readonly #deferred: ((ended?: CrosspointError) => void)[] = [];
  readonly #waiting: (() => void)[] = [];
  #end: ((error: Error) => void) | undefined;
  /** When its time was found to be over. */
  #timeOverSince: number | undefined;

  /**
   * Takes what answers the caller's turn, null where it is its turn, the signal of the operation, the milliseconds of a piece
   * that begins now, and the time in milliseconds.
   */
  constructor(
    private readonly turn: () => Promise<void> | null,
    private readonly deadline: { readonly signal: AbortSignal },
    private readonly lengthNow: () => number,
    private readonly now = () => performance.now(),
  ) {
    this.#began = now();
    this.#length = lengthNow();
  }

  /** Whether its answer is worth to be encoded in pieces. */
  get isLong(): boolean {
    return this.#steps >= LONG;
  }

  isOver(): boolean {
    this.#steps += 1;
    this.#isOver ||= this.#hasTakenItsTime();
    return this.#isOver;
  }

  defer<Value>(run: () => Value | Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#deferred.push((ended) => {
        try {
          if (ended) throw ended;
          resolve(run());
        } catch (error) {
          reject(error);
        }
      });
      this.#schedule();
    });
  }

  onEnd(end: (error: Error) => void): void {
    this.#end = end;
  }

  /** Resolves at once, or in the next piece where this one has taken its time. */
  rest(): Promise<void> | null {
    return this.#hasTakenItsTime() ? this.defer(() => undefined) : null;
  }

  /** Runs this when nothing that was deferred waits any more, so that what that asks for is asked for together. */
  afterWaiting(run: () => void): void {
    if (this.#deferred.length === 0) run();
    else this.#waiting.push(run);
  }

  #hasTakenItsTime(): boolean {
    return this.now() - this.#began >= this.#length;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // Also a caller that is alone lets the event loop turn, as another may arrive meanwhile.
    const turn = this.turn() ?? new Promise<void>((resolve) => setImmediate(resolve));
    void turn.then(() => this.#run());
  }

  #run(): void {
    this.#isOver = false;
    this.#began = this.now();
    this.#length = this.lengthNow();
    this.#runNext();
  }

  #runNext(): void {
    const ended = this.#endOf(this.deadline.signal);
    if (ended && this.#end) {
      this.#deferred.length = 0;
      this.#waiting.length = 0;
      this.#end(ended);
    } else this.#deferred.shift()?.(ended);
    // After everything that it leads to, which is most of the work.
    process.nextTick(() => this.#proceed());
  }

  /** Why nothing more is done; the caller that waits is answered with what there is. */
  #endOf({ aborted, reason }: AbortSignal): CrosspointError | undefined {
    if (!aborted) return undefined;
    if (!isTimeout(reason)) return new CrosspointError('UNAVAILABLE', 'The client left before the answer');
    this.#timeOverSince ??= this.now();
    if (this.now() - this.#timeOverSince < COMPLETION_MILLISECONDS) return undefined;
    return new CrosspointError('TIMEOUT', 'The operation took too long');
  }

  #proceed(): void {
    const isWaiting = this.#deferred.length > 0;
    if (isWaiting && !this.#hasTakenItsTime()) {
      this.#runNext();
      return;
    }
    this.#isScheduled = false;
    if (isWaiting) this.#schedule();
    else for (const run of this.#waiting.splice(0)) run();
  }
}
