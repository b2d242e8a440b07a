/** The counts of the past, by quarters of an hour. */
import type { TimeSpan } from './calendar.ts';
import { addMeasures, type Measures, QUARTER_MS, type QuarterCell } from './cells.ts';

/** A cell with the text that is equal for equal dimensions. */
export interface KeyedCell extends QuarterCell {
  readonly key: string;
  readonly measures: Measures;
}

/** Merged cells of each quarter of an hour, the newest ones in memory. */
export class History {
  readonly #memoryMs: number;
  readonly #isStored: boolean;
  readonly #quarters = new Map<number, Map<string, KeyedCell>>();
  #changed = new Set<KeyedCell>();
  #newest: number | null = null;

  /** `isStored` where changed cells are taken to be stored. */
  constructor(memoryMs: number, isStored: boolean) {
    this.#memoryMs = memoryMs;
    this.#isStored = isStored;
  }

  /** The first quarter that is in memory; infinite while none is. */
  get begin(): number {
    return this.#newest === null ? Number.POSITIVE_INFINITY : this.#newest - this.#memoryMs + QUARTER_MS;
  }

  /** The newest quarter with a cell; null without one. */
  get newest(): number | null {
    return this.#newest;
  }

  /** Adds a cell of a key, or takes it away. */
  add(key: string, { quarter, dimensions, measures }: QuarterCell, sign: 1 | -1): void {
    const cell = this.#cell(key, quarter, dimensions);
    if (!cell) return;
    addMeasures(cell.measures, measures, sign);
    if (this.#isStored) this.#changed.add(cell);
  }

  /** Takes a cell back from the store. */
  restore({ key, quarter, dimensions, measures }: KeyedCell): void {
    const cell = this.#cell(key, quarter, dimensions);
    if (cell) addMeasures(cell.measures, measures);
  }

  /** The cells that have changed since the last time. */
  takeChanged(): readonly KeyedCell[] {
    const changed = [...this.#changed];
    this.#changed = new Set();
    return changed;
  }

  /** Counts cells that could not be stored among those that have changed. */
  putBack(cells: readonly KeyedCell[]): void {
    for (const cell of cells) this.#changed.add(cell);
  }

  /** The cells of an account in a stretch of whole quarters. */
  of(account: string, { from, to }: TimeSpan): QuarterCell[] {
    const quarters = [...this.#quarters].filter(([quarter]) => from <= quarter && quarter < to);
    return quarters.flatMap(([, cells]) =>
      [...cells.values()].filter(({ dimensions }) => dimensions.account === account),
    );
  }

  #cell(key: string, quarter: number, dimensions: KeyedCell['dimensions']): KeyedCell | undefined {
    if (this.#newest !== null && quarter <= this.#newest - this.#memoryMs) return undefined;
    const cells = this.#quarters.get(quarter) ?? this.#begin(quarter);
    const known = cells.get(key);
    if (known) return known;
    const cell = { key, quarter, dimensions, measures: {} };
    cells.set(key, cell);
    return cell;
  }

  #begin(at: number): Map<string, KeyedCell> {
    const cells = new Map<string, KeyedCell>();
    this.#quarters.set(at, cells);
    if (this.#newest === null || at > this.#newest) {
      this.#newest = at;
      for (const quarter of this.#quarters.keys()) if (quarter <= at - this.#memoryMs) this.#quarters.delete(quarter);
    }
    return cells;
  }
}
