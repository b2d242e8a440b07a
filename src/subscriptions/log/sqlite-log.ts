import { setImmediate as turn } from 'node:timers/promises';
import type { EventRecord } from '../../adapters/adapter.ts';
import { CrosspointError } from '../../adapters/errors.ts';
import type { Log } from '../../adapters/vendor.ts';
import { pauseFor } from '../../storage/back-off.ts';
import { CautiousClock } from '../../storage/cautious-clock.ts';
import { appendEvents, type Ids, type PackedEvents, packBeforehand } from './append-events.ts';
import { Batcher } from './batcher.ts';
import { storedKeys } from './event-keys.ts';
import { Followers } from './followers.ts';
import { keyedPage, readKeyed, readKeyedBefore } from './keyed-reads.ts';
import type { EventLog, LoggedEvent, LogIdentity, Page, Position, Retention } from './log.ts';
import { DEFAULT_RETENTION_MS } from './log.ts';
import { LogDatabase } from './log-database.ts';
import { LogSealer } from './log-sealer.ts';
import { IDS_PER_MILLISECOND, positionOf, timeOfId } from './sqlite-positions.ts';
import { decodeRow } from './unreadable-events.ts';

/** Where and how long an embedded log keeps its events. */
export interface SqliteLogOptions {
  /** A file, made when absent, or `:memory:`. */
  readonly file: string;
  readonly retention?: Partial<Retention>;
  /** Events that wait while the disk takes none; more are refused. */
  readonly spool?: number;
  readonly log?: Log;
  readonly now?: () => Date;
  /** Milliseconds of a monotonic clock. */
  readonly uptime?: () => number;
}

const DEFAULT_SPOOL = 50_000;
/** Milliseconds before a write that the disk refused is tried again. */
const RETRY_AFTER = 250;
const TRIM_EVERY = 60_000;
/** Rows removed in one go, so that a big clean-up never holds the process. */
const TRIM_STEP = 256;
/** Bytes of events as they are stored, of ten million or more. */
const DEFAULT_SIZE = 1_000_000_000;

/** An event log in an SQLite file. */
export class SqliteLog implements EventLog {
  readonly identity: LogIdentity;
  readonly #database: LogDatabase;
  readonly #retention: Retention;
  readonly #now: () => Date;
  readonly #clock: CautiousClock;
  readonly #followers = new Followers();
  readonly #batcher: Batcher<Position | null>;
  readonly #closed = new AbortController();
  readonly #log: Log | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #unlock: () => void;
  readonly #sealer: LogSealer;
  #refusing = false;
  #isFull = false;
  /** The last transaction was undone. */
  #isUndone = false;
  #last: number;
  #floor: number;
  #size: number;

  constructor({ file, retention, spool, log, now, uptime }: SqliteLogOptions, unlock: () => void) {
    this.#unlock = unlock;
    this.#log = log;
    this.#batcher = new Batcher((events) => this.#store(events), spool ?? DEFAULT_SPOOL);
    this.#database = new LogDatabase(file, (facts, text) => log?.error(facts, text));
    this.#retention = { age: retention?.age ?? DEFAULT_RETENTION_MS, size: retention?.size ?? DEFAULT_SIZE };
    this.#now = now ?? (() => new Date());
    this.identity = this.#database.identity();
    this.#sealer = new LogSealer(this.#database, log, (bytes) => {
      this.#size += bytes;
    });
    this.#floor = this.#database.floor();
    this.#last = Math.max(this.#floor, this.#database.last());
    this.#size = this.#database.size();
    const newest = this.#last === 0 ? this.#now() : this.timeOf(positionOf(this.#last));
    this.#clock = new CautiousClock(newest.getTime(), this.#now, uptime);
    // The time since the last run is not known; it is not a leap.
    this.#clock.time();
    this.#timer = setInterval(() => this.#trimAndLog(), TRIM_EVERY).unref();
    this.#trimAndLog();
  }

  append(events: readonly EventRecord[]): Promise<readonly (Position | null)[]> {
    return this.#batcher.append(events);
  }

  async read(after: Position | null, limit: number, keys?: readonly string[] | null): Promise<Page> {
    const from = after === null ? 0 : Number(after);
    // A gap before the first event is reported with its time, so that none is left out before it.
    if (keys && from >= this.#floor)
      return { ...keyedPage(readKeyed(this.#database, from, limit, storedKeys(keys))), gap: false };
    const rows = this.#database.read(from, limit + 1);
    const events = rows.slice(0, limit).map(decodeRow);
    return { events, gap: after !== null && from < this.#floor, more: rows.length > limit };
  }

  async readBefore(
    before: Position | null,
    limit: number,
    keys?: readonly string[] | null,
  ): Promise<Omit<Page, 'gap'>> {
    const to = before === null ? Number.MAX_SAFE_INTEGER : Number(before);
    if (keys) return keyedPage(readKeyedBefore(this.#database, to, limit, storedKeys(keys)));
    const rows = this.#database.readBefore(to, limit + 1);
    return { events: rows.slice(0, limit).map(decodeRow), more: rows.length > limit };
  }

  async head(): Promise<Position | null> {
    return this.#last === 0 ? null : positionOf(this.#last);
  }

  async floor(): Promise<Position | null> {
    return this.#floor === 0 ? null : positionOf(this.#floor);
  }

  placeAt(time: Date): Position {
    return positionOf(time.getTime() * IDS_PER_MILLISECOND - 1);
  }

  timeOf(position: Position): Date {
    return timeOfId(Number(position));
  }

  follow(listener: (events: readonly LoggedEvent[]) => void, broken?: () => void): () => void {
    return this.#followers.add(listener, broken);
  }

  async note(name: string, text: string): Promise<void> {
    this.#database.setNote(name, text);
  }

  async noted(name: string): Promise<string | null> {
    return this.#database.note(name);
  }

  async notes(prefix: string): Promise<ReadonlyMap<string, string>> {
    return this.#database.notes(prefix);
  }

  async exchange(name: string, before: string | null, after: string | null): Promise<boolean> {
    return this.#database.exchangeNote(name, before, after);
  }

  async trim(): Promise<void> {
    const oldest = (this.#believedTime() - this.#retention.age) * IDS_PER_MILLISECOND;
    while (this.#remove(oldest, TRIM_STEP)) await this.#pause();
    while (this.#size > this.#retention.size) {
      if (!this.#isFull) this.#log?.warn({}, 'The event log is full; its oldest events are removed');
      this.#isFull = true;
      const step = Math.max(1, Math.ceil(this.#database.count(TRIM_STEP * 20) / 20));
      if (!this.#remove(Number.MAX_SAFE_INTEGER, Math.min(step, TRIM_STEP))) return;
      await this.#pause();
    }
  }

  #pause(): Promise<unknown> {
    return this.#database.room() ?? turn();
  }

  get waiting(): boolean {
    return this.#refusing;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    const closing = this.#batcher.close(this.#refusing);
    this.#closed.abort();
    await closing;
    await this.#sealer.close();
    this.#followers.clear();
    await this.#database.close();
    this.#unlock();
  }

  /** A full disk loses nothing: what is appended waits, bounded, until it takes writes again. */
  async #store(events: readonly EventRecord[]): Promise<(Position | null)[]> {
    for (;;) {
      try {
        await this.#sealer.capacity();
        const ids = { last: this.#last, earliest: this.#now().getTime() * IDS_PER_MILLISECOND };
        const packs = await packBeforehand(events, ids, this.#sealer);
        await this.#database.room();
        const places = this.#storeOnce(events, ids, packs);
        if (this.#refusing) this.#log?.warn({}, 'The event log can be written again');
        this.#refusing = false;
        return places;
      } catch (thrown) {
        if (!this.#refusing) this.#log?.error({ cause: thrown }, 'The event log cannot be written; events wait for it');
        this.#refusing = true;
        if (this.#closed.signal.aborted) throw thrown;
        await pauseFor(RETRY_AFTER, this.#closed.signal);
      }
    }
  }

  #storeOnce(events: readonly EventRecord[], ids: Ids, packs: readonly PackedEvents[] | null): (Position | null)[] {
    try {
      if (this.#isUndone) this.#sealer.blocks.reset();
      this.#isUndone = false;
      const { positions, added, last, bytes } = this.#database.transaction(() => {
        const stored = appendEvents(events, ids, this.#database, this.#sealer.blocks, packs);
        this.#database.noteSize(this.#size + stored.bytes);
        return stored;
      });
      this.#last = last;
      this.#size += bytes;
      this.#followers.publish(added);
      return positions;
    } catch (cause) {
      this.#isUndone = true;
      this.#database.undone();
      throw new CrosspointError('UNAVAILABLE', 'The event log cannot be written', { cause });
    }
  }

  /** A clock that leaps, as one that is set wrong does, removes nothing yet. */
  #believedTime(): number {
    const { isAhead: wasAhead } = this.#clock;
    const time = this.#clock.time();
    if (this.#clock.isAhead && !wasAhead)
      this.#log?.warn({}, 'The clock leapt forward; for an hour no event is removed for the age it has by it');
    return time;
  }

  /** Takes a step in removing at most `limit` of the oldest events with an id below `end`; answers whether there were any. */
  #remove(end: number, limit: number): boolean {
    const removed = this.#database.removeOldest(end, limit, this.#size);
    if (!removed) return false;
    this.#floor = removed.newest ?? this.#floor;
    this.#size -= removed.size;
    return true;
  }

  #trimAndLog(): void {
    this.trim().catch((cause: unknown) => this.#log?.error({ cause }, 'The event log could not be trimmed'));
  }
}
