/** Maximum published events remembered that this gateway has not received. */
const MAX_EVENTS = 20_000;

/** When events were published that this gateway has not received, by their key. */
export class PublishedElsewhere {
  readonly #times = new Map<string, number[]>();
  readonly #memoryMs: number;

  /** Each is remembered for so many milliseconds. */
  constructor(memoryMs: number) {
    this.#memoryMs = memoryMs;
  }

  add(key: string): void {
    this.#times.set(key, [...(this.#times.get(key) ?? []), Date.now()]);
    if (this.#times.size <= MAX_EVENTS) return;
    const [oldest] = this.#times.keys();
    if (oldest !== undefined) this.#times.delete(oldest);
  }

  /** Removes one event of this key; false where none was published. */
  take(key: string): boolean {
    const times = this.#times.get(key)?.filter((at) => at > Date.now() - this.#memoryMs) ?? [];
    const isKnown = times.shift() !== undefined;
    if (times.length > 0) this.#times.set(key, times);
    else this.#times.delete(key);
    return isKnown;
  }

  clear(): void {
    this.#times.clear();
  }
}
