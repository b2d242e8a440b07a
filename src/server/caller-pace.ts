import { LRUCache } from 'lru-cache';

/** Milliseconds by which anything is delayed at most. What would wait longer is not counted. */
export const LONGEST_DELAY = 5_000;
const MOST_CALLERS = 1_000;

/**
 * The pace at which a caller gets what costs it no points and is not executed, such as refusals. A client that sends the next
 * request once it is answered would otherwise take the event loop with them.
 */
export class CallerPace {
  /** When a caller's next one would be due if none were at once, in milliseconds. */
  readonly #next = new LRUCache<string, number>({ max: MOST_CALLERS });

  /** Takes how many are at once, and how many in a second after that. */
  constructor(
    private readonly atOnce: number,
    private readonly aSecond: number,
  ) {}

  /** Milliseconds that this one waits, from 0 to 5,000; `now` is the time in milliseconds, `weight` how many it is worth. */
  delay(caller: string, now: number, weight = 1): number {
    const next = Math.max(this.#next.get(caller) ?? 0, now);
    const delay = Math.max(0, next - now - (this.atOnce * 1_000) / this.aSecond);
    if (delay < LONGEST_DELAY) this.#next.set(caller, next + (weight * 1_000) / this.aSecond);
    return Math.min(LONGEST_DELAY, delay);
  }
}
