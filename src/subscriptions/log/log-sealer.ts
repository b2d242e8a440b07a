import { setImmediate as turn } from 'node:timers/promises';
import type { Log } from '../../adapters/vendor.ts';
import { EventBlocks } from './event-blocks.ts';
import { compressedLater, eventsCompressedLater, packed } from './event-pack.ts';
import type { LogDatabase, StoredEvent } from './log-database.ts';
import type { PackPlace, StoredPack } from './pack-table.ts';
import { ReusedBytes } from './reused-bytes.ts';

/** Complete blocks that may wait to be compressed before appending waits for them, so that the file does not grow meanwhile. */
const MOST_WAITING = 8;

/**
 * Compresses the events of a log while it is in use: many before they are stored, the others once their block is complete, and
 * what a file of an older version holds. Events are compressed outside of the process' main thread, and replaced in one transaction.
 */
export class LogSealer {
  /** The blocks of the log. */
  readonly blocks: EventBlocks;
  readonly #database: LogDatabase;
  readonly #log: Log | undefined;
  readonly #onGrown: (bytes: number) => void;
  readonly #blockMemory = new ReusedBytes();
  #isClosed = false;
  /** Stored events of an older version are being compressed, which takes long and nothing waits for. */
  #isCatchingUp: boolean;
  /** Blocks that were completed since all were sealed. */
  #waiting = 0;
  #isAwaited = false;
  #running: Promise<void> | undefined;

  /** `onGrown` is called with the bytes that the events take more, or less. */
  constructor(database: LogDatabase, log: Log | undefined, onGrown: (bytes: number) => void) {
    this.#database = database;
    this.#log = log;
    this.#onGrown = onGrown;
    this.blocks = new EventBlocks(database, () => this.#wake());
    this.#isCatchingUp = database.unsealed() !== null;
    this.#begin(() => this.#catchUp());
  }

  /** Resolves when few enough blocks wait to be compressed for more to be appended; null where that is so now. */
  capacity(): Promise<void> | null {
    return this.#waiting < MOST_WAITING || this.#isCatchingUp ? null : (this.#running ?? null);
  }

  /** Waits for blocks that are being compressed; answers whether all events of the log are. */
  async areAllCompressed(): Promise<boolean> {
    if (this.#isCatchingUp) return false;
    await this.#running;
    return !this.#running && this.#database.isSealed;
  }

  /** Compresses events that are not stored yet; to be called one after the other, where all events are compressed. */
  async pack(events: readonly StoredEvent[]): Promise<StoredPack> {
    const [first = 0, last = 0] = [events[0]?.id, events.at(-1)?.id];
    return { first, last, count: events.length, body: await eventsCompressedLater(events, this.#blockMemory) };
  }

  /** Ends after what is being compressed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  #wake(): void {
    this.#isAwaited = true;
    this.#waiting += 1;
    this.#start();
  }

  #start(): void {
    if (!this.#running && !this.#isClosed) this.#begin(() => this.#sealAll());
  }

  #begin(work: () => Promise<void>): void {
    this.#running = work()
      .catch((cause: unknown) => this.#log?.warn({ cause }, 'Stored events could not be compressed or indexed'))
      .finally(() => {
        this.#running = undefined;
        if (this.#isAwaited) this.#start();
      });
  }

  /** Makes the blocks of a file of an older version, and seals them. */
  async #catchUp(): Promise<void> {
    do await turn();
    while (!this.#isClosed && this.blocks.catchUp());
    await this.#sealAll();
  }

  async #sealAll(): Promise<void> {
    do {
      this.#isAwaited = false;
      do await turn();
      while (!this.#isClosed && (await this.#sealOne()));
      this.#isCatchingUp = false;
      this.#waiting = 0;
    } while (this.#isAwaited && !this.#isClosed);
  }

  /** Begins to compress the oldest block that is not sealed, where there is one; the bytes of its batches are not needed then. */
  #compressNext(): { readonly batches: readonly PackPlace[]; readonly compressing: Promise<Buffer> } | null {
    const stored = this.#database.unsealed();
    if (!stored) return null;
    const compressing = compressedLater(
      stored.map(({ body }) => body),
      this.#blockMemory,
    );
    return { batches: stored.map(({ first, last, count }) => ({ first, last, count })), compressing };
  }

  /** Where a batch is damaged, a gap takes its place. */
  #compressReadable(batches: readonly PackPlace[]): Promise<Buffer> {
    const readable = batches.map(({ first, last, count }) => this.#database.read(first - 1, count, last));
    const packs = readable.filter(({ length }) => length > 0).map((events) => packed(events));
    return compressedLater(packs, this.#blockMemory);
  }

  /** Seals the oldest block that is not sealed; answers whether there was one. */
  async #sealOne(): Promise<boolean> {
    const next = this.#compressNext();
    if (!next) return false;
    const { batches, compressing } = next;
    const pack = await compressing.catch(() => this.#compressReadable(batches));
    await this.#database.room();
    const growth = this.#isClosed ? null : this.#database.seal(batches, pack);
    if (growth !== null) this.#onGrown(growth);
    return true;
  }
}
