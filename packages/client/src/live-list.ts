import type { CrosspointClient } from './client.ts';
import type { TypedDocument } from './document.ts';
import type { SubscriptionState } from './resume.ts';

/** An event of a subscription that begins with the current state. */
interface ListEvent {
  readonly missed: object | null;
}

/** A list as it is now. */
export interface LiveList<Item> {
  readonly items: readonly Item[];
  /** State of the connection; `failed` is final. */
  readonly status: SubscriptionState['status'] | 'failed';
  /** Why the subscription waits or failed. */
  readonly error: Error | undefined;
}

/** The parts of a live list. */
export interface ListSource<Data, Variables, Event extends ListEvent, Item> {
  readonly client: CrosspointClient;
  readonly document: TypedDocument<Data, Variables>;
  readonly variables: Omit<Variables, 'after'>;
  eventOf(data: Data): Event;
  /** The object of an event and its id; `item` is null when the object has left the list. */
  change(event: Event): { readonly id: string; readonly item: Item | null } | null;
}

/** Milliseconds in which changes are collected before observers are notified. */
const FLUSH_MS = 25;

/** A list that follows a subscription: the state at the start, then every change; read again after a gap. */
export class LiveListStore<Data, Variables, Event extends ListEvent, Item> {
  readonly #source: ListSource<Data, Variables, Event, Item>;
  readonly #items = new Map<string, Item>();
  readonly #observers = new Set<() => void>();
  #list: LiveList<Item> = { items: [], status: 'connecting', error: undefined };
  #running: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: ListSource<Data, Variables, Event, Item>) {
    this.#source = source;
  }

  /** The list; the same object until something changes. */
  readonly current = (): LiveList<Item> => this.#list;

  /** Follows the list while there are observers; answers the function that ends the observation. */
  readonly observe = (observer: () => void): (() => void) => {
    this.#observers.add(observer);
    if (!this.#running) void this.#follow();
    return () => {
      this.#observers.delete(observer);
      if (this.#observers.size === 0) this.#stop();
    };
  };

  #stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #follow(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    try {
      while (!running.signal.aborted) await this.#read(running.signal);
    } catch (thrown) {
      if (!running.signal.aborted) this.#publish('failed', thrown as Error);
    }
  }

  /** Follows one subscription until it has a gap, after which the state is read again. */
  async #read(signal: AbortSignal): Promise<void> {
    const { client, document, variables, eventOf, change } = this.#source;
    const onState = (state: SubscriptionState) => {
      if (state.status === 'live' && !state.isResumed) this.#items.clear();
      this.#publish(state.status, state.status === 'waiting' ? state.error : undefined);
    };
    for await (const data of client.subscribe(document, variables, { signal, onState })) {
      const event = eventOf(data);
      if (event.missed) return;
      const changed = change(event);
      if (changed?.item) this.#items.set(changed.id, changed.item);
      else if (changed) this.#items.delete(changed.id);
      this.#timer ??= setTimeout(() => this.#publish(this.#list.status, this.#list.error), FLUSH_MS);
    }
  }

  #publish(status: LiveList<Item>['status'], error: Error | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#list = { items: [...this.#items.values()], status, error };
    for (const observer of this.#observers) observer();
  }
}
