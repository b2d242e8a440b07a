import type Database from 'libsql';
import { openStore } from './database.ts';
import { type ClaimedAct, type IdempotencyStore, KEY_RETENTION_MS, storeUnavailable } from './idempotency-store.ts';
import { fileErrorsAs } from './store-errors.ts';

/** How a file came to be what it is; a change is a step more. */
const STEPS = [
  `
  CREATE TABLE IF NOT EXISTS acts (
    name TEXT PRIMARY KEY, input TEXT NOT NULL, owner TEXT NOT NULL, answer TEXT, until INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS acts_until ON acts (until);
`,
];

/** Keeps the keys of acts in a file of this gateway's own, or in `:memory:`; a claim is on the disk before the act begins. */
export class SqliteIdempotencyStore implements IdempotencyStore {
  readonly claimWaitMs = 0;
  readonly #database: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #attempt = fileErrorsAs(storeUnavailable);

  constructor(
    file: string,
    private readonly now = () => Date.now(),
  ) {
    const store = { name: 'The file of acts', file, steps: STEPS, synchronous: 'FULL' } as const;
    ({ database: this.#database, statements: this.#statements } = openStore(store, prepare));
  }

  async claim(name: string, input: string, owner: string): Promise<ClaimedAct | null> {
    return this.#attempt(() => {
      const { forget, insert, find } = this.#statements;
      forget.run(this.now());
      if (insert.run(name, input, owner, this.now() + KEY_RETENTION_MS).changes === 1) return null;
      return find.get(name) as ClaimedAct;
    });
  }

  async settle(name: string, { input, owner, answer }: ClaimedAct): Promise<void> {
    this.#attempt(() => this.#statements.settle.run(name, input, owner, answer, this.now() + KEY_RETENTION_MS));
  }

  async release(name: string): Promise<void> {
    this.#attempt(() => this.#statements.release.run(name));
  }

  close(): void {
    this.#database.close();
  }
}

function prepare(database: Database.Database) {
  return {
    forget: database.prepare('DELETE FROM acts WHERE until < ?'),
    insert: database.prepare('INSERT OR IGNORE INTO acts (name, input, owner, until) VALUES (?, ?, ?, ?)'),
    find: database.prepare('SELECT input, owner, answer FROM acts WHERE name = ?'),
    settle: database.prepare('INSERT OR REPLACE INTO acts (name, input, owner, answer, until) VALUES (?, ?, ?, ?, ?)'),
    release: database.prepare('DELETE FROM acts WHERE name = ?'),
  };
}
