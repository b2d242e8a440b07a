import type Database from 'libsql';
import { unpacked } from './event-pack.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { StoredEvent } from './log-database.ts';
import { timeOfId } from './sqlite-positions.ts';
import { decodeRow, gapsInstead } from './unreadable-events.ts';

/** The tables of compressed events: their packs, and the fingerprints by which a duplicate of one is known. */
export const SEALED_EVENTS = `
  CREATE TABLE packs (
    last INTEGER PRIMARY KEY, first INTEGER NOT NULL, count INTEGER NOT NULL, body BLOB NOT NULL
  );
  CREATE TABLE fingerprints (
    account TEXT NOT NULL, fingerprint TEXT NOT NULL, PRIMARY KEY (account, fingerprint)
  ) WITHOUT ROWID;
`;

/** The table of the events that are not compressed yet, with those that an older version stored as rows of their own. */
export const BATCHES = `
  CREATE TABLE batches (
    last INTEGER PRIMARY KEY, first INTEGER NOT NULL, count INTEGER NOT NULL, body BLOB NOT NULL
  );
  INSERT INTO batches
    SELECT id, id, 1, CAST('[' || id || ']' || char(10) || replace(body, char(10), ' ') AS BLOB) FROM events;
  INSERT OR IGNORE INTO fingerprints SELECT account, fingerprint FROM events ORDER BY account, fingerprint;
  DROP TABLE events;
`;

/** Where events lie that are stored together. */
export interface PackPlace {
  /** The ids of the first and the last. */
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** Events that are stored together. */
export interface StoredPack extends PackPlace {
  readonly body: Uint8Array;
}

/** The database answers bytes as an `ArrayBuffer`. */
type PackRow = Omit<StoredPack, 'body'> & { readonly body: ArrayBuffer };

/** The oldest events that one step removed. */
export interface Removed {
  /** The id of the newest event that is gone; null where the step only prepared it. */
  readonly newest: number | null;
  /** Bytes of the events that are gone. */
  readonly size: number;
}

/** Fingerprints removed in one step: each is another page to write. */
const FINGERPRINTS_PER_STEP = 64;

/** How a table stores its packs. */
export interface PackTableOptions {
  readonly table: 'packs' | 'batches';
  /** The least number of events that most packs have. */
  readonly packSize: number;
  /** The bytes of events. */
  readonly write: (events: readonly StoredEvent[]) => Buffer;
  /** Logs that a pack cannot be read. */
  readonly onUnreadable: (facts: object, text: string) => void;
}

/**
 * A table of a log whose rows are packs of events (event-pack.ts). Every method that changes something is to be called in a
 * transaction.
 */
export class PackTable {
  readonly #statements: ReturnType<typeof prepare>;
  readonly #fingerprints: Fingerprints;
  readonly #options: PackTableOptions;
  /** The pack that was read last, since the next page often begins in it. */
  #latest: { readonly last: number; readonly events: readonly StoredEvent[] } | undefined;
  /** The last ids of packs that cannot be read, which are logged once. */
  readonly #unreadable = new Set<number>();
  /** How many of the events from an id on have their fingerprints removed. */
  #forgotten = { first: 0, count: 0 };

  constructor(database: Database.Database, fingerprints: Fingerprints, options: PackTableOptions) {
    this.#statements = prepare(database, options.table);
    this.#fingerprints = fingerprints;
    this.#options = options;
  }

  /** The id of the last event; 0 where there is none. */
  end(): number {
    return one(this.#statements.end);
  }

  /** Bytes of all packs. */
  size(): number {
    return one(this.#statements.size);
  }

  /** Number of events, as far as this: of as many packs, since each of them is a page to read. */
  count(most: number): number {
    return Math.min(most, one(this.#statements.count, Math.ceil(most / this.#options.packSize) + 1));
  }

  /** The events after an id up to another, oldest first. */
  read(after: number, to: number, limit: number): StoredEvent[] {
    const found: StoredEvent[] = [];
    for (let from = after; found.length < limit && from < to; ) {
      const pack = this.#statements.next.get(from) as PackRow | undefined;
      if (!pack || pack.first > to) break;
      for (const event of this.#eventsOf(pack))
        if (event.id > after && event.id <= to && found.length < limit) found.push(event);
      from = pack.last;
    }
    return found;
  }

  /** The events after an id and before another, newest first. */
  readBackwards(after: number, before: number, limit: number): StoredEvent[] {
    const found: StoredEvent[] = [];
    for (let to = before; found.length < limit && to > after; ) {
      const pack = this.#before(to);
      if (!pack || pack.last <= after) break;
      for (const event of this.#eventsOf(pack).toReversed())
        if (event.id > after && event.id < before && found.length < limit) found.push(event);
      to = pack.first;
    }
    return found;
  }

  /** The packs up to an id, the oldest first. */
  upTo(last: number): StoredPack[] {
    return (this.#statements.upTo.all(last) as PackRow[]).map((row) => ({ ...row, body: new Uint8Array(row.body) }));
  }

  /** The number of events of all packs up to an id, and their bytes. */
  totalUpTo(last: number): { readonly events: number; readonly bytes: number } {
    return this.#statements.totalUpTo.get(last) as { events: number; bytes: number };
  }

  /** Stores a pack. */
  insert({ last, first, count, body }: StoredPack): void {
    this.#statements.insert.run(last, first, count, body);
  }

  /** Removes the packs up to an id, whose fingerprints stay. */
  removeUpTo(last: number): void {
    this.#statements.removeUpTo.run(last);
  }

  /**
   * Takes a step in removing at most `limit` of the oldest events with an id below `end`: some fingerprints or, after those, the
   * events; null where there are none.
   */
  removeOldest(end: number, limit: number): Removed | null {
    const pack = this.#statements.next.get(0) as PackRow | undefined;
    if (!pack || pack.first >= end) return null;
    const events = this.#eventsOf(pack);
    const old = events.filter(({ id }) => id < end).slice(0, limit);
    if (this.#forgetSome(pack.first, old)) return { newest: null, size: 0 };
    const rest = events.slice(old.length);
    this.#latest = undefined;
    const body = rest.length > 0 ? this.#options.write(rest) : undefined;
    if (body) this.#statements.shorten.run(rest[0]?.id ?? 0, rest.length, body, pack.last);
    else this.#statements.remove.run(pack.last);
    return { newest: old.at(-1)?.id ?? 0, size: pack.body.byteLength - (body?.length ?? 0) };
  }

  /** The newest pack that has events before an id. */
  #before(id: number): PackRow | undefined {
    const around = this.#statements.next.get(id - 1) as PackRow | undefined;
    return around && around.first < id ? around : (this.#statements.previous.get(id) as PackRow | undefined);
  }

  /** To be called where a step was undone. */
  undone(): void {
    this.#latest = undefined;
    this.#forgotten = { first: 0, count: 0 };
  }

  /** Removes further fingerprints of events that begin with an id; answers whether there were any. */
  #forgetSome(first: number, events: readonly StoredEvent[]): boolean {
    const from = this.#forgotten.first === first ? this.#forgotten.count : 0;
    const next = events.slice(from, from + FINGERPRINTS_PER_STEP);
    this.#fingerprints.remove(next.map((row) => decodeRow(row).event));
    this.#forgotten = { first, count: from + next.length };
    return next.length > 0;
  }

  #eventsOf(pack: PackRow): readonly StoredEvent[] {
    const { last } = pack;
    if (this.#latest?.last !== last) this.#latest = { last, events: this.#unpacked(pack) };
    return this.#latest.events;
  }

  /** One pack that is damaged costs only its events. */
  #unpacked({ body, ...pack }: PackRow): readonly StoredEvent[] {
    try {
      return unpacked(new Uint8Array(body));
    } catch (cause) {
      const facts = { cause, events: pack.count, from: timeOfId(pack.first), to: timeOfId(pack.last) };
      if (!this.#unreadable.has(pack.last)) this.#options.onUnreadable(facts, 'Stored events cannot be read');
      this.#unreadable.add(pack.last);
      return gapsInstead(pack, this.#fingerprints.accounts());
    }
  }
}

function prepare(database: Database.Database, table: string) {
  const statement = (text: string) => database.prepare(text);
  const pack = `SELECT first, last, count, body FROM ${table}`;
  return {
    end: statement(`SELECT coalesce(max(last), 0) AS value FROM ${table}`),
    size: statement(`SELECT coalesce(sum(length(body)), 0) AS value FROM ${table}`),
    count: statement(`SELECT coalesce(sum(count), 0) AS value FROM (SELECT count FROM ${table} ORDER BY last LIMIT ?)`),
    next: statement(`${pack} WHERE last > ? ORDER BY last LIMIT 1`),
    previous: statement(`${pack} WHERE last < ? ORDER BY last DESC LIMIT 1`),
    upTo: statement(`${pack} WHERE last <= ? ORDER BY last`),
    totalUpTo: statement(
      `SELECT coalesce(sum(count), 0) AS events, coalesce(sum(length(body)), 0) AS bytes FROM ${table} WHERE last <= ?`,
    ),
    insert: statement(`INSERT INTO ${table} (last, first, count, body) VALUES (?, ?, ?, ?)`),
    shorten: statement(`UPDATE ${table} SET first = ?, count = ?, body = ? WHERE last = ?`),
    remove: statement(`DELETE FROM ${table} WHERE last = ?`),
    removeUpTo: statement(`DELETE FROM ${table} WHERE last <= ?`),
  };
}

function one(statement: Database.Statement<unknown[]>, ...given: number[]): number {
  return (statement.get(...given) as { value: number }).value;
}
