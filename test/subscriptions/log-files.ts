import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { callEvent } from './events.ts';

/** The folder of the files of this test file; removed at the end. */
export const folder = mkdtempSync(join(tmpdir(), 'crosspoint-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

/** A path in the folder of this test file that nothing uses yet. */
export const freshPath = () => join(folder, `${++count}`);

/** A path for a log that does not exist yet. */
export const fresh = () => join(freshPath(), 'events.db');

/** Events numbered from the first to before the last. */
export const events = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => callEvent({ fingerprint: `n${from + index}` }));

/** The fingerprints of all stored events, in order. */
export const fingerprints = async (log: Awaited<ReturnType<typeof openSqliteLog>>) =>
  (await log.read(null, 10_000)).events.map(({ event }) => event.fingerprint);

/** The fingerprints of the events with these numbers. */
export const names = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `n${from + index}`);

/** The files as they would be found had the process been killed now. */
export function killed(file: string): string {
  const found = fresh();
  mkdirSync(join(found, '..'));
  for (const part of ['', '-wal']) copyFileSync(file + part, found + part);
  return found;
}

/** A log of four hundred events as a killed process leaves it. */
export async function written(): Promise<string> {
  const file = fresh();
  const log = await openSqliteLog({ file });
  for (let from = 0; from < 400; from += 20) await log.append(events(from, from + 20));
  const found = killed(file);
  await log.close();
  return found;
}

/** Overwrites bytes of a file. */
export function spoil(file: string, from: number, to: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, from, to);
  writeFileSync(file, bytes);
}

/** The tables of events as the first version of the file had them. */
const FIRST_VERSION = `CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE events (id INTEGER PRIMARY KEY, account TEXT NOT NULL, fingerprint TEXT NOT NULL, body TEXT NOT NULL);
  CREATE UNIQUE INDEX events_once ON events (account, fingerprint);`;

/** A file as an older version left it: the events as rows, and what that version had in addition to the first one. */
export function olderFile(
  stored: readonly EventRecord[],
  more = '',
  write: (event: EventRecord) => string = (event) => JSON.stringify(event),
): string {
  const file = fresh();
  mkdirSync(join(file, '..'));
  const database = new Database(file);
  database.exec(`${FIRST_VERSION} ${more} BEGIN;`);
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?)');
  const first = (Date.now() - 60_000) * 1_024;
  for (const [at, event] of stored.entries()) insert.run(first + at, event.account, event.fingerprint, write(event));
  database.exec('COMMIT');
  database.close();
  return file;
}
