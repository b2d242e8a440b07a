/** Milliseconds by which a clock may be ahead of the time that has passed. */
const LEAP = 300_000;
/** Milliseconds after which a leap forward is accepted as the true time. */
const BELIEVED_AFTER = 3_600_000;

/**
 * A clock for removing what is old: a leap forward is accepted only after an hour, since a wrong clock is mostly corrected
 * by then. Until then the time advances by the uptime.
 */
export class CautiousClock {
  readonly #now: () => Date;
  readonly #uptime: () => number;
  #believed: number;
  #at: number;
  #leaptAt: number | null = null;

  /** `last` is the latest time that is known to have been, in milliseconds. */
  constructor(last: number, now: () => Date, uptime: () => number = () => performance.now()) {
    this.#now = now;
    this.#uptime = uptime;
    this.#at = uptime();
    this.#believed = last;
  }

  /** True while the clock is ahead of the accepted time. */
  get isAhead(): boolean {
    return this.#leaptAt !== null;
  }

  /** Milliseconds since 1970, as far as they are believed. */
  time(): number {
    const uptime = this.#uptime();
    const reading = this.#now().getTime();
    const passed = this.#believed + uptime - this.#at;
    const leapt = reading - passed > LEAP;
    if (leapt) this.#leaptAt ??= uptime;
    if (leapt && uptime - (this.#leaptAt ?? uptime) < BELIEVED_AFTER) return passed;
    this.#leaptAt = null;
    this.#believed = reading;
    this.#at = uptime;
    return reading;
  }
}
