import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { cannotOpen, isDamaged } from '../../storage/database.ts';
import { lockFile } from '../../storage/lock.ts';
import type { EventLog } from './log.ts';
import { SqliteLog, type SqliteLogOptions } from './sqlite-log.ts';

/** Opens an embedded log; a file that is damaged beyond use is put aside, loudly, and a new one begun. */
export async function openSqliteLog(options: SqliteLogOptions): Promise<EventLog> {
  if (options.file === ':memory:') return new SqliteLog(options, () => undefined);
  let unlock: (() => void) | undefined;
  try {
    mkdirSync(dirname(options.file), { recursive: true });
    unlock = lockFile(options.file);
    return openFile(options, unlock);
  } catch (cause) {
    unlock?.();
    throw cannotOpen('The event log', options.file, cause);
  }
}

function openFile(options: SqliteLogOptions, unlock: () => void): EventLog {
  try {
    return new SqliteLog(options, unlock);
  } catch (thrown) {
    if (!isDamaged(thrown) || !existsSync(options.file)) throw thrown;
    const aside = `${options.file}.damaged-${Date.now()}`;
    // The write-ahead log is part of the file, for an attempt to recover it.
    for (const part of ['', '-wal', '-shm'])
      if (existsSync(options.file + part)) renameSync(options.file + part, aside + part);
    options.log?.error({ file: options.file, aside }, 'The event log was damaged; it is put aside and a new one begun');
    return new SqliteLog(options, unlock);
  }
}
