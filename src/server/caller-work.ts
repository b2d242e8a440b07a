/** Milliseconds in which work done weighs a third of what it did. */
const FADING_MILLISECONDS = 500;
/** The same for the time in which there was work to do. */
const BUSY_FADING_MILLISECONDS = 150;

/** The waiting and the completed work of a caller. */
export class CallerWork {
  /** Pieces of what has not begun yet. */
  readonly #first: (() => void)[] = [];
  /** Further pieces of operations that have begun, which precede them, those of the earliest operation first. */
  readonly #further: { readonly begin: () => void; readonly operation: number }[] = [];
  /** Milliseconds of work by which its turn is decided: those it did, and those that passed at others while it had no work. */
  place = 0;
  /** Milliseconds; no piece of work begins before. */
  pausedUntil = Number.NEGATIVE_INFINITY;
  #done = 0;
  #asOf = 0;
  /** A piece waits or has begun. */
  #isBusy = false;
  #busy = 0;
  #busyAsOf = 0;

  get isWaiting(): boolean {
    return this.#first.length + this.#further.length > 0;
  }

  /** Adds a piece, of an operation that has begun where it has a number. */
  wait(begin: () => void, operation: number | undefined, now: number): void {
    this.occupancy(now);
    this.#isBusy = true;
    if (operation === undefined) this.#first.push(begin);
    else {
      const before = this.#further.findLastIndex((other) => other.operation <= operation);
      this.#further.splice(before + 1, 0, { begin, operation });
    }
  }

  /** The next piece, which begins. */
  shift(): (() => void) | undefined {
    return this.#further.shift()?.begin ?? this.#first.shift();
  }

  /** The part of the recent time that its work took. */
  share(now: number): number {
    this.#done *= Math.exp((this.#asOf - now) / FADING_MILLISECONDS);
    this.#asOf = now;
    return this.#done / FADING_MILLISECONDS;
  }

  /** The part of the recent time in which a piece waited or had begun; near 1 where it asks for more than it gets. */
  occupancy(now: number): number {
    const before = Math.exp((this.#busyAsOf - now) / BUSY_FADING_MILLISECONDS);
    this.#busy = this.#busy * before + (this.#isBusy ? 1 - before : 0);
    this.#busyAsOf = now;
    return this.#busy;
  }

  /** Takes that a piece has ended, which took this long. */
  ended(milliseconds: number, now: number): void {
    this.occupancy(now);
    this.#isBusy = this.isWaiting;
    this.place += milliseconds;
    this.share(now);
    this.#done += milliseconds;
  }
}
