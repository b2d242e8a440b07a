import type { Log } from '../../adapters/vendor.ts';
import { QUARTER_MS } from '../../figures/cells.ts';
import type { Figures } from '../../figures/figures.ts';
import type { CellArchive } from '../../figures/stored.ts';
import type { AccountQuarter, FigureStore, StoredCells } from '../../storage/figure-store.ts';
import { UnreadableRows } from '../../storage/unreadable-rows.ts';

/** Quarters of accounts with stored figures that cannot be read: each counts as not listened to, and is logged once. */
export class UnreadableCells {
  readonly #figures: Pick<Figures, 'listening'>;
  readonly #rows: UnreadableRows;

  constructor(figures: Pick<Figures, 'listening'>, logger: Log) {
    this.#figures = figures;
    this.#rows = new UnreadableRows('Stored figures cannot be read', logger);
  }

  /** Takes note of where cells cannot be read. */
  note(places: StoredCells['unreadable']): void {
    for (const place of places) this.#noteOne(place);
  }

  #noteOne({ account, quarter }: AccountQuarter): void {
    this.#rows.note(`${quarter} ${account}`, { account, quarter: new Date(quarter).toISOString() });
    const { listening } = this.#figures;
    const [from, to] = [quarter, quarter + QUARTER_MS];
    // Also by an earlier answer, or before a restart.
    const isKnown = listening.missing(account).some((gap) => gap.from === from && gap.to === to && gap.weight === 1);
    if (!isKnown) listening.addMissing({ account, from, to, weight: 1 });
  }
}

/** The archive of stored cells. `unreadable` is called when cells are read. */
export function archiveOf(store: Pick<FigureStore, 'read'>, unreadable: () => UnreadableCells): CellArchive {
  return {
    async read(account, stretch) {
      const stored = await store.read(account, stretch);
      unreadable().note(stored.unreadable);
      return stored.cells;
    },
  };
}
