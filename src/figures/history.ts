/** What was counted of the past, by quarters of an hour. */
import type { Stretch } from './calendar.ts';
import { addMeasures, type QuarterCell } from './cells.ts';
import type { TotalCell } from './day-totals.ts';

/** Merged cells of each quarter of an hour, for as long as they are stored. */
export class History {
  readonly #retentionMs: number;
  readonly #quarters = new Map<number, Map<string, TotalCell>>();
  #newest = 0;

  constructor(retentionMs: number) {
    this.#retentionMs = retentionMs;
  }

  /** Adds a cell of a key, or takes it away. */
  add(key: string, { quarter, dimensions, measures }: QuarterCell, sign: 1 | -1): void {
    if (quarter <= this.#newest - this.#retentionMs) return;
    const cells = this.#quarters.get(quarter) ?? this.#begin(quarter);
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
