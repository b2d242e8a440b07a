import type { EventRecord } from '../../adapters/adapter.ts';
import { type EventLog, type LoggedEvent, type Position, refuseFuture } from '../log/log.ts';
import { LogReader } from '../log/reader.ts';
import { type CampaignOfRecording, ReaderIndex } from './reader-index.ts';

/** The position and the filter of a reader. */
interface ReadRequest {
  /** Continue after this place; from now on when absent. */
  readonly after?: Position | null;
  /** Whether an event passes. Cheap, and called at most once an event. */
  readonly matches: (event: EventRecord) => boolean;
  /** Keys of which each passing event has one, gaps aside; null or absent where none are known. */
  readonly keys?: readonly string[] | null;
}

/** How much a hub holds for one reader. */
interface HubOptions {
  /** Events that may wait for one reader before it is sent back to the log. */
  readonly queue?: number;
  /** Events read from the log at a time. */
  readonly page?: number;
  /** The campaign of a recording's call, by which filters of campaigns pass recordings. */
  readonly campaignOf?: CampaignOfRecording;
}

/** Events that may wait to be offered, in sizes of a reader's queue; with more, all readers are sent back to the log. */
const UNOFFERED = 4;
/** Milliseconds for which events are offered in one turn of the event loop, and readers between two looks at the time. */
const OFFER_MILLISECONDS = 0.5;
const LOOK_EVERY = 32;
/** Readers that are woken in one turn of the event loop; each then presents the event and waits for its caller's turn. */
const WOKEN_AT_ONCE = 32;

/** One follower of the log that serves any number of readers, none of which can slow another. */
export class Hub {
  readonly log: EventLog;
  readonly #queue: number;
  readonly #page: number;
  readonly #readers: ReaderIndex;
  /** Readers with new events that are not woken yet. */
  readonly #unwoken = new Set<LogReader>();
  #isWaking = false;
  /** Events that are not offered to all readers yet, the oldest first; of the first of them, the readers that remain. */
  #unoffered: LoggedEvent[] = [];
  #remaining: Iterator<LogReader> | undefined;
  /** Where the last event lies that was offered to all readers. */
  #offered: Position | null = null;
  readonly #offers = {
    upTo: () => this.#offered,
    /** Whether some readers have been offered an event that others have not. */
    isBegun: () => this.#remaining !== undefined,
  };
  readonly #stop: () => void;

  constructor(log: EventLog, { queue = 1_000, page = 500, campaignOf = () => null }: HubOptions = {}) {
    this.log = log;
    this.#queue = queue;
    this.#page = page;
    this.#readers = new ReaderIndex(campaignOf);
    this.#stop = log.follow(
      (events) => this.#push(events),
      () => this.#breakAll(),
      // A reader that was behind has not been given them.
      { takesRepeated: true },
    );
  }

  /** Starts a reader: what the log has after its position, then new events, without gaps or duplicates. */
  async read({ after, matches, keys = null }: ReadRequest): Promise<LogReader> {
    const reader = new LogReader(this.log, {
      matches,
      keys,
      queue: this.#queue,
      page: this.#page,
      offered: this.#offers,
      closed: () => this.#readers.remove(reader, keys),
    });
    this.#readers.add(reader, keys);
    try {
      reader.begin(await this.#start(after ?? null));
    } catch (thrown) {
      await reader.return();
      throw thrown;
    }
    return reader;
  }

  /** How many read, and how many of them are behind. */
  count(): { readers: number; behind: number; waiting: number } {
    const all = [...this.#readers.all];
    const waiting = all.reduce((sum, reader) => sum + reader.waiting, 0);
    return { readers: all.length, behind: all.filter((reader) => reader.behind).length, waiting };
  }

  /** Ends every reader. */
  async close(): Promise<void> {
    this.#stop();
    await Promise.all([...this.#readers.all].map((reader) => reader.return()));
  }

  async #start(after: Position | null): Promise<Position | null> {
    const head = await this.log.head();
    if (after !== null) refuseFuture(after, head);
    return after ?? head;
  }

  #push(events: readonly LoggedEvent[]): void {
    const isOffering = this.#unoffered.length > 0;
    this.#unoffered.push(...events);
    if (!isOffering) this.#offer();
    if (this.#unoffered.length > UNOFFERED * this.#queue) this.#breakAll();
  }

  /** Offers events to readers for a part of this turn of the event loop, and in later turns, since filters of many readers take long. */
  #offer(): void {
    const until = performance.now() + OFFER_MILLISECONDS;
    for (let tested = 1; this.#offerOne(); tested += 1) {
      if (tested % LOOK_EVERY !== 0 || performance.now() < until) continue;
      setImmediate(() => this.#offer());
      break;
    }
    if (!this.#isWaking) this.#wake();
  }

  /** Offers the oldest event to one reader; all test one event before any tests the next, since the facts of only one event are cached. */
  #offerOne(): boolean {
    const [logged] = this.#unoffered;
    if (!logged) return false;
    this.#remaining ??= this.#readers.candidates(logged)[Symbol.iterator]();
    const { value: reader, done } = this.#remaining.next();
    if (done) this.#offeredAll(logged);
    else {
      reader.push(logged);
      this.#unwoken.add(reader);
    }
    return true;
  }

  #offeredAll({ position }: LoggedEvent): void {
    this.#unoffered.shift();
    this.#remaining = undefined;
    this.#offered = position;
  }

  /** Wakes some readers now and the others in later turns of the event loop, since each leads to work of its subscription. */
  #wake(): void {
    let left = WOKEN_AT_ONCE;
    for (const reader of this.#unwoken) {
      if (left === 0) break;
      left -= 1;
      this.#unwoken.delete(reader);
      reader.pushed();
    }
    this.#isWaking = this.#unwoken.size > 0;
    if (this.#isWaking) setImmediate(() => this.#wake());
  }

  #breakAll(): void {
    this.#unoffered = [];
    this.#remaining = undefined;
    for (const reader of [...this.#readers.all]) reader.fallBehind();
  }
}
