/** Milliseconds by which a clock may be ahead of the time that has passed. */
const LEAP = 300_000;
/** Milliseconds for which a clock must go on telling it before a leap forward is believed. */
const BELIEVED_AFTER = 3_600_000;

/**
 * The time as far as it may be believed by whoever removes what is old: a clock that leaps forward is believed after an
 * hour, since a wrong one is mostly put right by then. Until then time goes on as it passes.
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

  /** True while the clock tells a time that is not believed. */
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
