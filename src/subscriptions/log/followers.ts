import type { LoggedEvent } from './log.ts';

/** Who follows a log; one that throws is nobody else's trouble. */
export class Followers {
  readonly #listeners = new Map<symbol, { heard: (events: readonly LoggedEvent[]) => void; broken?: () => void }>();

  /** Adds a listener and answers how to remove it. */
  add(heard: (events: readonly LoggedEvent[]) => void, broken?: () => void): () => void {
    const place = Symbol('follower');
    this.#listeners.set(place, { heard, broken });
    return () => this.#listeners.delete(place);
  }

  /** Gives a batch to everybody. */
  tell(events: readonly LoggedEvent[]): void {
    if (events.length === 0) return;
    for (const { heard } of [...this.#listeners.values()]) attempt(() => heard(events));
  }

  /** Says that some events were missed. */
  notifyBroken(): void {
    for (const { broken } of [...this.#listeners.values()]) attempt(() => broken?.());
  }

  /** Forgets everybody. */
  clear(): void {
    this.#listeners.clear();
  }
}

function attempt(step: () => void): void {
  try {
    step();
  } catch (thrown) {
    queueMicrotask(() => Promise.reject(thrown));
  }
}
