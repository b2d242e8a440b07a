import type Database from 'libsql';
import { CrosspointError } from '../adapters/errors.ts';
import { cannotOpen, openDatabase } from './database.ts';
import { type PastCall, type PastCallBounds, type PastCallStore, pastCallKey, setFields } from './past-call-store.ts';

/** How a file came to be what it is; a change is a step more. */
const STEPS = [
  `
  CREATE TABLE IF NOT EXISTS calls (
    key TEXT PRIMARY KEY, account TEXT NOT NULL, native TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS calls_at ON calls (at, key);
  CREATE INDEX IF NOT EXISTS calls_native ON calls (account, native, at);
`,
];
/** Rows removed in one go, so that a big clean-up never holds the process. */
const TRIM_STEP = 2_000;

interface Row {
  readonly account: string;
  readonly at: number;
  readonly body: string;
}

/** Stores ended calls in a file of this gateway, or in `:memory:`. */
export class SqlitePastCallStore implements PastCallStore {
  readonly #database: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(file: string) {
    try {
      this.#database = openDatabase(file, STEPS, 'NORMAL');
      this.#statements = prepare(this.#database);
    } catch (cause) {
      throw cannotOpen('The record of ended calls', file, cause);
    }
  }

  async save(calls: readonly PastCall[]): Promise<void> {
    this.#attempt(() => {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        for (const call of calls) this.#save(call);
        this.#database.exec('COMMIT');
      } catch (thrown) {
        if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
        throw thrown;
      }
    });
  }

  async remove(call: PastCall): Promise<void> {
    this.#attempt(() => this.#statements.remove.run(pastCallKey(call)));
  }

  async read({ after, before, limit }: PastCallBounds): Promise<readonly PastCall[]> {
    return this.#attempt(() => (this.#statements.read.all(after, before, limit) as Row[]).map(callOf));
  }

  async find(account: string, nativeId: string): Promise<PastCall | null> {
    const row = this.#attempt(() => this.#statements.find.get(account, nativeId) as Row | undefined);
    return row ? callOf(row) : null;
  }

  async trim(oldest: number): Promise<void> {
    while (this.#attempt(() => this.#statements.trim.run(oldest, TRIM_STEP).changes) > 0)
      await new Promise((done) => setImmediate(done));
  }

  close(): void {
    this.#database.close();
  }

  #save(call: PastCall): void {
    const { account, at } = call;
    this.#statements.save.run(pastCallKey(call), account, call.call.nativeId, at, JSON.stringify(setFields(call.call)));
  }

  #attempt<Result>(step: () => Result): Result {
    try {
      return step();
    } catch (cause) {
      throw new CrosspointError('UNAVAILABLE', 'The record of ended calls does not answer', { cause });
    }
  }
}

function callOf({ account, at, body }: Row): PastCall {
  return { account, at, call: JSON.parse(body) };
}

function prepare(database: Database.Database) {
  return {
    save: database.prepare(
      'INSERT INTO calls (key, account, native, at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET at = min(at, excluded.at), body = json_patch(body, excluded.body)',
    ),
    remove: database.prepare('DELETE FROM calls WHERE key = ?'),
    read: database.prepare(
      'SELECT account, at, body FROM calls WHERE at > ? AND at < ? ORDER BY at DESC, key DESC LIMIT ?',
    ),
    find: database.prepare(
      'SELECT account, at, body FROM calls WHERE account = ? AND native = ? ORDER BY at DESC LIMIT 1',
    ),
    trim: database.prepare('DELETE FROM calls WHERE key IN (SELECT key FROM calls WHERE at < ? ORDER BY at LIMIT ?)'),
  };
}
