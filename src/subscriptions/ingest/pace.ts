/** Milliseconds of work on what came together after which a stream may have ended unnoticed, and of waiting that show that it has not. */
const SLOW_MS = 100;
const WAITED_MS = 5;

/**
 * Whether the reading of a stream keeps up. While an event waits for the log, the end of the stream is not noticed, so that
 * nothing after the wait began is certain until the reader waits for the stream again.
 */
export class Pace {
  #takenAt = 0;
  #doneAt = Date.now();
  #behindSince: number | null = null;

  /** Events were taken from the stream. */
  taken(): void {
    this.#takenAt = Date.now();
    if (this.#takenAt - this.#doneAt > WAITED_MS) this.#behindSince = null;
  }

  /** Their work is done. */
  done(): void {
    this.#doneAt = Date.now();
    if (this.#doneAt - this.#takenAt > SLOW_MS) this.#behindSince ??= this.#takenAt;
  }

  /** When the stream may have ended at the earliest, called once its end is noticed. */
  end(): Date {
    const now = Date.now();
    return new Date(now - this.#doneAt > WAITED_MS ? now : (this.#behindSince ?? now));
  }
}

/** Counts what is on its way, and waits for some of it to arrive. */
export class InFlight {
  count = 0;
  #arrived: (() => void) | undefined;

  /** Work on so many events began. */
  add(work: Promise<unknown>, events: number): void {
    this.count += events;
    const done = () => {
      this.count -= events;
      this.#arrived?.();
    };
    work.then(done, done);
  }

  /** Waits until there is less of it. */
  async waitForOne(): Promise<void> {
    await new Promise<void>((arrived) => {
      this.#arrived = arrived;
    });
    this.#arrived = undefined;
  }
}
