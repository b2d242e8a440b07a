import { LRUCache } from 'lru-cache';
import type { LoggedEvent, Position } from './log.ts';
import { FAILOVER_MS } from './recent-events.ts';

const MOST_BYTES = 8 * 1024 * 1024;
/** Bytes of an entry beside its text. */
const BYTES_PER_ENTRY = 200;

/** The events that were published lately, by which those are known that were appended again to a master that lacked them. */
export class PublishedLately {
  readonly #positions = new LRUCache<string, Position>({
    maxSize: MOST_BYTES,
    sizeCalculation: (_, name) => BYTES_PER_ENTRY + 2 * name.length,
    ttl: FAILOVER_MS,
  });

  /** The events, those that were published before with their position of then. */
  mark(events: readonly LoggedEvent[]): LoggedEvent[] {
    return events.map((logged) => this.#marked(logged));
  }

  #marked(logged: LoggedEvent): LoggedEvent {
    const name = `${logged.event.account} ${logged.event.fingerprint}`;
    const repeats = this.#positions.get(name);
    if (repeats !== undefined) return { ...logged, repeats };
    this.#positions.set(name, logged.position);
    return logged;
  }
}
