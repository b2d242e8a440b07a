import { LRUCache } from 'lru-cache';

/** Refusals of a caller that are sent at once, and those of a second after that. */
const AT_ONCE = 50;
const A_SECOND = 25;
/** Milliseconds by which a refusal is delayed at most. */
const LONGEST_MILLISECONDS = 5_000;
const MOST_CALLERS = 1_000;

/**
 * The pace at which a caller is refused. A refusal costs its caller no points, and a client that sends the next request once
 * it has one would otherwise take the event loop with what is not even executed.
 */
export class RefusalPace {
  /** When a caller's next refusal would be sent if none were sent at once, in milliseconds. */
  readonly #next = new LRUCache<string, number>({ max: MOST_CALLERS });

  /** Milliseconds that this refusal waits, from 0 to 5,000; `now` is the time in milliseconds. */
  delay(caller: string, now: number): number {
    const next = Math.max(this.#next.get(caller) ?? 0, now);
    const delay = Math.max(0, next - now - (AT_ONCE * 1_000) / A_SECOND);
    if (delay < LONGEST_MILLISECONDS) this.#next.set(caller, next + 1_000 / A_SECOND);
    return Math.min(LONGEST_MILLISECONDS, delay);
  }
}
