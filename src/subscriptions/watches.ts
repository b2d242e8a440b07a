import type { Adapter, Watchable } from '../adapters/adapter.ts';

/** Runs one watch until the signal. */
type RunWatch = (adapter: Adapter, kinds: ReadonlySet<Watchable>, signal: AbortSignal) => Promise<void>;

/** Watches vendors that have to be asked, only while somebody listens, and only for what somebody listens to. */
export class Watches {
  readonly #watches: readonly AccountWatch[];

  constructor(adapters: readonly Adapter[], linger: number, run: RunWatch) {
    const watched = adapters.filter((adapter) => adapter.watch !== undefined);
    this.#watches = watched.map((adapter) => new AccountWatch(adapter, linger, run));
  }

  /** Counts a listener in; the answered function counts it out, once. */
  add(kinds: readonly Watchable[], accounts: 'all' | ReadonlySet<string>): () => void {
    const chosen = this.#watches.filter(({ account }) => accounts === 'all' || accounts.has(account));
    for (const watch of chosen) watch.add(kinds);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      for (const watch of chosen) watch.remove(kinds);
    };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#watches.map((watch) => watch.stop()));
  }
}

class AccountWatch {
  readonly account: string;
  readonly #adapter: Adapter;
  readonly #linger: number;
  readonly #run: RunWatch;
  readonly #listeners = new Map<Watchable, number>();
  #watched = '';
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(adapter: Adapter, linger: number, run: RunWatch) {
    this.account = adapter.account;
    this.#adapter = adapter;
    this.#linger = linger;
    this.#run = run;
  }

  add(kinds: readonly Watchable[]): void {
    for (const kind of kinds) this.#listeners.set(kind, (this.#listeners.get(kind) ?? 0) + 1);
    this.#apply();
  }

  remove(kinds: readonly Watchable[]): void {
    for (const kind of kinds) this.#listeners.set(kind, (this.#listeners.get(kind) ?? 1) - 1);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#apply(), this.#linger).unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#listeners.clear();
    this.#stop.abort();
    await this.#running;
  }

  /** Starts the watch anew when other kinds are wanted than those watched. */
  #apply(): void {
    const kinds = [...this.#listeners].filter(([, count]) => count > 0).map(([kind]) => kind);
    const wanted = kinds.sort().join();
    if (wanted === this.#watched) return;
    this.#watched = wanted;
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const before = this.#running;
    this.#running = before.then(async () => {
      if (kinds.length > 0 && !signal.aborted) await this.#run(this.#adapter, new Set(kinds), signal);
    });
  }
}
