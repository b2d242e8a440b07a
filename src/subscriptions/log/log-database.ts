/** The tables of an embedded event log and the statements over them. */
import { randomBytes } from 'node:crypto';
import type Database from 'libsql';
import type { EventRecord } from '../../adapters/adapter.ts';
import { BackgroundCheckpoints } from '../../storage/background-checkpoints.ts';
import { inTransaction, openDatabase } from '../../storage/database.ts';
import { BLOCK_GROUPS, BLOCKS, BlockIndex } from './block-index.ts';
import { compressed, PACK_SIZE, packed } from './event-pack.ts';
import { Fingerprints } from './fingerprints.ts';
import type { LogIdentity } from './log.ts';
import { MetaTable } from './meta-table.ts';
import {
  BATCHES,
  type PackPlace,
  PackTable,
  type PackTableOptions,
  type Removed,
  SEALED_EVENTS,
  type StoredPack,
} from './pack-table.ts';
import { RecentBatches } from './recent-batches.ts';
import { ReusedBytes } from './reused-bytes.ts';

/** How a file came to be what it is; a change is a step more. */
const STEPS = [
  `
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, fingerprint TEXT NOT NULL, body TEXT NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS events_once ON events (account, fingerprint);
`,
  BLOCKS,
  SEALED_EVENTS + BLOCK_GROUPS,
  BATCHES,
];

/** An event as it is stored. */
export interface StoredEvent {
  /** Its position as a number. */
  readonly id: number;
  /** The event as JSON without a line break. */
  readonly body: string;
}

/** The database of an embedded event log. */
export class LogDatabase {
  readonly blocks: BlockIndex;
  readonly #database: Database.Database;
  readonly #checkpoints: BackgroundCheckpoints;
  readonly #fingerprints: Fingerprints;
  /** The oldest events, compressed. */
  readonly #sealed: PackTable;
  /** The events behind those, as they were appended. */
  readonly #batches: PackTable;
  readonly #recent = new RecentBatches();
  readonly #meta: MetaTable;
  readonly #batchMemory = new ReusedBytes();

  /** Opens a file, or makes it; throws what the database throws for a file that is damaged. */
  constructor(file: string, onUnreadable: PackTableOptions['onUnreadable'] = () => {}) {
    this.#database = openDatabase(file, STEPS, 'NORMAL');
    this.#checkpoints = new BackgroundCheckpoints(this.#database, file);
    this.#meta = new MetaTable(this.#database);
    this.#fingerprints = new Fingerprints(this.#database);
    const table = (options: Omit<PackTableOptions, 'onUnreadable'>) =>
      new PackTable(this.#database, this.#fingerprints, { ...options, onUnreadable });
    this.#sealed = table({ table: 'packs', packSize: PACK_SIZE, write: compressed });
    this.#batches = table({ table: 'batches', packSize: 1, write: packed });
    this.blocks = new BlockIndex(this.#database);
  }

  /** Resolves when a writer of many events may continue; null where that is now. */
  room(): Promise<void> | null {
    return this.#checkpoints.room();
  }

  /** The id and key of this log, made when it is opened for the first time. */
  identity(): LogIdentity {
    if (this.#meta.get('id') === undefined) {
      this.#meta.set('key', randomBytes(32).toString('base64'));
      this.#meta.set('id', randomBytes(9).toString('base64url'));
    }
    return { id: this.#meta.get('id') ?? '', key: Buffer.from(this.#meta.get('key') ?? '', 'base64') };
  }

  /** The id of the newest event that was removed; 0 where none was. */
  floor(): number {
    return Number(this.#meta.get('floor') ?? 0);
  }

  /** The id of the newest event; 0 where there is none. */
  last(): number {
    return this.#batches.end() || this.#sealed.end();
  }

  /** Bytes of all events: as noted, or summed up where another version wrote the events since, which takes long. */
  size(): number {
    const [floor, last, bytes = 0] = (this.#meta.get('size') ?? '').split(' ').map(Number);
    return floor === this.floor() && last === this.last() ? bytes : this.#sealed.size() + this.#batches.size();
  }

  /** Notes the bytes of all events, in the transaction that changes them. */
  noteSize(bytes: number): void {
    this.#meta.set('size', `${this.floor()} ${this.last()} ${bytes}`);
  }

  /** Number of events, as far as this. */
  count(most: number): number {
    const sealed = this.#sealed.count(most);
    return sealed + this.#batches.count(most - sealed);
  }

  /** The events after an id up to another, oldest first. */
  read(after: number, limit: number, to = Number.MAX_SAFE_INTEGER): StoredEvent[] {
    const sealed = this.#sealed.read(after, to, limit);
    if (sealed.length === limit) return sealed;
    return [...sealed, ...this.#batches.read(after, to, limit - sealed.length)];
  }

  /** The events before an id and after another, newest first. */
  readBefore(before: number, limit: number, after = 0): StoredEvent[] {
    const newest = this.#batches.readBackwards(after, before, limit);
    if (newest.length === limit) return newest;
    return [...newest, ...this.#sealed.readBackwards(after, before, limit - newest.length)];
  }

  /**
   * The batches of the oldest block that is not compressed, whose bytes are good until more events are stored; null where there is
   * no such block.
   */
  unsealed(): readonly StoredPack[] | null {
    const [block] = this.blocks.after(this.#sealed.end(), 1);
    return block ? (this.#recent.between(block.first, block.last) ?? this.#batches.upTo(block.last)) : null;
  }

  /**
   * Stores these batches, the oldest, as one pack instead; answers by how many bytes the log grew. Null where events of them were
   * removed meanwhile.
   */
  seal(batches: readonly PackPlace[], body: Buffer): number | null {
    const [first = 0, last = 0] = [batches[0]?.first, batches.at(-1)?.last];
    const count = batches.reduce((sum, batch) => sum + batch.count, 0);
    return this.transaction(() => {
      const stored = this.#batches.totalUpTo(last);
      if (stored.events !== count) return null;
      const bytes = this.size();
      this.#batches.removeUpTo(last);
      this.#sealed.insert({ first, last, count, body });
      this.#recent.leaveUpTo(last);
      this.#checkpoints.add(body.length);
      const growth = body.length - stored.bytes;
      this.noteSize(bytes + growth);
      return growth;
    });
  }

  /** Notes that these events are stored, in the transaction that stores them; answers for each whether it was not. */
  noteFingerprints(events: readonly Pick<EventRecord, 'account' | 'fingerprint'>[]): readonly boolean[] {
    return this.#fingerprints.add(events);
  }

  /** Stores events, the oldest first, which have one block at most and may end it; answers their bytes. */
  insert(events: readonly StoredEvent[], endsBlock = false): number {
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last) return 0;
    const body = packed(events, this.#batchMemory);
    const batch = { first: first.id, last: last.id, count: events.length, body };
    this.#batches.insert(batch);
    this.#recent.add(batch, endsBlock);
    this.#checkpoints.add(body.length);
    return body.length;
  }

  /** Whether every event is compressed. */
  get isSealed(): boolean {
    return this.#batches.end() === 0;
  }

  /** Stores events that are compressed, behind others of which each is; answers their bytes. */
  insertSealed(pack: StoredPack): number {
    this.#sealed.insert(pack);
    this.#checkpoints.add(pack.body.length);
    return pack.body.length;
  }

  /** Takes a step in removing at most `limit` of the oldest events below the id `end`, of `bytes` in all; null for none. */
  removeOldest(end: number, limit: number, bytes: number): Removed | null {
    try {
      return this.transaction(() => {
        const removed = this.#sealed.removeOldest(end, limit) ?? this.#batches.removeOldest(end, limit);
        if (removed && removed.newest !== null) {
          this.#recent.clear();
          this.blocks.remove(removed.newest);
          this.#meta.set('floor', String(removed.newest));
          this.noteSize(bytes - removed.size);
        }
        return removed;
      });
    } catch (thrown) {
      this.undone();
      throw thrown;
    }
  }

  /** The note of a name, or null. */
  note(name: string): string | null {
    return this.#meta.get(`note:${name}`) ?? null;
  }

  setNote(name: string, text: string): void {
    this.#meta.set(`note:${name}`, text);
  }

  /** The notes whose names begin with a prefix, by name. */
  notes(prefix: string): ReadonlyMap<string, string> {
    const from = `note:${prefix}`;
    return new Map(this.#meta.beginning(from).map(({ name, value }) => [name.slice('note:'.length), value]));
  }

  /** Replaces a note if it is still `before`; answers whether it was. */
  exchangeNote(name: string, before: string | null, after: string | null): boolean {
    return this.transaction(() => {
      if (this.note(name) !== before) return false;
      if (after === null) this.#meta.remove(`note:${name}`);
      else this.setNote(name, after);
      return true;
    });
  }

  /** To be called where a transaction was undone: what was read in it is not there. */
  undone(): void {
    this.#recent.clear();
    this.#sealed.undone();
    this.#batches.undone();
  }

  /** Runs a step in a transaction; what it throws undoes it. */
  transaction<Result>(step: () => Result): Result {
    const result = inTransaction(this.#database, step);
    this.#checkpoints.written();
    return result;
  }

  async close(): Promise<void> {
    await this.#checkpoints.close();
    this.#database.close();
  }
}
