import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { CrosspointError } from '../adapters/errors.ts';
import { migrate } from './migrate.ts';

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
  return thrown instanceof Error && /malformed|not a database/i.test(thrown.message);
}

/** The error of a database file that cannot be opened, with the reason and what the operator can do. */
export function cannotOpen(what: string, file: string, cause: unknown): CrosspointError {
  if (cause instanceof CrosspointError) return cause;
  return new CrosspointError('FAILED_PRECONDITION', `${what} ${file} ${reason(cause)}`, { cause });
}

function reason(cause: unknown): string {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  if (isDamaged(cause)) return 'is damaged; to begin a new one, put it aside';
  const isReadOnly = ['EACCES', 'EPERM', 'EROFS'].includes(code) || /readonly/i.test(message);
  return isReadOnly ? 'cannot be written: it or its folder is read-only' : 'cannot be opened';
}
