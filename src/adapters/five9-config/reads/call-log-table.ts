/** A Call Log report in memory: its text, and where in it each call begins, so that 50,000 rows are no 50,000 objects. */
import type { CallRecord } from '../../adapter.ts';
import { detached } from '../../detached.ts';
import { finishInSlices } from '../../slices.ts';
import {
  type CallFact,
  type CallFacts,
  type ColumnPlaces,
  cellFactsOf,
  placesOf,
  type ReportedRow,
  reportedCallOf,
} from './call-log-columns.ts';
import { type ReportClock, secondsOf } from './report-clock.ts';
import { readRow } from './report-text.ts';

/** Milliseconds from the first row of a call to the last: an id that comes back later is another call's. */
const ONE_CALL = 4 * 3_600_000;
/** Bytes of the index for each call. */
const INDEX_BYTES = 12;

/** How an account reads its report. */
export interface TableReading {
  readonly columns: Readonly<Partial<Record<CallFact, string>>>;
  readonly clock: ReportClock;
  /** Whether the time of a row is the end of the call. */
  readonly isEnd: boolean;
  /** Whether the id of a row is the telephony platform's id of the call. */
  readonly isPlatformId: boolean;
}

/** Bounds of a read, in milliseconds since 1970: from inclusive, to exclusive. */
interface TableBounds {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

interface TableRead {
  readonly calls: readonly CallRecord[];
  readonly from: number;
}

/** The calls of one report. */
export class CallLogTable {
  readonly #text: string;
  readonly #places: ColumnPlaces;
  readonly #reading: TableReading;
  /** Starts of the calls, the earliest first, and the places of their first rows. */
  readonly #starts: Float64Array;
  readonly #offsets: Uint32Array;
  /** Places of the further rows of a call, by the place of its first. */
  readonly #more: ReadonlyMap<number, readonly number[]>;
  /** Rows of the report, and those of them whose time cannot be read. */
  readonly rows: number;
  readonly unreadable: number;

  private constructor(text: string, places: ColumnPlaces, reading: TableReading, index: RowIndex) {
    const { calls } = index;
    this.#text = text;
    this.#places = places;
    this.#reading = reading;
    this.#starts = Float64Array.from(calls, ({ startedAt }) => startedAt);
    this.#offsets = Uint32Array.from(calls, ({ offset }) => offset);
    this.#more = new Map(calls.flatMap(({ offset, more }) => (more.length > 0 ? [[offset, more] as const] : [])));
    this.rows = index.rows;
    this.unreadable = index.unreadable;
  }

  /** Indexes the text of a report. Throws FAILED_PRECONDITION where it lacks a required column. */
  static async read(answered: string, reading: TableReading): Promise<CallLogTable> {
    const text = detached(answered);
    const { cells, next } = readRow(text, 0);
    if (text.trim() === '') return new CallLogTable('', new Map(), reading, { calls: [], rows: 0, unreadable: 0 });
    const places = placesOf(cells, reading.columns);
    const index = await finishInSlices(indexRows(text, next, (row) => rowOf(cellFactsOf(row, places), reading)));
    return new CallLogTable(text, places, reading, index);
  }

  /** Bytes that the table holds. */
  get bytes(): number {
    return 2 * this.#text.length + INDEX_BYTES * this.#starts.length;
  }

  /**
   * The wanted calls that began within bounds, newest first, and the time down to which they were read: at the limit that
   * of the last call, with all others of its moment.
   */
  read({ from, to, limit }: TableBounds, isWanted: (call: CallRecord) => boolean): TableRead {
    const calls: CallRecord[] = [];
    const oldest = firstNotBefore(this.#starts, from);
    for (let at = firstNotBefore(this.#starts, to) - 1; at >= oldest; at -= 1) {
      const before = this.#starts[at + 1];
      if (calls.length >= limit && before !== undefined && this.#starts[at] !== before) return { calls, from: before };
      const call = this.#call(this.#offsets[at] as number);
      if (call && isWanted(call)) calls.push(call);
    }
    return { calls, from };
  }

  #call(offset: number): CallRecord | null {
    const [first, ...more] = [offset, ...(this.#more.get(offset) ?? [])].flatMap((place) => this.#row(place) ?? []);
    return first ? reportedCallOf(first, more, this.#reading.isPlatformId) : null;
  }

  #row(place: number): ReportedRow | null {
    const { cells } = readRow(this.#text, place);
    return rowOf(cellFactsOf(cells.map(detached), this.#places), this.#reading);
  }
}

/** Where a call stands in the text. */
interface IndexedCall {
  readonly startedAt: number;
  readonly offset: number;
  readonly more: number[];
}

interface RowIndex {
  readonly calls: readonly IndexedCall[];
  readonly rows: number;
  readonly unreadable: number;
}

/** Rows of one id are parts of one call. */
function* indexRows(
  text: string,
  begin: number,
  read: (cells: readonly string[]) => ReportedRow | null,
): Generator<void, RowIndex> {
  const found: { readonly row: Pick<ReportedRow, 'startedAt'>; readonly id: string | undefined; offset: number }[] = [];
  let [rows, unreadable] = [0, 0];
  for (let at = begin; at < text.length; ) {
    const { cells, next } = readRow(text, at);
    if (cells.length > 1 || cells[0]?.trim()) {
      rows += 1;
      const row = read(cells);
      if (row) found.push({ row: { startedAt: row.startedAt }, id: row.facts.id, offset: at });
      else unreadable += 1;
    }
    at = next;
    if (rows % 64 === 0) yield;
  }
  found.sort((one, other) => one.row.startedAt - other.row.startedAt || one.offset - other.offset);
  yield;
  const calls: IndexedCall[] = [];
  const latest = new Map<string, IndexedCall>();
  for (const { row, id, offset } of found) {
    const known = id === undefined ? undefined : latest.get(id);
    if (known && row.startedAt - known.startedAt <= ONE_CALL) {
      known.more.push(offset);
      continue;
    }
    const call = { startedAt: row.startedAt, offset, more: [] };
    calls.push(call);
    if (id !== undefined) latest.set(id, call);
  }
  return { calls, rows, unreadable };
}

function rowOf(facts: CallFacts, { clock, isEnd }: TableReading): ReportedRow | null {
  const shown = clock.read(facts.startedAt ?? '');
  if (!shown) return null;
  const length = isEnd ? (secondsOf(facts.callTime) ?? 0) * 1_000 : 0;
  return { startedAt: shown.at - length, ambiguity: shown.ambiguity, facts };
}

/** The place of the first number that is not below a bound, in a list from the lowest to the highest. */
function firstNotBefore(numbers: Float64Array, bound: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
