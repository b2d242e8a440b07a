import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { CrosspointError } from '../adapters/errors.ts';
import { migrate } from './migrate.ts';

const TRIM_STEP = 2_000;

/** The file of a store, and the steps that bring it to its newest version. */
interface StoreFile {
  /** The store in messages, such as "The audit trail". */
  readonly name: string;
  readonly file: string;
  readonly steps: readonly string[];
  readonly synchronous: 'NORMAL' | 'FULL';
}

/** Opens a database file, made when absent, at its newest version; throws where it can only be read. */
export function openDatabase(
  file: string,
  steps: readonly string[],
  synchronous: 'NORMAL' | 'FULL',
): Database.Database {
  if (file !== ':memory:') makePrivate(file);
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${synchronous}`);
  migrate(database, file, steps);
  // SQLite opens without a word what it may only read; this is refused then, and else taken back before it needs room.
  database.exec('BEGIN IMMEDIATE');
  database.pragma(`user_version = ${steps.length}`);
  database.exec('ROLLBACK');
  return database;
}

/** Opens the database of a store and prepares its statements; throws an error that names the store and the file. */
export function openStore<Statements>(
  { name, file, steps, synchronous }: StoreFile,
  prepare: (database: Database.Database) => Statements,
): { readonly database: Database.Database; readonly statements: Statements } {
  try {
    const database = openDatabase(file, steps, synchronous);
    return { database, statements: prepare(database) };
  } catch (cause) {
    throw cannotOpen(name, file, cause);
  }
}

/** Runs changes of a database as one; none is done where one fails. */
export function inTransaction<Result>(database: Database.Database, change: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = change();
    database.exec('COMMIT');
    return result;
  } catch (thrown) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw thrown;
  }
}

/** Removes rows by steps of at most 2,000, so that a big clean-up does not block the process. */
export async function trimInSteps(remove: (limit: number) => number): Promise<void> {
  while (remove(TRIM_STEP) > 0) await new Promise((done) => setImmediate(done));
}

/** The file of another store, beside that of the event log. */
export function siblingFile(file: string, store: 'acts' | 'audit' | 'calls' | 'metrics'): string {
  return file === ':memory:' ? file : `${file.replace(/\.db$/, '')}-${store}.db`;
}

/** Makes an absent file for its owner alone, since calls and the secrets of webhooks stand in it; SQLite keeps to its mode. */
function makePrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
}

/** Whether a file is no database, or no longer a whole one. */
export function isDamaged(thrown: unknown): boolean {
  return ['SQLITE_CORRUPT', 'SQLITE_NOTADB'].includes(codeOf(thrown));
}

function codeOf(thrown: unknown): string {
  return (thrown as NodeJS.ErrnoException).code ?? '';
}

/** The error of a database file that cannot be opened, with the reason and what the operator can do. */
export function cannotOpen(what: string, file: string, cause: unknown): CrosspointError {
  if (cause instanceof CrosspointError) return cause;
  return new CrosspointError('FAILED_PRECONDITION', `${what} ${file} ${reason(cause)}`, { cause });
}

function reason(cause: unknown): string {
  if (isDamaged(cause)) return 'is damaged; to begin a new one, put it aside';
  const isReadOnly = ['EACCES', 'EPERM', 'EROFS', 'SQLITE_READONLY'].includes(codeOf(cause));
  return isReadOnly ? 'cannot be written: it or its folder is read-only' : 'cannot be opened';
}
