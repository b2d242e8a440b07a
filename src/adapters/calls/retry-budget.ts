/** How often an account's calls may be made again, so that a vendor in trouble is not sent a multiple of them. */

const SHARE = 0.2;
/** Minimum budget, so that an account with few calls can retry a call whose session ended. */
const FEWEST = 3;
/** Milliseconds of a slot; the window is all of them. */
const SLOT = 10_000;
const SLOTS = 6;

/** Allows an account a fifth of its calls again, within a sliding minute. */
export class RetryBudget {
  /** How many calls were made again, and how many were not although they might have been. */
  taken = 0;
  refused = 0;
  readonly #now: () => number;
  readonly #calls = new Float64Array(SLOTS);
  readonly #retries = new Float64Array(SLOTS);
  #slot = 0;

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** A call is made, for the first time or again. */
  called(): void {
    this.#add(this.#calls, 1);
  }

  /** Whether a call may be made again, or so many that belong together; they then count as made. */
  take(calls = 1): boolean {
    this.#forget();
    const retries = sum(this.#retries);
    const first = sum(this.#calls) - retries;
    if (retries + calls > Math.max(FEWEST, first * SHARE)) {
      this.refused += 1;
      return false;
    }
    this.charge(calls);
    return true;
  }

  /** A retry that shares the reason of another one, such as calls that waited for one new token. */
  charge(calls = 1): void {
    this.taken += calls;
    this.#add(this.#retries, calls);
  }

  #add(counts: Float64Array, calls: number): void {
    const at = this.#forget();
    counts[at] = (counts[at] ?? 0) + calls;
  }

  /** Empties the slots that time has passed over; answers the present one. */
  #forget(): number {
    const slot = Math.floor(this.#now() / SLOT);
    for (let passed = Math.max(this.#slot + 1, slot - SLOTS + 1); passed <= slot; passed += 1) {
      this.#calls[passed % SLOTS] = 0;
      this.#retries[passed % SLOTS] = 0;
    }
    this.#slot = slot;
    return slot % SLOTS;
  }
}

function sum(counts: Float64Array): number {
  let whole = 0;
  for (const count of counts) whole += count;
  return whole;
}
