/** What events added to minutes since these were last stored. */
import { addMeasures, cellKey, type MinuteCell } from './cells.ts';

interface Addition {
  /** The place in the log of the event that it is of. */
  readonly position: string;
  readonly cell: MinuteCell;
  readonly sign: 1 | -1;
}

/** Additions to minutes, each with its position in the log, so that each is stored once, by any gateway. */
export class PendingMinutes {
  #additions: Addition[] = [];

  /** Adds what an event adds to a minute, or takes away. */
  add(position: string, cell: MinuteCell, sign: 1 | -1): void {
    this.#additions.push({ position, cell, sign });
  }

  /** What is to be added after a place in the log, one cell for each minute and combination of dimensions. */
  after(position: string | null): MinuteCell[] {
    const additions = position === null ? this.#additions : this.#additions.filter((one) => one.position > position);
    return mergeCells(additions);
  }

  /** Forgets what is stored. */
  dropThrough(position: string): void {
    this.#additions = this.#additions.filter((one) => one.position > position);
  }
}

/** Merges additions by minute and dimensions. */
function mergeCells(additions: Iterable<{ readonly cell: MinuteCell; readonly sign?: 1 | -1 }>): MinuteCell[] {
  const cells = new Map<string, MinuteCell>();
  for (const { cell, sign = 1 } of additions) {
    const place = `${cell.minute} ${cellKey(cell.dimensions)}`;
    const merged = cells.get(place) ?? { ...cell, measures: {} };
    addMeasures(merged.measures, cell.measures, sign);
    cells.set(place, merged);
  }
  return [...cells.values()];
}
