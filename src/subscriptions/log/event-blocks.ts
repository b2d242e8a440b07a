/**
 * Which keys (event-keys.ts) stand in which stretch of a log, so that reading by keys passes over the stretches that have
 * none of them. A block ends with the batch that completes it; its keys are stored as sorted hashes, some bytes for each
 * event. Events behind the last block have no block yet and are always read.
 */
import { bytesOf, has } from './block-index.ts';
import { keysOf } from './event-keys.ts';
import { PACK_SIZE } from './event-pack.ts';
import type { LogDatabase, StoredEvent } from './log-database.ts';

/** The least events of a block, which become a pack, and the most. */
const SIZE = PACK_SIZE;
const MOST = 2 * SIZE;

/** The hash of a key: FNV-1a, 32 bits. Two keys with equal hashes make a block be read that holds none of them. */
export function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Whether a block has one of these hashes; one without any, whose events could not be read, may have them all. */
export function hasAny(block: Buffer, hashes: readonly number[]): boolean {
  if (block.length === 0) return true;
  return hashes.some((hash) => has(block, hash));
}

/** Stores the blocks of a log as its events are appended, and those of events that were stored without. */
export class EventBlocks {
  readonly #database: LogDatabase;
  readonly #onComplete: () => void;
  /** The hashes of the events behind the last block; null while stored events still need blocks. */
  #open: Set<number> | null = null;
  #first = 0;
  #last = 0;
  #count = 0;

  /** `onComplete` is called with each block, in the transaction that stores it. */
  constructor(database: LogDatabase, onComplete: () => void = () => {}) {
    this.#database = database;
    this.#onComplete = onComplete;
    this.#take();
  }

  /**
   * Adds an event that is being appended, by its keys, in the same transaction; answers whether the batch it is in has to end
   * with it, so that no batch is in two blocks.
   */
  add(id: number, keys: readonly string[]): boolean {
    // Where the next block ends is not known.
    if (!this.#open) return true;
    this.#include(id, keys, this.#open);
    return this.#count === MOST && this.endBatch();
  }

  /** Ends the block where it has enough events, in the same transaction; answers whether it did. */
  endBatch(): boolean {
    if (!this.#open || this.#count < SIZE) return false;
    this.#insert(this.#open);
    this.#onComplete();
    return true;
  }

  /** Makes a block of events that are stored compressed, behind all others, in the same transaction. */
  addSealed(events: readonly { readonly id: number; readonly keys: readonly string[] }[]): void {
    const hashes = this.#begin();
    for (const { id, keys } of events) this.#include(id, keys, hashes);
    this.#insert(hashes);
  }

  /** Begins anew from what is stored, after a transaction that was undone. */
  reset(): void {
    this.#open = null;
    this.#take();
  }

  /** Makes one block of stored events that have none, or one group of blocks; answers whether there may be more. */
  catchUp(): boolean {
    if (this.#open === null && this.#take()) return true;
    return this.#database.transaction(() => this.#database.blocks.group());
  }

  #include(id: number, keys: readonly string[], hashes: Set<number>): void {
    if (this.#count === 0) this.#first = id;
    this.#last = id;
    for (const key of keys) hashes.add(hashOf(key));
    this.#count += 1;
  }

  #insert(hashes: Set<number>): void {
    this.#database.blocks.insert(this.#first, this.#last, bytesOf(hashes));
    this.#database.blocks.group();
    this.#begin();
  }

  #begin(): Set<number> {
    this.#count = 0;
    this.#open = new Set();
    return this.#open;
  }

  #take(): boolean {
    const rows = this.#database.read(this.#database.blocks.end(), SIZE);
    const [first, last] = [rows[0], rows.at(-1)];
    if (first && last && rows.length === SIZE) {
      const hashes = rows.map(hashesOf);
      const isRead = hashes.every((each) => each !== null);
      this.#database.blocks.insert(
        first.id,
        last.id,
        bytesOf(new Set(isRead ? hashes.flatMap((each) => each ?? []) : [])),
      );
      return true;
    }
    const open = this.#begin();
    for (const row of rows) {
      if (this.#count === 0) this.#first = row.id;
      this.#last = row.id;
      for (const hash of hashesOf(row) ?? []) open.add(hash);
      this.#count += 1;
    }
    return false;
  }
}

function hashesOf({ body }: StoredEvent): readonly number[] | null {
  try {
    return keysOf(JSON.parse(body)).map(hashOf);
  } catch {
    return null;
  }
}
