import { backOffMs } from '../../../storage/back-off.ts';

/** Whether one part of a vendor answers, and since when it does not. */
export class AvailabilityTracker {
  #answeredAt: Date;
  #failures = 0;

  constructor(
    /** Milliseconds until the next attempt after a failure: doubled each time, up to the second figure. */
    private readonly pauses: readonly [number, number],
    now: Date,
  ) {
    this.#answeredAt = now;
  }

  /** The last attempt failed. */
  get isFailing(): boolean {
    return this.#failures > 0;
  }

  /** Records an answer. Returns the time of the previous one (RFC 3339) where attempts failed since, else null. */
  answered(now: Date): string | null {
    const lost = this.#failures > 0 ? this.#answeredAt.toISOString() : null;
    this.#answeredAt = now;
    this.#failures = 0;
    return lost;
  }

  /** Notes a failure; returns the milliseconds until the next attempt. */
  failed(): number {
    const [first, most] = this.pauses;
    this.#failures += 1;
    return backOffMs(this.#failures, { first, most });
  }
}
