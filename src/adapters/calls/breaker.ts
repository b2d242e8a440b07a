/** Circuit breaker of one vendor service: while most calls fail, further calls are refused without a vendor call. */
import { backOffMs } from '../../storage/back-off.ts';

/** `OPEN` lets no call through, `HALF_OPEN` one at a time, to see whether the vendor is back. */
export type BreakerState = 'CLOSED' | 'HALF_OPEN' | 'OPEN';

/** Outcome of a call; a call that its caller aborted says nothing about the vendor. */
export type AttemptOutcome = 'ANSWERED' | 'FAILED' | 'LEFT';

const FEWEST_CALLS = 20;
const FAILED_SHARE = 0.5;
/** How many calls are remembered, and for how many milliseconds. */
const MOST_CALLS = 100;
const RECENT = 60_000;
/** Milliseconds before the first trial; after every one that fails twice as many. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/**
 * Opens when half of the recent calls failed, admits single trial calls after a delay, and closes when one succeeds.
 */
export class Breaker {
  /** How often it opened, counted from the closed state. */
  openings = 0;
  /** How often the vendor was found to be back. */
  closings = 0;
  /** How many calls it refused. */
  refusals = 0;
  readonly #now: () => number;
  #recent = new CallWindow();
  #isClosed = true;
  #isTrying = false;
  #failedTrials = 0;
  #nextTrial = 0;
  /** Changes whenever the breaker opens, so that results of earlier calls are ignored. */
  #generation = 0;

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  get state(): BreakerState {
    if (this.#isClosed) return 'CLOSED';
    return this.#isTrying || this.#now() >= this.#nextTrial ? 'HALF_OPEN' : 'OPEN';
  }

  /** Whether a call would be let through now. */
  get isPassable(): boolean {
    return this.#isClosed || (!this.#isTrying && this.#now() >= this.#nextTrial);
  }

  /** Seconds until a call may be let through. */
  get seconds(): number {
    return Math.max(1, Math.ceil((this.#nextTrial - this.#now()) / 1_000));
  }

  /** Lets a call through, or answers null; what is answered belongs to `ended`. */
  enter(): number | null {
    if (this.#isClosed) return this.#generation;
    if (!this.isPassable) {
      this.refusals += 1;
      return null;
    }
    this.#isTrying = true;
    return this.#generation;
  }

  /** Takes in what became of a call. */
  ended(generation: number, outcome: AttemptOutcome): void {
    if (generation !== this.#generation) return;
    if (!this.#isClosed) this.#tried(outcome);
    else if (outcome !== 'LEFT' && this.#recent.add(this.#now(), outcome === 'FAILED')) this.#open();
  }

  #tried(outcome: AttemptOutcome): void {
    this.#isTrying = false;
    if (outcome === 'LEFT') return;
    if (outcome === 'FAILED') this.#wait();
    else this.#close();
  }

  #open(): void {
    this.openings += 1;
    this.#isClosed = false;
    this.#wait();
  }

  #wait(): void {
    this.#generation += 1;
    this.#nextTrial = this.#now() + backOffMs(this.#failedTrials + 1, { first: FIRST_PAUSE, most: LONGEST_PAUSE });
    this.#failedTrials += 1;
  }

  #close(): void {
    this.closings += 1;
    this.#isClosed = true;
    this.#failedTrials = 0;
    this.#recent = new CallWindow();
  }
}

/** The last calls, in a ring. */
class CallWindow {
  readonly #times = new Float64Array(MOST_CALLS);
  readonly #failed = new Uint8Array(MOST_CALLS);
  #oldest = 0;
  #count = 0;
  #failures = 0;

  /** Adds a call; answers whether too many have failed. */
  add(now: number, failed: boolean): boolean {
    while (this.#count === MOST_CALLS || (this.#count > 0 && now - (this.#times[this.#oldest] ?? 0) > RECENT)) {
      this.#failures -= this.#failed[this.#oldest] ?? 0;
      this.#oldest = (this.#oldest + 1) % MOST_CALLS;
      this.#count -= 1;
    }
    const at = (this.#oldest + this.#count) % MOST_CALLS;
    this.#times[at] = now;
    this.#failed[at] = failed ? 1 : 0;
    this.#count += 1;
    this.#failures += failed ? 1 : 0;
    return failed && this.#count >= FEWEST_CALLS && this.#failures >= this.#count * FAILED_SHARE;
  }
}
