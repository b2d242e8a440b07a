import { cellKey, differenceOf, isSamePlace, type QuarterCell } from './cells.ts';
import type { DayTotals } from './day-totals.ts';
import type { History } from './history.ts';

/** Adds cells to the quarter of an hour and to the day they belong to. */
export class Sums {
  readonly #history: History;
  readonly #totals: DayTotals;

  constructor(history: History, totals: DayTotals) {
    this.#history = history;
    this.#totals = totals;
  }

  addAll(cells: readonly QuarterCell[]): void {
    for (const cell of cells) this.#add(cell, 1);
  }

  /** Adds what is new in cells and takes back what is no longer so. */
  replace(before: readonly QuarterCell[], after: readonly QuarterCell[]): void {
    for (let at = 0; at < Math.max(after.length, before.length); at += 1) {
      const [old, next] = [before[at], after[at]];
      if (old && next && isSamePlace(old, next)) this.#change(old, next);
      else {
        if (old) this.#add(old, -1);
        if (next) this.#add(next, 1);
      }
    }
  }

  #change(old: QuarterCell, next: QuarterCell): void {
    const measures = differenceOf(old.measures, next.measures);
    if (measures) this.#add({ ...next, measures }, 1);
  }

  #add(cell: QuarterCell, sign: 1 | -1): void {
    const key = cellKey(cell.dimensions);
    this.#history.add(key, cell, sign);
    this.#totals.add(key, cell, sign);
  }
}
