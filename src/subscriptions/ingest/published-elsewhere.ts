import type { EventRecord } from '../../adapters/adapter.ts';

/** Maximum published events remembered that this gateway has not received. */
const MAX_EVENTS = 20_000;
/** Milliseconds in which a stream delivers what was sent on it, or is noticed to be broken. */
const DELIVERED_WITHIN_MS = 20_000;

interface Published {
  readonly key: string;
  readonly subject: string;
  /** When the other gateway received it. */
  readonly receivedAt: number;
  /** When it was seen in the log. */
  readonly at: number;
}

/** The events that another gateway published and that this one has not received. */
export class PublishedElsewhere {
  /** Those of a key, the oldest first. */
  readonly #byKey = new Map<string, Published[]>();
  readonly #bySubject = new Map<string, Set<Published>>();
  readonly #memoryMs: number;

  /** Each is remembered for so many milliseconds. */
  constructor(memoryMs: number) {
    this.#memoryMs = memoryMs;
  }

  add(key: string, { subject, receivedAt }: EventRecord): void {
    const published = { key, subject, receivedAt: Date.parse(receivedAt), at: Date.now() };
    this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), published]);
    this.#bySubject.set(subject, (this.#bySubject.get(subject) ?? new Set()).add(published));
    if (this.#byKey.size <= MAX_EVENTS) return;
    const [oldest] = this.#byKey.values();
    for (const each of oldest ?? []) this.#delete(each);
  }

  /** Removes one event of this key; false where none was published. */
  take(key: string): boolean {
    const forgotten = Date.now() - this.#memoryMs;
    for (const published of this.#byKey.get(key) ?? []) {
      this.#delete(published);
      if (published.at > forgotten) return true;
    }
    return false;
  }

  /**
   * Whether the stream of this gateway, open since a time in milliseconds, still has to deliver published events of a subject:
   * a network that delayed them delivers them late, and what it delivers of the subject before them is older.
   */
  isDue(subject: string, openSince: number): boolean {
    const since = Date.now() - DELIVERED_WITHIN_MS;
    const published = [...(this.#bySubject.get(subject) ?? [])];
    return published.some(({ receivedAt, at }) => receivedAt > openSince && at > since);
  }

  /** Forgets those that the other gateway received until then, in milliseconds. */
  forgetReceivedUntil(time: number): void {
    for (const published of [...this.#byKey.values()].flat()) if (published.receivedAt <= time) this.#delete(published);
  }

  clear(): void {
    this.#byKey.clear();
    this.#bySubject.clear();
  }

  #delete(published: Published): void {
    const { key, subject } = published;
    const rest = (this.#byKey.get(key) ?? []).filter((other) => other !== published);
    if (rest.length > 0) this.#byKey.set(key, rest);
    else this.#byKey.delete(key);
    const ofSubject = this.#bySubject.get(subject);
    if (ofSubject?.delete(published) && ofSubject.size === 0) this.#bySubject.delete(subject);
  }
}
