/** The tables of an embedded event log and the statements over them. */
import { randomBytes } from 'node:crypto';
import type Database from 'libsql';
import type { EventRecord } from '../../adapters/adapter.ts';
import { inTransaction, openDatabase } from '../../storage/database.ts';
import type { LogIdentity } from './log.ts';

/** How a file came to be what it is; a change is a step more. */
const STEPS = [
  `
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, fingerprint TEXT NOT NULL, body TEXT NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS events_once ON events (account, fingerprint);
`,
  'CREATE TABLE blocks (last INTEGER PRIMARY KEY, first INTEGER NOT NULL, keys BLOB NOT NULL);',
];

/** An event as it is stored. */
export interface StoredEvent {
  /** Its position as a number. */
  readonly id: number;
  /** The event as JSON. */
  readonly body: string;
}

/** The keys of a number of events that follow each other (event-blocks.ts). */
export interface StoredBlock {
  /** The ids of its first and last event. */
  readonly first: number;
  readonly last: number;
  /** Sorted hashes of the keys. */
  readonly keys: Buffer;
}

/** The database of an embedded event log. */
export class LogDatabase {
  readonly #database: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;

  /** Opens a file, or makes it; throws what the database throws for a file that is damaged. */
  constructor(file: string) {
    this.#database = openDatabase(file, STEPS, 'NORMAL');
    this.#database.pragma('wal_autocheckpoint = 4000');
    this.#statements = prepare(this.#database);
  }

  /** The id and key of this log, made when it is opened for the first time. */
  identity(): LogIdentity {
    if (this.#meta('id') === undefined) {
      this.#setMeta('key', randomBytes(32).toString('base64'));
      this.#setMeta('id', randomBytes(9).toString('base64url'));
    }
    return { id: this.#meta('id') ?? '', key: Buffer.from(this.#meta('key') ?? '', 'base64') };
  }

  /** The id of the newest event that was removed; 0 where none was. */
  floor(): number {
    return Number(this.#meta('floor') ?? 0);
  }

  /** The id of the newest event; 0 where there is none. */
  last(): number {
    return one(this.#statements.last);
  }

  /** Bytes of all events: as noted, or summed up where another version wrote the events since, which takes long. */
  size(): number {
    const [floor, last, bytes = 0] = (this.#meta('size') ?? '').split(' ').map(Number);
    return floor === this.floor() && last === this.last() ? bytes : one(this.#statements.size);
  }

  /** Notes the bytes of all events, in the transaction that changes them. */
  noteSize(bytes: number): void {
    this.#setMeta('size', `${this.floor()} ${this.last()} ${bytes}`);
  }

  /** Number of events, as far as this. */
  count(most: number): number {
    return one(this.#statements.count, most);
  }

  /** The events after an id, oldest first. */
  read(after: number, limit: number): StoredEvent[] {
    return this.#statements.read.all(after, limit) as StoredEvent[];
  }

  /** The events before an id, newest first. */
  readBefore(before: number, limit: number): StoredEvent[] {
    return this.#statements.readBefore.all(before, limit) as StoredEvent[];
  }

  /** The events after an id up to another, oldest first. */
  readBetween(after: number, to: number, limit: number): StoredEvent[] {
    return this.#statements.readBetween.all(after, to, limit) as StoredEvent[];
  }

  /** The events after an id and before another, newest first. */
  readBetweenBackwards(after: number, before: number, limit: number): StoredEvent[] {
    return this.#statements.readBetweenBackwards.all(after, before, limit) as StoredEvent[];
  }

  /** Stores a block. */
  insertBlock(first: number, last: number, keys: Buffer): void {
    this.#statements.insertBlock.run(last, first, keys);
  }

  /** The id of the last event that is in a block; 0 where there is none. */
  blocksEnd(): number {
    return one(this.#statements.blocksEnd);
  }

  /** The blocks that have events after an id, oldest first. */
  blocksAfter(after: number, limit: number): StoredBlock[] {
    return (this.#statements.blocksAfter.all(after, limit) as BlockRow[]).map(blockOf);
  }

  /** The blocks that have events before an id, newest first. */
  blocksBefore(before: number, limit: number): StoredBlock[] {
    return (this.#statements.blocksBefore.all(before, limit) as BlockRow[]).map(blockOf);
  }

  /** Stores an event; false where one with its fingerprint is stored already. */
  insert(id: number, { account, fingerprint }: EventRecord, body: string): boolean {
    return this.#statements.insert.run(id, account, fingerprint, body).changes > 0;
  }

  /** Removes at most `limit` of the oldest events with an id below `end`, of so many bytes in all; null where there are none. */
  removeOldest(end: number, limit: number, bytes: number): { readonly newest: number; readonly size: number } | null {
    const rows = this.#statements.old.all(end, limit) as { id: number; size: number }[];
    const newest = rows.at(-1)?.id;
    if (newest === undefined) return null;
    const size = rows.reduce((sum, row) => sum + row.size, 0);
    this.transaction(() => {
      this.#statements.remove.run(newest);
      this.#statements.removeBlocks.run(newest);
      this.#setMeta('floor', String(newest));
      this.noteSize(bytes - size);
    });
    return { newest, size };
  }

  /** The note of a name, or null. */
  note(name: string): string | null {
    return this.#meta(`note:${name}`) ?? null;
  }

  setNote(name: string, text: string): void {
    this.#setMeta(`note:${name}`, text);
  }

  /** The notes whose names begin with a prefix, by name. */
  notes(prefix: string): ReadonlyMap<string, string> {
    const from = `note:${prefix}`;
    const rows = this.#statements.notes.all(from, from.length, from) as { name: string; value: string }[];
    return new Map(rows.map(({ name, value }) => [name.slice('note:'.length), value]));
  }

  /** Replaces a note if it is still `before`; answers whether it was. */
  exchangeNote(name: string, before: string | null, after: string | null): boolean {
    return this.transaction(() => {
      if (this.note(name) !== before) return false;
      if (after === null) this.#statements.removeMeta.run(`note:${name}`);
      else this.setNote(name, after);
      return true;
    });
  }

  /** Runs a step in a transaction; what it throws undoes it. */
  transaction<Result>(step: () => Result): Result {
    return inTransaction(this.#database, step);
  }

  close(): void {
    this.#database.close();
  }

  #meta(name: string): string | undefined {
    return (this.#statements.meta.get(name) as { value: string } | undefined)?.value;
  }

  #setMeta(name: string, value: string): void {
    this.#statements.setMeta.run(name, value);
  }
}

function prepare(database: Database.Database) {
  const statement = (text: string) => database.prepare(text);
  return {
    insert: statement('INSERT OR IGNORE INTO events (id, account, fingerprint, body) VALUES (?, ?, ?, ?)'),
    read: statement('SELECT id, body FROM events WHERE id > ? ORDER BY id LIMIT ?'),
    readBefore: statement('SELECT id, body FROM events WHERE id < ? ORDER BY id DESC LIMIT ?'),
    readBetween: statement('SELECT id, body FROM events WHERE id > ? AND id <= ? ORDER BY id LIMIT ?'),
    readBetweenBackwards: statement('SELECT id, body FROM events WHERE id > ? AND id < ? ORDER BY id DESC LIMIT ?'),
    insertBlock: statement('INSERT INTO blocks (last, first, keys) VALUES (?, ?, ?)'),
    blocksEnd: statement('SELECT coalesce(max(last), 0) AS value FROM blocks'),
    blocksAfter: statement('SELECT first, last, keys FROM blocks WHERE last > ? ORDER BY last LIMIT ?'),
    blocksBefore: statement('SELECT first, last, keys FROM blocks WHERE first < ? ORDER BY last DESC LIMIT ?'),
    removeBlocks: statement('DELETE FROM blocks WHERE last <= ?'),
    last: statement('SELECT coalesce(max(id), 0) AS value FROM events'),
    size: statement('SELECT coalesce(sum(octet_length(body)), 0) AS value FROM events'),
    count: statement('SELECT count(*) AS value FROM (SELECT 1 FROM events LIMIT ?)'),
    old: statement('SELECT id, octet_length(body) AS size FROM events WHERE id < ? ORDER BY id LIMIT ?'),
    remove: statement('DELETE FROM events WHERE id <= ?'),
    meta: statement('SELECT value FROM meta WHERE name = ?'),
    notes: statement('SELECT name, value FROM meta WHERE name >= ? AND substr(name, 1, ?) = ? ORDER BY name'),
    removeMeta: statement('DELETE FROM meta WHERE name = ?'),
    setMeta: statement(
      'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ),
  };
}

/** The database answers bytes as an `ArrayBuffer`. */
type BlockRow = Omit<StoredBlock, 'keys'> & { readonly keys: ArrayBuffer };

function blockOf({ first, last, keys }: BlockRow): StoredBlock {
  return { first, last, keys: Buffer.from(keys) };
}

function one(statement: Database.Statement<unknown[]>, ...given: number[]): number {
  return (statement.get(...given) as { value: number }).value;
}
