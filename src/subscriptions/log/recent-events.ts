import type { EventRecord } from '../../adapters/event.ts';
import { retainedBytes } from '../../adapters/retained-bytes.ts';
import type { TermsOfEvents } from './batcher.ts';

/** Milliseconds within which a master has replicated what it acknowledged, or is taken to have failed. */
const REPLICATED_AFTER_MS = 15_000;
/** Milliseconds within which a master is replaced. Fingerprints outlive them, so that nothing is appended twice. */
export const FAILOVER_MS = 600_000;
const MAX_EVENTS = 5_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** Events that were acknowledged together. */
interface Batch {
  readonly at: number;
  readonly events: readonly EventRecord[];
  readonly terms: TermsOfEvents;
  readonly bytes: number;
}

/** The events appended in the last seconds, to be appended again to a master that took over without them. */
export class RecentEvents {
  #batches: Batch[] = [];
  #count = 0;
  #bytes = 0;

  /** Adds a batch that Redis has acknowledged. */
  add(events: readonly EventRecord[], terms: TermsOfEvents, now = Date.now()): void {
    const bytes = retainedBytes(events);
    this.#batches.push({ at: now, events, terms, bytes });
    this.#count += events.length;
    this.#bytes += bytes;
    while (this.#batches.length > 1 && (this.#isFull() || this.#isOld(now))) this.#drop();
  }

  #isFull(): boolean {
    return this.#count > MAX_EVENTS || this.#bytes > MAX_BYTES;
  }

  #drop(): void {
    const oldest = this.#batches.shift();
    this.#count -= oldest?.events.length ?? 0;
    this.#bytes -= oldest?.bytes ?? 0;
  }

  /**
   * Takes the batches that were acknowledged within so many milliseconds, the oldest first. Only those of the last seconds before
   * the newest are there, however long Redis was away since.
   */
  take(withinMs: number, now = Date.now()): readonly Pick<Batch, 'events' | 'terms'>[] {
    const recent = this.#batches.filter(({ at }) => at >= now - withinMs);
    this.#batches = [];
    this.#count = 0;
    this.#bytes = 0;
    return recent;
  }

  #isOld(now: number): boolean {
    const [oldest] = this.#batches;
    return oldest !== undefined && oldest.at < now - REPLICATED_AFTER_MS;
  }
}
