import type { EventRecord } from '../../adapters/event.ts';

/** Milliseconds within which a master has replicated what it acknowledged, or is taken to have failed. */
const REPLICATED_AFTER_MS = 15_000;
const MAX_EVENTS = 5_000;

/** The events appended in the last seconds, to be appended again to a master that took over without them. */
export class RecentEvents {
  #batches: { readonly at: number; readonly events: readonly EventRecord[] }[] = [];

  /** Adds a batch that Redis has acknowledged. */
  add(events: readonly EventRecord[], now = Date.now()): void {
    this.#batches.push({ at: now, events });
    let count = this.#batches.reduce((sum, batch) => sum + batch.events.length, 0);
    while (this.#batches.length > 1 && (count > MAX_EVENTS || this.#isOld(now))) {
      count -= this.#batches.shift()?.events.length ?? 0;
    }
  }

  /** Takes what was acknowledged lately, the oldest first. */
  take(now = Date.now()): readonly EventRecord[] {
    const recent = this.#batches.filter(({ at }) => at >= now - REPLICATED_AFTER_MS);
    this.#batches = [];
    return recent.flatMap(({ events }) => events);
  }

  #isOld(now: number): boolean {
    const [oldest] = this.#batches;
    return oldest !== undefined && oldest.at < now - REPLICATED_AFTER_MS;
  }
}
