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
  /** Where the last event lies that was offered to the readers. */
  #offered: Position | null = null;
  readonly #offeredUpTo = () => this.#offered;
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
      offeredUpTo: this.#offeredUpTo,
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
    // All readers test one event before any tests the next, since the facts of only one event are cached.
    for (const logged of events) {
      for (const reader of this.#readers.candidates(logged)) {
        reader.push(logged);
        this.#unwoken.add(reader);
      }
      this.#offered = logged.position;
    }
    if (!this.#isWaking) this.#wake();
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
    for (const reader of [...this.#readers.all]) reader.fallBehind();
  }
}
