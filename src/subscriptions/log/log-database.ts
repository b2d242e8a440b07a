/** The tables of an embedded event log and the statements over them. */
import { randomBytes } from 'node:crypto';
import type Database from 'libsql';
import type { EventRecord } from '../../adapters/adapter.ts';
import { BackgroundCheckpoints } from '../../storage/background-checkpoints.ts';
import { inTransaction, openDatabase } from '../../storage/database.ts';
import { BLOCK_GROUPS, BLOCKS, BlockIndex } from './block-index.ts';
import type { LogIdentity } from './log.ts';
import { type Removed, SEALED_EVENTS, SealedEvents } from './sealed-events.ts';

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
];

/** An event as it is stored. */
export interface StoredEvent {
  /** Its position as a number. */
  readonly id: number;
  /** The event as JSON. */
  readonly body: string;
}

/** The database of an embedded event log. */
export class LogDatabase {
  readonly blocks: BlockIndex;
  readonly #database: Database.Database;
  readonly #checkpoints: BackgroundCheckpoints;
  readonly #sealed: SealedEvents;
  readonly #statements: ReturnType<typeof prepare>;

  /** Opens a file, or makes it; throws what the database throws for a file that is damaged. */
  constructor(file: string) {
    this.#database = openDatabase(file, STEPS, 'NORMAL');
    this.#checkpoints = new BackgroundCheckpoints(this.#database, file);
    this.#statements = prepare(this.#database);
    this.#sealed = new SealedEvents(this.#database);
    this.blocks = new BlockIndex(this.#database);
  }

  /** Resolves when a writer of many events may continue; null where that is now. */
  room(): Promise<void> | null {
    return this.#checkpoints.room();
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
    return one(this.#statements.last) || this.#sealed.end();
  }

  /** Bytes of all events: as noted, or summed up where another version wrote the events since, which takes long. */
  size(): number {
    const [floor, last, bytes = 0] = (this.#meta('size') ?? '').split(' ').map(Number);
    return floor === this.floor() && last === this.last() ? bytes : this.#sealed.size() + one(this.#statements.size);
  }

  /** Notes the bytes of all events, in the transaction that changes them. */
  noteSize(bytes: number): void {
    this.#setMeta('size', `${this.floor()} ${this.last()} ${bytes}`);
  }

  /** Number of events, as far as this. */
  count(most: number): number {
    const sealed = this.#sealed.count(most);
    return sealed + one(this.#statements.count, most - sealed);
  }

  /** The events after an id up to another, oldest first. */
  read(after: number, limit: number, to = Number.MAX_SAFE_INTEGER): StoredEvent[] {
    const sealed = this.#sealed.read(after, to, limit);
    if (sealed.length === limit) return sealed;
    return [...sealed, ...(this.#statements.readBetween.all(after, to, limit - sealed.length) as StoredEvent[])];
  }

  /** The events before an id and after another, newest first. */
  readBefore(before: number, limit: number, after = 0): StoredEvent[] {
    const rows = this.#statements.readBetweenBackwards.all(after, before, limit) as StoredEvent[];
    if (rows.length === limit) return rows;
    return [...rows, ...this.#sealed.readBackwards(after, before, limit - rows.length)];
  }

  /** The events of the oldest block of which none is sealed; null where there is no such block. */
  unsealed(): StoredEvent[] | null {
    const [block] = this.blocks.after(this.#sealed.end(), 1);
    return block ? (this.#statements.readBetween.all(0, block.last, Number.MAX_SAFE_INTEGER) as StoredEvent[]) : null;
  }

  /**
   * Stores these events, the oldest that are not sealed, as a pack; answers by how many bytes the log grew. Null where some were
   * removed meanwhile.
   */
  seal(events: readonly StoredEvent[], pack: Buffer): number | null {
    return this.transaction(() => {
      const rows = this.#statements.before.get(events.at(-1)?.id ?? 0) as {
        readonly count: number;
        readonly size: number;
      };
      if (rows.count !== events.length) return null;
      const bytes = this.size();
      this.#sealed.seal(events, pack);
      const growth = pack.length - rows.size;
      this.noteSize(bytes + growth);
      return growth;
    });
  }

  /** Stores an event; false where one with its fingerprint is stored already. */
  insert(id: number, { account, fingerprint }: EventRecord, body: string): boolean {
    return this.#statements.insert.run(id, account, fingerprint, body).changes > 0;
  }

  /**
   * Takes a step in removing at most `limit` of the oldest events with an id below `end`, of so many bytes in all; null where there
   * are none.
   */
  removeOldest(end: number, limit: number, bytes: number): Removed | null {
    try {
      return this.transaction(() => {
        const removed = this.#sealed.removeOldest(end, limit) ?? this.#removeRows(end, limit);
        if (removed && removed.newest !== null) {
          this.blocks.remove(removed.newest);
          this.#setMeta('floor', String(removed.newest));
          this.noteSize(bytes - removed.size);
        }
        return removed;
      });
    } catch (thrown) {
      this.#sealed.undone();
      throw thrown;
    }
  }

  #removeRows(end: number, limit: number): Removed | null {
    const rows = this.#statements.old.all(end, limit) as { id: number; size: number }[];
    const newest = rows.at(-1)?.id;
    if (newest === undefined) return null;
    this.#statements.remove.run(newest);
    return { newest, size: rows.reduce((sum, row) => sum + row.size, 0) };
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
    const result = inTransaction(this.#database, step);
    this.#checkpoints.written();
    return result;
  }

  async close(): Promise<void> {
    await this.#checkpoints.close();
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
    insert: statement(
      `INSERT OR IGNORE INTO events (id, account, fingerprint, body) SELECT ?1, ?2, ?3, ?4
       WHERE NOT EXISTS (SELECT 1 FROM fingerprints WHERE account = ?2 AND fingerprint = ?3)`,
    ),
    readBetween: statement('SELECT id, body FROM events WHERE id > ? AND id <= ? ORDER BY id LIMIT ?'),
    readBetweenBackwards: statement('SELECT id, body FROM events WHERE id > ? AND id < ? ORDER BY id DESC LIMIT ?'),
    before: statement(
      'SELECT count(*) AS count, coalesce(sum(octet_length(body)), 0) AS size FROM events WHERE id <= ?',
    ),
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

function one(statement: Database.Statement<unknown[]>, ...given: number[]): number {
  return (statement.get(...given) as { value: number }).value;
}
