import type Database from 'libsql';
import {
  type AuditHead,
  type AuditStore,
  auditUnavailable,
  EMPTY_TRAIL,
  nextLine,
  type StoredAudit,
} from './audit-store.ts';
import { openStore } from './database.ts';
import { fileErrorsAs } from './store-errors.ts';

/** How a file came to be what it is; a change is a step more. */
const STEPS = ['CREATE TABLE audit (sequence INTEGER PRIMARY KEY, text TEXT NOT NULL, hash TEXT NOT NULL)'];

/** Stores the audit trail in a file of this gateway, or in `:memory:`; a line is on the disk when `append` resolves. */
export class SqliteAuditStore implements AuditStore {
  readonly #database: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #attempt = fileErrorsAs(auditUnavailable);
  #head: AuditHead | undefined;

  constructor(file: string) {
    const store = { name: 'The audit trail', file, steps: STEPS, synchronous: 'FULL' } as const;
    ({ database: this.#database, statements: this.#statements } = openStore(store, prepare));
    // `crosspoint audit` reads the file while a gateway writes it.
    this.#database.pragma('busy_timeout = 2000');
  }

  async append(text: string): Promise<StoredAudit> {
    return this.#attempt(() => {
      this.#head ??= (this.#statements.last.get() as StoredAudit | undefined) ?? EMPTY_TRAIL;
      const line = nextLine(this.#head, text);
      this.#statements.insert.run(line.sequence, line.text, line.hash);
      this.#head = line;
      return line;
    });
  }

  async before(sequence: number | undefined, limit: number): Promise<readonly StoredAudit[]> {
    return this.#attempt(
      () => this.#statements.before.all(sequence ?? Number.MAX_SAFE_INTEGER, limit) as StoredAudit[],
    );
  }

  async after(sequence: number, limit: number): Promise<readonly StoredAudit[]> {
    return this.#attempt(() => this.#statements.after.all(sequence, limit) as StoredAudit[]);
  }

  close(): void {
    this.#database.close();
  }
}

function prepare(database: Database.Database) {
  const columns = 'SELECT sequence, text, hash FROM audit';
  return {
    last: database.prepare(`${columns} ORDER BY sequence DESC LIMIT 1`),
    insert: database.prepare('INSERT INTO audit (sequence, text, hash) VALUES (?, ?, ?)'),
    before: database.prepare(`${columns} WHERE sequence < ? ORDER BY sequence DESC LIMIT ?`),
    after: database.prepare(`${columns} WHERE sequence > ? ORDER BY sequence LIMIT ?`),
  };
}
