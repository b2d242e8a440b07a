import { mayUseAccount } from '../../access/caller.ts';
import type { Adapter, WantedKinds, Watchable } from '../../adapters/adapter.ts';
import { abortOnce } from '../../adapters/calls/abort.ts';

/** The prefix of the names of watches; no stream has it. */
export const WATCH_PREFIX = 'watch:';

/** Whether a stream is a watch, by its name. */
export function isWatch(name: string): boolean {
  return name.startsWith(WATCH_PREFIX);
}

/** Why a watch is stopped although it may be wanted: the gateway stops, or the account is removed or changed. */
const CLOSED = 'closed';

/** Whether a watch was stopped because it has no listener any more. */
export function isUnwanted({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason !== CLOSED;
}

/** The kinds and accounts that a listener watches. */
interface Listener {
  readonly kinds: readonly Watchable[];
  readonly accounts: 'all' | ReadonlySet<string>;
}

/** Runs one watch until the signal. */
type RunWatch = (adapter: Adapter, kinds: WantedKinds, signal: AbortSignal) => Promise<void>;

/** How watches run. */
interface WatchesOptions {
  /** Milliseconds a watch continues after its last listener left. */
  readonly linger: number;
  /** Whether one of several gateways watches for the listeners of all; it watches every kind, since it knows only its own listeners. */
  readonly isShared: boolean;
}

/** Polls what vendors' streams do not report, only while there are listeners, and for one gateway only the kinds they listen to. */
export class Watches {
  readonly #watches = new Map<string, AccountWatch>();
  readonly #listeners = new Set<Listener>();
  readonly #options: WatchesOptions;
  readonly #run: RunWatch;

  constructor(adapters: readonly Adapter[], options: WatchesOptions, run: RunWatch) {
    this.#options = options;
    this.#run = run;
    for (const adapter of adapters) this.addAccount(adapter);
  }

  /** Polls this account too, for the present listeners. */
  addAccount(adapter: Adapter): void {
    if (adapter.watch === undefined) return;
    const watch = new AccountWatch(adapter, this.#options, this.#run);
    this.#watches.set(adapter.account, watch);
    for (const { kinds, accounts } of this.#listeners) if (mayUseAccount({ accounts }, watch.account)) watch.add(kinds);
  }

  /** Polls this account no more; resolves when its watch has ended. */
  async removeAccount(account: string): Promise<void> {
    const watch = this.#watches.get(account);
    this.#watches.delete(account);
    await watch?.stop();
  }

  /** Counts a listener in; the answered function counts it out, once. */
  add(kinds: readonly Watchable[], accounts: 'all' | ReadonlySet<string>): () => void {
    const listener = { kinds, accounts };
    this.#listeners.add(listener);
    for (const watch of this.#wantedBy(listener)) watch.add(kinds);
    return () => {
      if (!this.#listeners.delete(listener)) return;
      for (const watch of this.#wantedBy(listener)) watch.remove(kinds);
    };
  }

  /** Resolves once the running watch of an account has looked at those of these kinds that it watches. */
  async looked(account: string, kinds: readonly Watchable[]): Promise<void> {
    await this.#watches.get(account)?.looked(kinds);
  }

  /** Stops reacting to leaving listeners until `stop`, so that running watches continue. */
  pin(): void {
    for (const watch of this.#watches.values()) watch.pin();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#watches.values()].map((watch) => watch.stop()));
  }

  #wantedBy({ accounts }: Listener): AccountWatch[] {
    return [...this.#watches.values()].filter(({ account }) => mayUseAccount({ accounts }, account));
  }
}

/** Kinds of a running watch, which receives each change of them. */
export class Kinds extends Set<Watchable> implements WantedKinds {
  readonly #callbacks = new Set<() => void>();
  readonly #looked = new Set<Watchable>();
  readonly #waiting = new Set<() => void>();

  onChange(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  looked(kinds: Iterable<Watchable>): void {
    for (const kind of kinds) if (this.has(kind)) this.#looked.add(kind);
    for (const notify of [...this.#waiting]) notify();
  }

  /** Resolves once these were looked at. */
  whenLooked(kinds: readonly Watchable[]): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!kinds.every((kind) => this.#looked.has(kind))) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Wants these and no others. */
  become(kinds: readonly Watchable[]): void {
    if (kinds.length === this.size && kinds.every((kind) => this.has(kind))) return;
    this.clear();
    for (const kind of kinds) this.add(kind);
    for (const kind of this.#looked) if (!this.has(kind)) this.#looked.delete(kind);
    for (const callback of [...this.#callbacks]) callback();
  }
}

class AccountWatch {
  readonly account: string;
  readonly #adapter: Adapter;
  readonly #options: WatchesOptions;
  readonly #run: RunWatch;
  readonly #listeners = new Map<Watchable, number>();
  /** The kinds of the running watch; undefined while none runs. */
  #kinds: Kinds | undefined;
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isPinned = false;

  constructor(adapter: Adapter, options: WatchesOptions, run: RunWatch) {
    this.account = adapter.account;
    this.#adapter = adapter;
    this.#options = options;
    this.#run = run;
  }

  add(kinds: readonly Watchable[]): void {
    for (const kind of this.#watchable(kinds)) this.#listeners.set(kind, (this.#listeners.get(kind) ?? 0) + 1);
    this.#apply();
  }

  remove(kinds: readonly Watchable[]): void {
    for (const kind of this.#watchable(kinds)) this.#listeners.set(kind, (this.#listeners.get(kind) ?? 1) - 1);
    clearTimeout(this.#timer);
    if (!this.#isPinned) this.#timer = setTimeout(() => this.#apply(), this.#options.linger).unref();
  }

  /** Resolves once those of these kinds that it watches were looked at. */
  async looked(kinds: readonly Watchable[]): Promise<void> {
    await this.#kinds?.whenLooked(this.#watchable(kinds));
  }

  pin(): void {
    this.#isPinned = true;
    clearTimeout(this.#timer);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#listeners.clear();
    this.#stop.abort(CLOSED);
    await this.#running;
  }

  #watchable(kinds: readonly Watchable[]): Watchable[] {
    const { watches = [] } = this.#adapter;
    const wanted = kinds.filter((kind) => watches.includes(kind));
    return this.#options.isShared && wanted.length > 0 ? [...watches] : wanted;
  }

  /** Runs the watch while anything is wanted; what is wanted may change while it runs. */
  #apply(): void {
    const wanted = [...this.#listeners].filter(([, count]) => count > 0).map(([kind]) => kind);
    if (wanted.length === 0) {
      this.#kinds = undefined;
      abortOnce(this.#stop);
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
