/** Milliseconds after a change within which refusals are of the pace before it. */
const SETTLING = 5_000;
/** Milliseconds without a refusal after which polling becomes faster again. */
const RECOVERY = 10 * 60_000;
const MOST = 16;

/** Slows polling down while the vendor refuses requests because of a rate limit, which the guide does not state. */
export class Slowdown {
  #factor = 1;
  #changedAt = Number.NEGATIVE_INFINITY;

  /** The factor of the usual time between two polls. */
  get factor(): number {
    return this.#factor;
  }

  /** A request was refused because of a rate limit. */
  refused(now = performance.now()): void {
    if (now - this.#changedAt < SETTLING) return;
    this.#factor = Math.min(MOST, this.#factor * 2);
    this.#changedAt = now;
  }

  /** A request was answered. */
  answered(now = performance.now()): void {
    if (this.#factor === 1 || now - this.#changedAt < RECOVERY) return;
    this.#factor /= 2;
    this.#changedAt = now;
  }
}
