import type Database from 'libsql';
import { CrosspointError } from '../adapters/errors.ts';

/**
 * Brings a database to the newest version: the first step makes version 1, the next 2, and so on. Files of before there
 * were versions count as empty, so the first step leaves alone what is there. A step is taken whole or not at all.
 * Throws FAILED_PRECONDITION for a file of a later version, which is left as it is.
 */
export function migrate(database: Database.Database, file: string, steps: readonly string[]): void {
  const version = versionOf(database);
  if (version > steps.length) {
    const message = `${file} is of version ${version}, made by a later Crosspoint; this one knows ${steps.length}`;
    throw new CrosspointError('FAILED_PRECONDITION', message);
  }
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      database.exec(step);
      database.exec(`PRAGMA user_version = ${index + 1}`);
      database.exec('COMMIT');
    } catch (thrown) {
      if (database.inTransaction) database.exec('ROLLBACK');
      throw thrown;
    }
  }
}

function versionOf(database: Database.Database): number {
  return (database.prepare('SELECT user_version AS version FROM pragma_user_version').get() as { version: number })
    .version;
}
