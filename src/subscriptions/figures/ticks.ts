import { pauseFor } from '../../storage/back-off.ts';
import type { SubscriptionPayload } from '../request.ts';

/** The value that a tick is resolved on: a result without a place in the log, which replaces every earlier one. */
type StateTick = Pick<SubscriptionPayload, 'position'> & { readonly isState: true };

const TICK: StateTick = { position: null, isState: true };

/** Milliseconds after which an unchanged state is repeated, so that a quiet stream differs from one that stalls. */
const REPEAT_MS = 10_000;

/** Ticks at once, then at the end of each period in which the revision changed, or of the first after `repeatMs`. */
export class StateTicks implements AsyncIterableIterator<StateTick> {
  readonly #periodMs: number;
  readonly #revision: () => unknown;
  readonly #stopping = new AbortController();
  readonly #repeatMs: number;
  #end: () => void;
  #last: { readonly revision: unknown; readonly at: number } | undefined;

  constructor(periodMs: number, revision: () => unknown, end: () => void, repeatMs = REPEAT_MS) {
    this.#repeatMs = repeatMs;
    this.#periodMs = periodMs;
    this.#revision = revision;
    this.#end = end;
  }

  async next(): Promise<IteratorResult<StateTick>> {
    while (!this.#stopping.signal.aborted) {
      if (this.#last) await pauseFor(this.#periodMs, this.#stopping.signal);
      if (this.#stopping.signal.aborted) break;
      const revision = this.#revision();
      const now = performance.now();
      const { at = 0, revision: before } = this.#last ?? {};
      if (this.#last && before === revision && now - at < this.#repeatMs) continue;
      this.#last = { revision, at: now };
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
