import type { EventRecord } from '../../adapters/adapter.ts';
import { type EventLog, isRepeated, type LoggedEvent, type Position } from './log.ts';

/** An event, or a notice that events before the next are no longer stored. */
export type ReaderItem =
  | ({ readonly gap: false } & LoggedEvent)
  | { readonly gap: true; readonly position: Position; readonly from: Date; readonly to: Date };

/** The events that were offered to the readers; only those that a reader may want are pushed. */
interface OfferedEvents {
  /** Where the last event lies that was offered to all readers. */
  upTo(): Position | null;
  /** Whether the next one has been offered to some readers. */
  isBegun(): boolean;
}

interface ReaderOptions {
  readonly matches: (event: EventRecord) => boolean;
  /** Keys of which each event that matches has one, gaps aside. */
  readonly keys?: readonly string[] | null;
  readonly queue: number;
  readonly page: number;
  readonly offered: OfferedEvents;
  readonly closed: () => void;
}

const RETRY_AFTER = 200;

/**
 * One reader's way along the log. What happens is queued, up to a bound; beyond it the queue is thrown away and the
 * reader reads the log again from where it was. `next` is to be called one at a time.
 */
export class LogReader implements AsyncIterableIterator<ReaderItem> {
  readonly #log: EventLog;
  readonly #options: ReaderOptions;
  #found: ReaderItem[] = [];
  #live: LoggedEvent[] = [];
  #position: Position | null = null;
  #behind = true;
  /** The last event that was offered before all that came was queued. */
  #queuedSince: Position | null = null;
  #reading = false;
  #begun = false;
  #closed = false;
  #failure: { readonly cause: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor(log: EventLog, options: ReaderOptions) {
    this.#log = log;
    this.#options = options;
  }

  /** True while it reads the log instead of the queue. */
  get behind(): boolean {
    return this.#behind;
  }

  /** How far the log was read while nothing found there waits to be taken; null while something does. */
  get reached(): Position | null {
    return this.#behind || this.#failure || this.waiting > 0 ? null : this.#passed();
  }

  /** How many events it holds. */
  get waiting(): number {
    return this.#found.length + this.#live.length;
  }

  /** Sets the position to continue from. */
  begin(position: Position | null): void {
    this.#position = position;
    this.#begun = true;
    const { offered } = this.#options;
    if (position !== null && position === offered.upTo() && !offered.isBegun()) {
      // Nothing lies in the log behind what was offered last; what comes is pushed.
      this.#queuedSince = position;
      this.#behind = false;
    }
    this.#wakeReader();
  }

  /** Takes an event that was just appended; `pushed` follows the last of them. */
  push(logged: LoggedEvent): void {
    if (this.#closed || this.#behind || this.#failure || isRepeated(logged, this.#queuedSince)) return;
    if (!this.#wants(logged.event)) return;
    this.#position = this.#passed();
    this.#live.push(logged);
    if (this.#live.length > this.#options.queue) this.fallBehind();
  }

  /** Everything appended at once was taken. */
  pushed(): void {
    if (this.#live.length > 0) this.#wakeReader();
  }

  /** Throws the queue away; the log is read again from the last place given. */
  fallBehind(): void {
    if (!this.#behind) this.#position = this.#passed();
    this.#live = [];
    this.#behind = true;
    this.#wakeReader();
  }

  async next(): Promise<IteratorResult<ReaderItem>> {
    while (!this.#closed) {
      if (this.#failure) throw this.#failure.cause;
      const item = this.#take();
      if (item) return { done: false, value: item };
      if (this.#begun && this.#behind) await this.#catchUp();
      else await new Promise<void>((wake) => (this.#wake = wake));
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<ReaderItem>> {
    this.#closed = true;
    this.#found = [];
    this.#live = [];
    this.#options.closed();
    this.#wakeReader();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<ReaderItem> {
    return this;
  }

  /** The place behind which nothing is left for it: while nothing waits, what was offered to others did not match. */
  #passed(): Position | null {
    const offered = this.#options.offered.upTo();
    // While a page is read, what it may hold lies before what comes now.
    if (offered === null || this.#reading || this.#failure || this.waiting > 0) return this.#position;
    return this.#position === null || offered > this.#position ? offered : this.#position;
  }

  /** A filter that throws ends its own reader, with the error, and no other. */
  #wants(event: EventRecord): boolean {
    if (this.#failure) return false;
    try {
      return this.#options.matches(event);
    } catch (cause) {
      this.#failure = { cause };
      this.#wakeReader();
      return false;
    }
  }

  #take(): ReaderItem | undefined {
    const found = this.#found.shift();
    if (found) return found;
    for (let next = this.#live.shift(); next; next = this.#live.shift()) {
      if (this.#position !== null && next.position <= this.#position) continue;
      this.#position = next.position;
      return { gap: false, ...next };
    }
    return undefined;
  }

  /** Reads one page. What is appended from here on is queued, so nothing can fall between page and queue. */
  async #catchUp(): Promise<void> {
    this.#behind = false;
    this.#queuedSince = this.#options.offered.upTo();
    this.#reading = true;
    this.#live = [];
    const from = this.#position;
    try {
      const page = await this.#log.read(from, this.#options.page, this.#options.keys);
      if (page.gap && from !== null) this.#found.push(await this.#gap(from, page.events[0]));
      const wanted = page.events.filter(({ event }) => this.#wants(event));
      this.#found.push(...wanted.map((logged) => ({ gap: false as const, ...logged })));
      this.#position = page.reached ?? page.events.at(-1)?.position ?? this.#position;
      if (page.more) this.fallBehind();
    } catch {
      this.fallBehind();
      await new Promise((done) => setTimeout(done, RETRY_AFTER));
    } finally {
      this.#reading = false;
    }
  }

  async #gap(from: Position, first: LoggedEvent | undefined): Promise<ReaderItem> {
    const floor = (await this.#log.floor()) ?? from;
    this.#position = floor;
    const to = first ? this.#log.timeOf(first.position) : new Date();
    return { gap: true, position: floor, from: this.#log.timeOf(from), to };
  }

  #wakeReader(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
