import type Database from 'libsql';
import type { TimeSpan } from '../figures/calendar.ts';
import type { KeyedCell } from '../figures/history.ts';
import { inTransaction, openStore, trimInSteps } from './database.ts';
import {
  type FigureCheckpoint,
  type FigureStore,
  figuresUnavailable,
  type StoredCell,
  type StoredCells,
  type StoredFigures,
  storedCells,
} from './figure-store.ts';
import { fileErrorsAs } from './store-errors.ts';
import { storedObject } from './stored-object.ts';

/** How a file came to be what it is; a change is a step more. */
const STEPS = [
  `
  CREATE TABLE IF NOT EXISTS cells (
    account TEXT NOT NULL, quarter INTEGER NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (account, quarter, key)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS cells_quarter ON cells (quarter);
  CREATE TABLE IF NOT EXISTS checkpoint (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL);
`,
];

/** Stores figures in a file of this gateway, or in `:memory:`. */
export class SqliteFigureStore implements FigureStore {
  readonly #database: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #attempt = fileErrorsAs(figuresUnavailable);

  constructor(file: string) {
    const store = { name: 'The store of figures', file, steps: STEPS, synchronous: 'NORMAL' } as const;
    ({ database: this.#database, statements: this.#statements } = openStore(store, prepare));
  }

  async load(milliseconds: number): Promise<StoredFigures | null> {
    return this.#attempt(() => {
      const checkpoint = this.#checkpoint();
      if (checkpoint === undefined) return null;
      const rows = checkpoint
        ? (this.#statements.newest.all((checkpoint.newest ?? 0) - milliseconds) as StoredCell[])
        : [];
      return { checkpoint, ...storedCells(rows) };
    });
  }

  async read(account: string, { from, to }: TimeSpan): Promise<StoredCells> {
    return this.#attempt(() => storedCells(this.#statements.read.all(account, from, to) as StoredCell[]));
  }

  async save(checkpoint: FigureCheckpoint, cells: readonly KeyedCell[], known: string | null): Promise<boolean> {
    return this.#attempt(() => {
      const stored = this.#checkpoint();
      const isAhead = stored?.log === checkpoint.log && stored.position !== known;
      if (isAhead && stored.position >= checkpoint.position) return false;
      this.#write(checkpoint, cells);
      return true;
    });
  }

  async trim(oldest: number): Promise<void> {
    await trimInSteps((limit) => this.#attempt(() => this.#statements.trim.run(oldest, limit).changes));
  }

  close(): void {
    this.#database.close();
  }

  #write(checkpoint: FigureCheckpoint, cells: readonly KeyedCell[]): void {
    inTransaction(this.#database, () => {
      for (const { key, quarter, dimensions, measures } of cells)
        this.#statements.save.run(dimensions.account, quarter, key, JSON.stringify({ dimensions, measures }));
      this.#statements.note.run(JSON.stringify(checkpoint));
    });
  }

  /** Null where it is damaged, undefined where there is none. */
  #checkpoint(): FigureCheckpoint | null | undefined {
    const row = this.#statements.checkpoint.get() as { readonly body: string } | undefined;
    return row && storedObject<FigureCheckpoint>(row.body);
  }
}

function prepare(database: Database.Database) {
  return {
    checkpoint: database.prepare('SELECT body FROM checkpoint'),
    note: database.prepare(
      'INSERT INTO checkpoint (id, body) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
    ),
    newest: database.prepare('SELECT account, quarter, key, body FROM cells WHERE quarter > ? ORDER BY quarter'),
    read: database.prepare(
      'SELECT account, quarter, key, body FROM cells WHERE account = ? AND quarter >= ? AND quarter < ?',
    ),
    save: database.prepare(
      'INSERT INTO cells (account, quarter, key, body) VALUES (?, ?, ?, ?) ON CONFLICT (account, quarter, key) DO UPDATE SET body = excluded.body',
    ),
    trim: database.prepare(
      'DELETE FROM cells WHERE (account, quarter, key) IN (SELECT account, quarter, key FROM cells WHERE quarter < ? LIMIT ?)',
    ),
  };
}
