import type Database from 'libsql';

const PAGE_BYTES = 4_096;
/** Rows changed before what was written ahead is copied into the file: each is a page or so; and pages of large values. */
const ROWS_PER_PASS = 4_000;
/** Rows and pages beyond which a writer waits for a pass that runs, so that it copies all and the write-ahead log begins anew. */
const ROWS_TO_WAIT_AT = 2 * ROWS_PER_PASS;
/** Pages after which the database copies by itself, and the process waits for it. */
const PAGES_BEFORE_OWN_COPY = 16_000;

/** A statement of a connection whose work is done on another thread. */
interface DistantStatement {
  all(): Promise<readonly { readonly log: number; readonly checkpointed: number }[]>;
}

/** A connection whose work is done on another thread. */
interface DistantConnection {
  prepare(sql: string): Promise<DistantStatement>;
  close(): void;
}

/**
 * Copies what a database wrote ahead into its file on another thread. The database itself does so within a transaction, for
 * 50 to 150 ms in which the process does nothing else.
 */
export class BackgroundCheckpoints {
  readonly #file: string;
  readonly #total: Database.Statement<unknown[]>;
  #connection: DistantConnection | undefined;
  #statement: DistantStatement | undefined;
  /** Pages of large values that were written. */
  #pages = 0;
  /** Changes of rows when the last pass began, and when the write-ahead log was last copied whole. */
  #begunAt = 0;
  #wholeAt = 0;
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(database: Database.Database, file: string) {
    this.#file = file;
    this.#total = database.prepare('SELECT total_changes() AS value');
    if (file === ':memory:') this.#isClosed = true;
    else database.pragma(`wal_autocheckpoint = ${PAGES_BEFORE_OWN_COPY}`);
  }

  /** Adds what was written in one value of a row, which may be many pages. */
  add(bytes: number): void {
    this.#pages += Math.floor(bytes / PAGE_BYTES);
  }

  /** To be called after each transaction: begins a pass where enough was written. */
  written(): void {
    if (this.#running || this.#isClosed) return;
    const changes = this.#changes();
    if (changes - this.#begunAt < ROWS_PER_PASS) return;
    this.#begunAt = changes;
    this.#running = this.#copy(changes)
      // The database copies by itself then, in time.
      .catch(() => undefined)
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when a writer of many rows may continue; null where that is now. */
  room(): Promise<void> | null {
    return this.#running && this.#changes() - this.#wholeAt > ROWS_TO_WAIT_AT ? this.#running : null;
  }

  /** Ends after the pass that runs. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
    this.#connection?.close();
  }

  async #copy(changes: number): Promise<void> {
    this.#statement ??= await this.#prepare();
    const [result] = await this.#statement.all();
    if (result && result.log === result.checkpointed && this.#changes() === changes) this.#wholeAt = changes;
  }

  async #prepare(): Promise<DistantStatement> {
    const { default: Connection } = await import('libsql/promise');
    this.#connection ??= new Connection(this.#file, {}) as DistantConnection;
    return this.#connection.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  }

  #changes(): number {
    return this.#pages + (this.#total.get() as { readonly value: number }).value;
  }
}
