/**
 * Which keys (event-keys.ts) stand in which stretch of a log, so that reading by keys passes over the stretches that have
 * none of them. A block is of a fixed number of events; its keys are stored as sorted hashes, some bytes for each event.
 * Events behind the last block have no block yet and are always read.
 */
import type { EventRecord } from '../../adapters/adapter.ts';
import { keysOf } from './event-keys.ts';
import type { LogDatabase, StoredEvent } from './log-database.ts';

/** Events of a block. */
const SIZE = 256;

/** The hash of a key: FNV-1a, 32 bits. Two keys with equal hashes only make a block be read in vain. */
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

function has(sorted: Buffer, hash: number): boolean {
  let [low, high] = [0, sorted.length / 4];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = sorted.readUInt32BE(middle * 4);
    if (found === hash) return true;
    if (found < hash) low = middle + 1;
    else high = middle;
  }
  return false;
}

/** Stores the blocks of a log as its events are appended, and those of events that were stored without. */
export class EventBlocks {
  readonly #database: LogDatabase;
  /** The hashes of the events behind the last block; null while stored events still need blocks. */
  #open: Set<number> | null = null;
  #first = 0;
  #count = 0;

  constructor(database: LogDatabase) {
    this.#database = database;
    this.#take();
  }

  /** Adds an event that is being appended, in the same transaction. */
  add(id: number, event: EventRecord): void {
    if (!this.#open) return;
    if (this.#count === 0) this.#first = id;
    for (const key of keysOf(event)) this.#open.add(hashOf(key));
    this.#count += 1;
    if (this.#count < SIZE) return;
    this.#database.insertBlock(this.#first, id, bytesOf(this.#open));
    this.#begin();
  }

  /** Begins anew from what is stored, after a transaction that was undone. */
  reset(): void {
    this.#open = null;
    this.#take();
  }

  /** Makes one block of stored events that have none; answers whether there may be more. */
  catchUp(): boolean {
    return this.#open === null && this.#take();
  }

  #begin(): void {
    this.#open = new Set();
    this.#count = 0;
  }

  #take(): boolean {
    const rows = this.#database.read(this.#database.blocksEnd(), SIZE);
    const [first, last] = [rows[0], rows.at(-1)];
    if (first && last && rows.length === SIZE) {
      const hashes = rows.map(hashesOf);
      const isRead = hashes.every((each) => each !== null);
      this.#database.insertBlock(
        first.id,
        last.id,
        bytesOf(new Set(isRead ? hashes.flatMap((each) => each ?? []) : [])),
      );
      return true;
    }
    this.#begin();
    for (const row of rows) {
      if (this.#count === 0) this.#first = row.id;
      for (const hash of hashesOf(row) ?? []) this.#open?.add(hash);
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

function bytesOf(hashes: ReadonlySet<number>): Buffer {
  const bytes = Buffer.alloc(hashes.size * 4);
  const sorted = Uint32Array.from(hashes).sort();
  for (const [at, hash] of sorted.entries()) bytes.writeUInt32BE(hash, at * 4);
  return bytes;
}
