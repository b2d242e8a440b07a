import { mayKnow } from '../../access/caller.ts';
import type { Adapter, WantedKinds, Watchable } from '../../adapters/adapter.ts';

/** What the names of watches begin with, as those of streams begin otherwise. */
export const WATCH = 'watch:';

/** Whether a stream is a watch, by its name. */
export function isWatch(name: string): boolean {
  return name.startsWith(WATCH);
}

/** Runs one watch until the signal. */
type RunWatch = (adapter: Adapter, kinds: WantedKinds, signal: AbortSignal) => Promise<void>;

/** Polls vendors without a stream, only while there are listeners, and only for the kinds they listen to. */
export class Watches {
  readonly #watches: readonly AccountWatch[];

  constructor(adapters: readonly Adapter[], linger: number, run: RunWatch) {
    const watched = adapters.filter((adapter) => adapter.watch !== undefined);
    this.#watches = watched.map((adapter) => new AccountWatch(adapter, linger, run));
  }

  /** Counts a listener in; the answered function counts it out, once. */
  add(kinds: readonly Watchable[], accounts: 'all' | ReadonlySet<string>): () => void {
    const chosen = this.#watches.filter(({ account }) => mayKnow({ accounts }, account));
    for (const watch of chosen) watch.add(kinds);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      for (const watch of chosen) watch.remove(kinds);
    };
  }

  /** Stops reacting to leaving listeners until `stop`, so that running watches continue. */
  pin(): void {
    for (const watch of this.#watches) watch.pin();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#watches.map((watch) => watch.stop()));
  }
}

/** Kinds of a running watch, which receives each change of them. */
export class Kinds extends Set<Watchable> implements WantedKinds {
  readonly #callbacks = new Set<() => void>();

  onChange(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  /** Wants these and no others. */
  become(kinds: readonly Watchable[]): void {
    if (kinds.length === this.size && kinds.every((kind) => this.has(kind))) return;
    this.clear();
    for (const kind of kinds) this.add(kind);
    for (const callback of [...this.#callbacks]) callback();
  }
}

class AccountWatch {
  readonly account: string;
  readonly #adapter: Adapter;
  readonly #linger: number;
  readonly #run: RunWatch;
  readonly #listeners = new Map<Watchable, number>();
  /** What the running watch is wanted for; nothing while none runs. */
  #kinds: Kinds | undefined;
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isPinned = false;

  constructor(adapter: Adapter, linger: number, run: RunWatch) {
    this.account = adapter.account;
    this.#adapter = adapter;
    this.#linger = linger;
    this.#run = run;
  }

  add(kinds: readonly Watchable[]): void {
    for (const kind of this.#watchable(kinds)) this.#listeners.set(kind, (this.#listeners.get(kind) ?? 0) + 1);
    this.#apply();
  }

  remove(kinds: readonly Watchable[]): void {
    for (const kind of this.#watchable(kinds)) this.#listeners.set(kind, (this.#listeners.get(kind) ?? 1) - 1);
    clearTimeout(this.#timer);
    if (!this.#isPinned) this.#timer = setTimeout(() => this.#apply(), this.#linger).unref();
  }

  pin(): void {
    this.#isPinned = true;
    clearTimeout(this.#timer);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#listeners.clear();
    this.#stop.abort();
    await this.#running;
  }

  #watchable(kinds: readonly Watchable[]): Watchable[] {
    return kinds.filter((kind) => this.#adapter.watches?.includes(kind));
  }

  /** Runs the watch while anything is wanted; what is wanted may change while it runs. */
  #apply(): void {
    const wanted = [...this.#listeners].filter(([, count]) => count > 0).map(([kind]) => kind);
    if (wanted.length === 0) {
      this.#kinds = undefined;
      this.#stop.abort();
    } else if (this.#kinds) this.#kinds.become(wanted);
    else this.#start(wanted);
  }

  #start(wanted: readonly Watchable[]): void {
    const kinds = new Kinds(wanted);
    this.#kinds = kinds;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const before = this.#running;
    this.#running = before.then(async () => {
      if (!signal.aborted) await this.#run(this.#adapter, kinds, signal);
    });
  }
}
