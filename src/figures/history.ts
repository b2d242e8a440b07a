/** What was counted of the past, by quarters of an hour. */
import type { Stretch } from './calendar.ts';
import { addMeasures, cellKey, type MinuteCell } from './cells.ts';
import type { TotalCell } from './day-totals.ts';

/** Milliseconds of a quarter of an hour, of which every zone's hours and days are made. */
export const QUARTER_MS = 15 * 60_000;

/** The beginning of the quarter of an hour of a time. */
export function quarterOf(time: number): number {
  return Math.floor(time / QUARTER_MS) * QUARTER_MS;
}

/** What was counted in one quarter of an hour. */
export interface QuarterCell extends TotalCell {
  /** The beginning of the quarter, in milliseconds since 1970. */
  readonly quarter: number;
}

/** Merged cells of each quarter of an hour, for as long as they are stored. */
export class History {
  readonly #retentionMs: number;
  readonly #quarters = new Map<number, Map<string, TotalCell>>();
  #newest = 0;

  constructor(retentionMs: number) {
    this.#retentionMs = retentionMs;
  }

  /** Adds a cell, or takes it away. */
  add({ minute, dimensions, measures }: MinuteCell, sign: 1 | -1): void {
    const at = quarterOf(minute);
    if (at <= this.#newest - this.#retentionMs) return;
    const cells = this.#quarters.get(at) ?? this.#begin(at);
    const key = cellKey(dimensions);
    const cell = cells.get(key) ?? { dimensions, measures: {} };
    cells.set(key, cell);
    addMeasures(cell.measures, measures, sign);
  }

  /** The cells of an account in a stretch of whole quarters. */
  of(account: string, { from, to }: Stretch): QuarterCell[] {
    const quarters = [...this.#quarters].filter(([quarter]) => from <= quarter && quarter < to);
    return quarters.flatMap(([quarter, cells]) =>
      [...cells.values()]
        .filter(({ dimensions }) => dimensions.account === account)
        .map((cell) => ({ ...cell, quarter })),
    );
  }

  #begin(at: number): Map<string, TotalCell> {
    const cells = new Map<string, TotalCell>();
    this.#quarters.set(at, cells);
    if (at > this.#newest) {
      this.#newest = at;
      for (const quarter of this.#quarters.keys())
        if (quarter <= at - this.#retentionMs) this.#quarters.delete(quarter);
    }
    return cells;
  }
}
