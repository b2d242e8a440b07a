import { type Deadline, deadline } from '../../adapters/calls/deadline.ts';

/** Ends the work on the result of one event after a time, or with its subscription. Counts from when it is made. */
export class EventDeadline {
  readonly #began = performance.now();
  #made: Deadline | undefined;

  constructor(
    private readonly milliseconds: number | undefined,
    private readonly subscription: AbortSignal,
  ) {}

  /** Made when it is first read, since most results are read from memory. */
  get signal(): AbortSignal {
    if (this.milliseconds === undefined) return this.subscription;
    this.#made ??= deadline(Math.ceil(this.#began + this.milliseconds - performance.now()), this.subscription);
    return this.#made.signal;
  }

  /** Releases the timer. */
  clear(): void {
    this.#made?.clear();
  }
}
