/** Results of events that one caller's subscriptions make at once. */
const AT_ONCE = 16;
/** Milliseconds after which as many more begin, because those before wait for a vendor. */
const MORE_AFTER_MS = 50;

/** The results of one caller: how many are being made, and what begins the next ones. */
interface CallerResults {
  begun: number;
  readonly waiting: Set<() => void>;
  timer?: NodeJS.Timeout | undefined;
}

/**
 * Makes few results of one caller at a time. An event that hundreds of subscriptions show would otherwise have all of their
 * results half done while the first reads what the others need too, and collecting that much garbage delays every caller.
 */
export class ResultsAtOnce {
  readonly #callers = new Map<string, CallerResults>();

  /** Makes a result when fewer than 16 of the caller are being made, or after 50 ms for each 16 that wait before it. */
  async make<Value>(caller: string, make: () => Promise<Value>): Promise<Value> {
    const results = this.#of(caller);
    if (results.begun < AT_ONCE) results.begun += 1;
    else await this.#wait(results);
    try {
      return await make();
    } finally {
      this.#ended(caller, results);
    }
  }

  #of(caller: string): CallerResults {
    const results = this.#callers.get(caller) ?? { begun: 0, waiting: new Set() };
    this.#callers.set(caller, results);
    return results;
  }

  #wait(results: CallerResults): Promise<void> {
    return new Promise((resolve) => {
      results.waiting.add(resolve);
      results.timer ??= setInterval(() => this.#beginMore(results), MORE_AFTER_MS);
    });
  }

  #beginMore(results: CallerResults): void {
    for (let more = 0; more < AT_ONCE; more += 1) if (this.#beginNext(results)) results.begun += 1;
  }

  #beginNext({ waiting }: CallerResults): boolean {
    const [next] = waiting;
    if (!next) return false;
    waiting.delete(next);
    next();
    return true;
  }

  /** The next takes the place of one that ended. */
  #ended(caller: string, results: CallerResults): void {
    if (!this.#beginNext(results)) results.begun -= 1;
    if (results.waiting.size > 0) return;
    clearInterval(results.timer);
    results.timer = undefined;
    if (results.begun === 0) this.#callers.delete(caller);
  }
}
