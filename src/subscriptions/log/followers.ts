import type { LoggedEvent } from './log.ts';

/** The followers of a log; an error of one does not affect the others. */
export class Followers {
  readonly #listeners = new Map<symbol, { onEvents: (events: readonly LoggedEvent[]) => void; broken?: () => void }>();

  /** Adds a listener and answers how to remove it. */
  add(onEvents: (events: readonly LoggedEvent[]) => void, broken?: () => void): () => void {
    const place = Symbol('follower');
    this.#listeners.set(place, { onEvents, broken });
    return () => this.#listeners.delete(place);
  }

  /** Passes a batch to every follower. */
  publish(events: readonly LoggedEvent[]): void {
    if (events.length === 0) return;
    for (const { onEvents } of [...this.#listeners.values()]) attempt(() => onEvents(events));
  }

  /** Says that some events were missed. */
  notifyBroken(): void {
    for (const { broken } of [...this.#listeners.values()]) attempt(() => broken?.());
  }

  /** Removes all followers. */
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
