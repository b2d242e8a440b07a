import type { EventRecord } from '../../adapters/adapter.ts';
import { missingSince } from '../../adapters/gap.ts';
import { retainedBytes } from '../../adapters/retained-bytes.ts';
import { type BufferedEvent, SubjectOrder } from './subject-order.ts';

/** Maximum buffered events; then the stream has to wait. */
const MAX_BUFFERED = 10_000;
const MAX_BUFFERED_BYTES = 64 * 1024 * 1024;

/** The events of a stream that are not known to be in the log, in the order in which they were received. */
export class StandbyBuffer {
  readonly #keyOf: (event: EventRecord) => string;
  readonly #events = new Set<BufferedEvent>();
  #bytes = 0;
  #added = 0;
  readonly #byKey = new Map<string, BufferedEvent[]>();
  readonly #bySubject = new SubjectOrder<BufferedEvent>();
  readonly #overtaken = new Set<BufferedEvent>();

  /** `keyOf` answers a key that is equal for the same event at every gateway. */
  constructor(keyOf: (event: EventRecord) => string) {
    this.#keyOf = keyOf;
  }

  get size(): number {
    return this.#events.size;
  }

  get isFull(): boolean {
    return this.#events.size >= MAX_BUFFERED || this.#bytes >= MAX_BUFFERED_BYTES;
  }

  get isOverfull(): boolean {
    return this.#events.size > MAX_BUFFERED || this.#bytes > MAX_BUFFERED_BYTES;
  }

  /** The first of them; undefined without any. */
  get oldest(): BufferedEvent | undefined {
    return this.#events.values().next().value;
  }

  /** When what they report may first have been missed by the log; undefined without any. */
  get since(): number | undefined {
    const gaps = [...this.#events].filter(({ event }) => event.kind === 'GAP').map(({ event }) => missingSince(event));
    return this.oldest && Math.min(this.oldest.at, ...gaps);
  }

  add(event: EventRecord): BufferedEvent {
    const key = this.#keyOf(event);
    this.#added += 1;
    const buffered = { event, at: Date.now(), bytes: retainedBytes(event), sequence: this.#added };
    this.#events.add(buffered);
    this.#bytes += buffered.bytes;
    this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), buffered]);
    this.#bySubject.add(buffered);
    return buffered;
  }

  /** The first `count` of them. */
  first(count: number): readonly BufferedEvent[] {
    return [...this.#events.values()].slice(0, count);
  }

  /** The oldest that is the same event as this one of another gateway. */
  sameAs(event: EventRecord): BufferedEvent | undefined {
    return this.#byKey.get(this.#keyOf(event))?.[0];
  }

  delete(buffered: BufferedEvent): void {
    if (!this.#events.delete(buffered)) return;
    this.#overtaken.delete(buffered);
    this.#bytes -= buffered.bytes;
    this.#bySubject.delete(buffered);
    const key = this.#keyOf(buffered.event);
    const rest = (this.#byKey.get(key) ?? []).filter((other) => other !== buffered);
    if (rest.length > 0) this.#byKey.set(key, rest);
    else this.#byKey.delete(key);
  }

  /** Deletes those of a subject, or those before another of it, but no gaps. */
  deleteOlder(subject: string, before?: BufferedEvent): void {
    for (const older of this.#bySubject.older(subject, before)) if (older.event.kind !== 'GAP') this.delete(older);
  }

  /** Notes that the log has an event of the subject that may be newer than those received before a time, gaps aside. */
  overtake(subject: string, isBefore: (time: number) => boolean): void {
    for (const older of this.#bySubject.older(subject))
      if (older.event.kind !== 'GAP' && isBefore(older.at)) this.#overtaken.add(older);
  }

  /** Deletes those that events of the log have overtaken; answers them in the order in which they were received. */
  deleteOvertaken(): readonly BufferedEvent[] {
    const overtaken = [...this.#events].filter((buffered) => this.#overtaken.has(buffered));
    for (const buffered of overtaken) this.delete(buffered);
    return overtaken;
  }

  /** Deletes those that were received before a time. */
  deleteBefore(time: number): void {
    for (const buffered of this.#events) {
      if (buffered.at >= time) return;
      this.delete(buffered);
    }
  }

  clear(): void {
    this.#events.clear();
    this.#overtaken.clear();
    this.#bytes = 0;
    this.#byKey.clear();
    this.#bySubject.clear();
  }
}
