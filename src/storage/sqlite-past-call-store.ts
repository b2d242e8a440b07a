import type Database from 'libsql';
import type { CallRecord } from '../adapters/adapter.ts';
import type { Log } from '../adapters/vendor.ts';
import { inTransaction, openStore, trimInSteps } from './database.ts';
import {
  callOfKey,
  type PastCall,
  type PastCallBounds,
  type PastCallStore,
  pastCallKey,
  pastCallsUnavailable,
  setFields,
  unreadableCalls,
} from './past-call-store.ts';
import { fileErrorsAs } from './store-errors.ts';
import { storedObject } from './stored-object.ts';
import type { UnreadableRows } from './unreadable-rows.ts';

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

interface Row {
  readonly key: string;
  readonly account: string;
  readonly at: number;
  readonly body: string;
}

/** Stores ended calls in a file of this gateway, or in `:memory:`. */
export class SqlitePastCallStore implements PastCallStore {
  readonly #database: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #attempt = fileErrorsAs(pastCallsUnavailable);

  readonly #unreadable: UnreadableRows;

  constructor(file: string, log?: Log) {
    this.#unreadable = unreadableCalls(log);
    const store = { name: 'The record of ended calls', file, steps: STEPS, synchronous: 'NORMAL' } as const;
    ({ database: this.#database, statements: this.#statements } = openStore(store, prepare));
  }

  async save(calls: readonly PastCall[]): Promise<void> {
    this.#attempt(() =>
      inTransaction(this.#database, () => {
        for (const call of calls) this.#save(call);
      }),
    );
  }

  async remove(call: PastCall): Promise<void> {
    this.#attempt(() => this.#statements.remove.run(pastCallKey(call)));
  }

  async read({ after, before, limit }: PastCallBounds): Promise<readonly PastCall[]> {
    const rows = this.#attempt(() => this.#statements.read.all(after, before, limit) as Row[]);
    return rows.map((row) => this.#callOf(row));
  }

  async find(account: string, nativeId: string): Promise<PastCall | null> {
    const row = this.#attempt(() => this.#statements.find.get(account, nativeId) as Row | undefined);
    return row ? this.#callOf(row) : null;
  }

  async trim(oldest: number): Promise<void> {
    await trimInSteps((limit) => this.#attempt(() => this.#statements.trim.run(oldest, limit).changes));
  }

  close(): void {
    this.#database.close();
  }

  #callOf({ key, account, at, body }: Row): PastCall {
    const stored = storedObject<CallRecord>(body);
    if (stored) return { account, at, call: stored };
    const call = callOfKey(key);
    this.#unreadable.note(key, { account, call: call.nativeId });
    return { account, at, call };
  }

  #save(call: PastCall): void {
    const { account, at } = call;
    this.#statements.save.run(pastCallKey(call), account, call.call.nativeId, at, JSON.stringify(setFields(call.call)));
  }
}

function prepare(database: Database.Database) {
  return {
    save: database.prepare(
      'INSERT INTO calls (key, account, native, at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET at = min(at, excluded.at), body = CASE WHEN json_valid(body) THEN json_patch(body, excluded.body) ELSE excluded.body END',
    ),
    remove: database.prepare('DELETE FROM calls WHERE key = ?'),
    read: database.prepare(
      'SELECT key, account, at, body FROM calls WHERE at > ? AND at < ? ORDER BY at DESC, key DESC LIMIT ?',
    ),
    find: database.prepare(
      'SELECT key, account, at, body FROM calls WHERE account = ? AND native = ? ORDER BY at DESC LIMIT 1',
    ),
    trim: database.prepare('DELETE FROM calls WHERE key IN (SELECT key FROM calls WHERE at < ? ORDER BY at LIMIT ?)'),
  };
}
