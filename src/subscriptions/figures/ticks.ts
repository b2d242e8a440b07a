import { setTimeout as sleep } from 'node:timers/promises';
import type { SubscriptionPayload } from '../request.ts';

/** The value that a tick is resolved on: a result without a place in the log, which replaces every earlier one. */
type StateTick = Pick<SubscriptionPayload, 'position'> & { readonly isState: true };

const TICK: StateTick = { position: null, isState: true };

/** Ticks at once, then at the end of each period in which the revision changed. */
export class StateTicks implements AsyncIterableIterator<StateTick> {
  readonly #periodMs: number;
  readonly #revision: () => unknown;
  readonly #stopping = new AbortController();
  #end: () => void;
  #last: { readonly revision: unknown } | undefined;

  constructor(periodMs: number, revision: () => unknown, end: () => void) {
    this.#periodMs = periodMs;
    this.#revision = revision;
    this.#end = end;
  }

  async next(): Promise<IteratorResult<StateTick>> {
    while (!this.#stopping.signal.aborted) {
      if (this.#last) await sleep(this.#periodMs, undefined, this.#stopping).catch(() => undefined);
      if (this.#stopping.signal.aborted) break;
      const revision = this.#revision();
      if (this.#last?.revision === revision) continue;
      this.#last = { revision };
      return { done: false, value: TICK };
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<StateTick>> {
    this.#stopping.abort();
    this.#end();
    this.#end = () => undefined;
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<StateTick> {
    return this;
  }
}
