import { hasAny, hashOf } from './event-blocks.ts';
import type { LogDatabase, StoredBlock, StoredEvent } from './log-database.ts';

/** Events read by keys, on one side of an id. */
export interface KeyedRows {
  readonly rows: readonly StoredEvent[];
  /** The id up to which there is no other event with one of the keys. */
  readonly reached: number;
  /** Whether there are stored events beyond it. */
  readonly more: boolean;
}

/** Blocks read at a time: few at first, since the next may be the one. */
const FIRST_STEP = 4;
const STEP = 64;
/** Blocks looked at in one go. */
const MOST = 512;

/** The next block with one of the hashes, the last block looked at, and whether there may be others behind it. */
interface Search {
  readonly found?: StoredBlock;
  readonly last?: StoredBlock | undefined;
  readonly more: boolean;
}

function search(
  hashes: readonly number[],
  blocksFrom: (last: StoredBlock | undefined, limit: number) => readonly StoredBlock[],
): Search {
  let last: StoredBlock | undefined;
  for (let looked = 0; looked < MOST; ) {
    const limit = looked === 0 ? FIRST_STEP : STEP;
    const blocks = blocksFrom(last, limit);
    const found = blocks.find(({ keys }) => hasAny(keys, hashes));
    last = blocks.at(-1) ?? last;
    if (found) return { found, last, more: true };
    if (blocks.length < limit) return { last, more: false };
    looked += blocks.length;
  }
  return { last, more: true };
}

/** Reads the events after an id that may have one of the keys: the next stretch that has any, at most `limit` events. */
export function readKeyed(database: LogDatabase, after: number, limit: number, keys: readonly string[]): KeyedRows {
  const { found, last, more } = search(keys.map(hashOf), (from, step) =>
    database.blocksAfter(from?.last ?? after, step),
  );
  const start = found ? Math.max(after, found.first - 1) : Math.max(after, last?.last ?? 0);
  if (!found && more) return { rows: [], reached: start, more: true };
  const rows = database.readBetween(start, found?.last ?? Number.MAX_SAFE_INTEGER, limit);
  const isFull = rows.length === limit;
  const end = rows.at(-1)?.id ?? start;
  return { rows, reached: found && !isFull ? found.last : end, more: isFull || found !== undefined };
}

/** The same before an id, the newest first. */
export function readKeyedBefore(
  database: LogDatabase,
  before: number,
  limit: number,
  keys: readonly string[],
): KeyedRows {
  const end = database.blocksEnd();
  // Behind the last block everything is read.
  const tail = before > end + 1 ? database.readBetweenBackwards(end, before, limit) : [];
  const last = tail.at(-1);
  if (last) return { rows: tail, reached: tail.length === limit ? last.id : end + 1, more: true };
  const start = Math.min(before, end + 1);
  const {
    found,
    last: oldest,
    more,
  } = search(keys.map(hashOf), (from, step) => database.blocksBefore(from?.first ?? start, step));
  if (!found) return { rows: [], reached: oldest?.first ?? before, more };
  return inBlock(database, found, before, limit);
}

function inBlock(database: LogDatabase, { first, last }: StoredBlock, before: number, limit: number): KeyedRows {
  const rows = database.readBetweenBackwards(first - 1, Math.min(before, last + 1), limit);
  const reached = rows.length === limit ? (rows.at(-1)?.id ?? first) : first;
  return { rows, reached, more: true };
}
