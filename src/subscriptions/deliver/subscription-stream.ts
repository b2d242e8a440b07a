import type { EventRecord } from '../../adapters/event.ts';
import type { ReaderItem } from '../log/reader.ts';
import type { SubscriptionPayload } from '../request.ts';

type Present = (item: ReaderItem) => readonly SubscriptionPayload[];

/** The payloads of one subscription: those ready at its start, then one or more per item of its reader. */
export class SubscriptionStream implements AsyncIterableIterator<SubscriptionPayload> {
  readonly #items: AsyncIterableIterator<ReaderItem>;
  readonly #ready: SubscriptionPayload[];
  readonly #present: Present;
  readonly #last: ((event: EventRecord) => boolean) | undefined;
  #unwatch: () => void;
  #ending = false;

  constructor(
    items: AsyncIterableIterator<ReaderItem>,
    first: readonly SubscriptionPayload[],
    unwatch: () => void,
    present: Present,
    last?: (event: EventRecord) => boolean,
    isOver = false,
  ) {
    this.#items = items;
    this.#ready = [...first];
    this.#unwatch = unwatch;
    this.#present = present;
    this.#last = last;
    this.#ending = isOver;
  }

  async next(): Promise<IteratorResult<SubscriptionPayload>> {
    for (;;) {
      const ready = this.#ready.shift();
      if (ready) return { done: false, value: ready };
      if (this.#ending) return this.return();
      const { done, value } = await this.#items.next();
      if (done) return this.return();
      this.#ready.push(...this.#present(value));
      if (!value.gap && this.#last?.(value.event)) this.#ending = true;
    }
  }

  async return(): Promise<IteratorResult<SubscriptionPayload>> {
    this.#unwatch();
    this.#unwatch = () => undefined;
    await this.#items.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<SubscriptionPayload> {
    return this;
  }
}
