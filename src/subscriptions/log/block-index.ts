/**
 * The blocks of a log (event-blocks.ts) and their groups. A group has the keys of some dozens of blocks, divided by their first
 * bits, so that a long log is searched for a key by a small part of each group.
 */
import type Database from 'libsql';

/** The table of blocks. */
export const BLOCKS = 'CREATE TABLE blocks (last INTEGER PRIMARY KEY, first INTEGER NOT NULL, keys BLOB NOT NULL);';

/** The table of groups: a row for each part of a group's keys; no keys at all where those of a block are unknown. */
export const BLOCK_GROUPS = `
  CREATE TABLE block_groups (
    part INTEGER NOT NULL, last INTEGER NOT NULL, first INTEGER NOT NULL, keys BLOB, PRIMARY KEY (part, last)
  ) WITHOUT ROWID;
`;

/** The keys of a number of events that follow each other. */
export interface StoredBlock {
  /** The ids of its first and last event. */
  readonly first: number;
  readonly last: number;
  /** Sorted hashes of the keys; none where they are unknown. */
  readonly keys: Buffer;
}

/** Blocks of a group. */
const GROUP = 64;
/** Groups looked at together: few at first, since the next may be the one. */
const FIRST_STEP = 4;
const STEP = 64;
const PART_BITS = 6;
const PARTS = 2 ** PART_BITS;
const partOf = (hash: number) => hash >>> (32 - PART_BITS);

interface GroupRow {
  readonly first: number;
  readonly last: number;
  readonly keys: ArrayBuffer | null;
}

/** The database answers bytes as an `ArrayBuffer`. */
interface BlockRow {
  readonly first: number;
  readonly last: number;
  readonly keys: ArrayBuffer;
}

/** The statements over blocks and groups. Every method that changes something is to be called in a transaction. */
export class BlockIndex {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: Database.Database) {
    this.#statements = prepare(database);
  }

  /** Stores a block. */
  insert(first: number, last: number, keys: Buffer): void {
    this.#statements.insert.run(last, first, keys);
  }

  /** The id of the last event that is in a block; 0 where there is none. */
  end(): number {
    return (this.#statements.end.get() as { value: number }).value;
  }

  /** The blocks that have events after an id, oldest first. */
  after(after: number, limit: number): StoredBlock[] {
    return (this.#statements.after.all(after, limit) as BlockRow[]).map(blockOf);
  }

  /** The blocks that have events before an id, newest first. */
  before(before: number, limit: number): StoredBlock[] {
    return (this.#statements.before.all(before, limit) as BlockRow[]).map(blockOf);
  }

  /** Removes the blocks whose events are all removed, up to an id. */
  remove(newest: number): void {
    this.#statements.remove.run(newest);
    const [oldest] = this.#statements.groupsAfter.all(0, 0, 1) as GroupRow[];
    if (oldest && oldest.last <= newest)
      for (let part = 0; part < PARTS; part += 1) this.#statements.removeGroups.run(part, newest);
  }

  /** Makes the next group where its blocks are complete; answers whether it did. */
  group(): boolean {
    const end = this.#grouped();
    // Counted first, since the keys of the blocks are large and most blocks complete no group.
    if (this.#isShort(end)) return false;
    const blocks = this.after(end, GROUP);
    const [first, last] = [blocks[0], blocks.at(-1)];
    if (!first || !last) return false;
    const isKnown = blocks.every(({ keys }) => keys.length > 0);
    const parts = isKnown ? partsOf(blocks) : [];
    for (let part = 0; part < PARTS; part += 1)
      this.#statements.insertGroup.run(part, last.last, first.first, isKnown ? bytesOf(parts[part] ?? []) : null);
    return true;
  }

  /** The id behind which the next blocks lie that may have one of these hashes. */
  skip(after: number, hashes: readonly number[]): number {
    return this.#search(hashes, after, 'groupsAfter', ({ first, last }, found) =>
      found ? Math.max(after, first - 1) : Math.max(after, last),
    );
  }

  /** The id before which the next blocks lie that may have one of these hashes. */
  skipBack(before: number, hashes: readonly number[]): number {
    const end = this.#grouped();
    // Blocks behind the last group are not in any.
    if (before > end + 1) return before;
    return this.#search(hashes, before, 'groupsBefore', ({ first, last }, found) =>
      found ? Math.min(before, last + 1) : Math.min(before, first),
    );
  }

  /** Whether there are too few blocks after an id for a group. */
  #isShort(after: number): boolean {
    return (this.#statements.count.get(after, GROUP) as { value: number }).value < GROUP;
  }

  #grouped(): number {
    return (this.#statements.grouped.get() as { value: number }).value;
  }

  /** Goes from group to group; the parts of all hashes together, so that none is searched further than the first that is found. */
  #search(
    hashes: readonly number[],
    start: number,
    next: 'groupsAfter' | 'groupsBefore',
    placeOf: (group: GroupRow, found: boolean) => number,
  ): number {
    const parts = [...new Set(hashes.map(partOf))];
    for (let at = start, step = FIRST_STEP; ; step = STEP) {
      const groups = parts.map((part) => this.#statements[next].all(part, at, step) as GroupRow[]);
      const length = groups[0]?.length ?? 0;
      for (let each = 0; each < length; each += 1) {
        const found = groups.find((rows) => mayHave(rows[each], hashes))?.[each];
        if (found) return placeOf(found, true);
      }
      const last = groups[0]?.at(-1);
      if (last) at = placeOf(last, false);
      if (length < step) return at;
    }
  }
}

function mayHave(group: GroupRow | undefined, hashes: readonly number[]): boolean {
  if (!group?.keys) return group !== undefined;
  const keys = Buffer.from(group.keys);
  return hashes.some((hash) => has(keys, hash));
}

/** Whether sorted hashes have one. */
export function has(sorted: Buffer, hash: number): boolean {
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

/** Hashes, sorted, as bytes. */
export function bytesOf(hashes: Iterable<number>): Buffer {
  const sorted = Uint32Array.from(hashes).sort();
  const bytes = Buffer.alloc(sorted.length * 4);
  for (const [at, hash] of sorted.entries()) bytes.writeUInt32BE(hash, at * 4);
  return bytes;
}

/** The hashes of blocks, each once, by their parts. */
function partsOf(blocks: readonly StoredBlock[]): ReadonlySet<number>[] {
  const parts = Array.from({ length: PARTS }, () => new Set<number>());
  for (const { keys } of blocks)
    for (let at = 0; at < keys.length; at += 4) {
      const hash = keys.readUInt32BE(at);
      parts[partOf(hash)]?.add(hash);
    }
  return parts;
}

function blockOf({ first, last, keys }: BlockRow): StoredBlock {
  return { first, last, keys: Buffer.from(keys) };
}

function prepare(database: Database.Database) {
  const statement = (text: string) => database.prepare(text);
  const group = 'SELECT last, first, keys FROM block_groups WHERE part = ?1 AND';
  // From the block that an id is in backwards; `first` alone would have every newer block looked at.
  const around = (table: string) => `coalesce((SELECT min(last) FROM ${table} WHERE last >= `;
  return {
    insert: statement('INSERT INTO blocks (last, first, keys) VALUES (?, ?, ?)'),
    end: statement('SELECT coalesce(max(last), 0) AS value FROM blocks'),
    after: statement('SELECT first, last, keys FROM blocks WHERE last > ? ORDER BY last LIMIT ?'),
    before: statement(
      `SELECT first, last, keys FROM blocks WHERE last <= ${around('blocks')} ?1), ?1) AND first < ?1 ORDER BY last DESC LIMIT ?2`,
    ),
    count: statement('SELECT count(*) AS value FROM (SELECT last FROM blocks WHERE last > ? LIMIT ?)'),
    remove: statement('DELETE FROM blocks WHERE last <= ?'),
    grouped: statement('SELECT coalesce(max(last), 0) AS value FROM block_groups WHERE part = 0'),
    insertGroup: statement('INSERT INTO block_groups (part, last, first, keys) VALUES (?, ?, ?, ?)'),
    groupsAfter: statement(`${group} last > ?2 ORDER BY last LIMIT ?3`),
    groupsBefore: statement(
      `${group} last <= ${around('block_groups')} ?2 AND part = ?1), ?2) AND first < ?2 ORDER BY last DESC LIMIT ?3`,
    ),
    removeGroups: statement('DELETE FROM block_groups WHERE part = ? AND last <= ?'),
  };
}
