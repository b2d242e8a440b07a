import type { StoredBlock } from './block-index.ts';
import { hasAny, hashOf } from './event-blocks.ts';
import type { Page } from './log.ts';
import type { LogDatabase, StoredEvent } from './log-database.ts';
import { positionOf } from './sqlite-positions.ts';
import { decodeRow } from './unreadable-events.ts';

/** Events read by keys, on one side of an id. */
interface KeyedRows {
  readonly rows: readonly StoredEvent[];
  /** The id up to which there is no other event with one of the keys. */
  readonly reached: number;
  /** Whether there are stored events beyond it. */
  readonly more: boolean;
}

/** Blocks read at a time: few at first, since the next may be the one. */
const FIRST_STEP = 4;
const STEP = 20;
/** Blocks looked at in one go: what follows is skipped again by groups. */
const MOST = 64;

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
  const hashes = keys.map(hashOf);
  const from = database.blocks.skip(after, hashes);
  const { found, last, more } = search(hashes, (before, step) => database.blocks.after(before?.last ?? from, step));
  const start = Math.max(from, found ? found.first - 1 : (last?.last ?? 0));
  if (!found && more) return { rows: [], reached: start, more: true };
  const rows = database.read(start, limit, found?.last);
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
  const end = database.blocks.end();
  // Behind the last block everything is read.
  const tail = before > end + 1 ? database.readBefore(before, limit, end) : [];
  const last = tail.at(-1);
  if (last) return { rows: tail, reached: tail.length === limit ? last.id : end + 1, more: true };
  const hashes = keys.map(hashOf);
  const start = database.blocks.skipBack(Math.min(before, end + 1), hashes);
  const {
    found,
    last: oldest,
    more,
  } = search(hashes, (after, step) => database.blocks.before(after?.first ?? start, step));
  if (!found) return { rows: [], reached: oldest?.first ?? start, more };
  return inBlock(database, found, start, limit);
}

/** The page of events that were read by keys. */
export function keyedPage({ rows, reached, more }: KeyedRows): Omit<Page, 'gap'> {
  return { events: rows.map(decodeRow), reached: positionOf(reached), more };
}

function inBlock(database: LogDatabase, { first, last }: StoredBlock, before: number, limit: number): KeyedRows {
  const rows = database.readBefore(Math.min(before, last + 1), limit, first - 1);
  const reached = rows.length === limit ? (rows.at(-1)?.id ?? first) : first;
  return { rows, reached, more: true };
}
