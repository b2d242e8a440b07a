import { existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'libsql';
import { CrosspointError } from '../adapters/errors.ts';
import { vendors } from '../adapters/vendors.ts';
import { readConfiguration } from '../config/configuration.ts';
import { cannotOpen, siblingFile } from '../storage/database.ts';
import type { CommandOptions } from './options.ts';
import { UsageError } from './usage-error.ts';

/**
 * The stores of an event log, in the order in which copies agree: figures continue at their place in the log, which must be
 * in the copy of the log; the record of calls may be ahead of it.
 */
function storesOf(file: string): string[] {
  return [
    siblingFile(file, 'metrics'),
    file,
    ...(['calls', 'acts', 'audit'] as const).map((store) => siblingFile(file, store)),
  ];
}

/** Writes a consistent copy of a database that may be in use, complete without further files. */
function copy(file: string, target: string): void {
  if (existsSync(target)) throw new CrosspointError('ALREADY_EXISTS', `${target} exists; name an empty folder`);
  let database: Database.Database;
  try {
    database = new Database(file, { fileMustExist: true });
  } catch (cause) {
    throw cannotOpen('The database', file, cause);
  }
  try {
    database.prepare('VACUUM INTO ?').run(target);
  } catch (cause) {
    throw new CrosspointError('UNAVAILABLE', `${file} cannot be copied to ${target}`, { cause });
  } finally {
    database.close();
  }
}

/** Copies the event log and its stores of a configuration into a folder, while a gateway may be running on them. */
export async function backup({ config, to, output }: CommandOptions): Promise<number> {
  if (config === undefined || to === undefined) throw new UsageError('backup needs --config FILE and --to FOLDER');
  const { events, redis } = readConfiguration(config, vendors);
  if (redis || events.file === ':memory:')
    throw new CrosspointError('FAILED_PRECONDITION', 'The events of this configuration are not in a file');
  // Calls and the secrets of webhooks stand in the copies.
  process.umask(0o077);
  mkdirSync(to, { recursive: true });
  const files = storesOf(events.file).filter((file) => existsSync(file));
  if (!files.includes(events.file))
    throw new CrosspointError('NOT_FOUND', `There is no event log ${events.file}; relative paths start here`);
  for (const file of files) {
    const target = join(to, basename(file));
    copy(file, target);
    process.stdout.write(output === 'json' ? `${JSON.stringify({ file, copy: target })}\n` : `${file} -> ${target}\n`);
  }
  return 0;
}
