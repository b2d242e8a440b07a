/** How long to wait between two flushes, so that one flush sends many messages. */
interface Measure {
  /** So many times as long as the work took. */
  readonly factor: number;
  /** Milliseconds at most. */
  readonly longest: number;
}

const USUAL: Measure = { factor: 3, longest: 25 };
/** Where the process has no time left, doing more in one go spares more time than it makes wait. */
const SATURATED: Measure = { factor: 10, longest: 100 };
/** The part of its time that a saturated process is busy, and the milliseconds it is looked at for. */
const SATURATION = { part: 0.95, over: 250 };

/** Monotonic time, and how busy the process was. */
type Clock = Pick<typeof performance, 'now' | 'eventLoopUtilization'>;

/** Delays each flush after the one before, by longer the more the flushes cost the process. */
export class FlushThrottle {
  readonly #clock: Clock;
  #until = 0;
  #measure = USUAL;
  #looked: ReturnType<Clock['eventLoopUtilization']>;

  constructor(clock: Clock = performance) {
    this.#clock = clock;
    this.#looked = clock.eventLoopUtilization();
  }

  /** Milliseconds of the delay that remain; negative after it. */
  get remainingMs(): number {
    return this.#until - this.#clock.now();
  }

  /** Runs the work; the delay begins at its end. */
  run(work: () => void): void {
    const begun = this.#clock.now();
    work();
    const ended = this.#clock.now();
    this.#look();
    this.#until = ended + Math.min(this.#measure.longest, (ended - begun) * this.#measure.factor);
  }

  /** Looks, now and then, whether the process has time left. */
  #look(): void {
    const now = this.#clock.eventLoopUtilization();
    const { idle, active, utilization } = this.#clock.eventLoopUtilization(now, this.#looked);
    if (idle + active < SATURATION.over) return;
    this.#measure = utilization > SATURATION.part ? SATURATED : USUAL;
    this.#looked = now;
  }
}
