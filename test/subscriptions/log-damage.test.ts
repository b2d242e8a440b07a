import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import type { Log } from '../../src/adapters/vendor.ts';
import { SqliteIdempotencyStore } from '../../src/storage/sqlite-idempotency-store.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { silent } from './events.ts';
import { events, fingerprints, folder, fresh, freshPath, killed, names, spoil, written } from './log-files.ts';

describe('an event log that is damaged', () => {
  it.each<[string, (file: string) => void]>([
    ['at its beginning', (file) => spoil(file, 0, 200)],
    ['in its middle', (file) => spoil(file, 4_096, statSync(file).size)],
    ['by being cut in half', (file) => truncateSync(file, Math.floor(statSync(file).size / 2 / 4_096) * 4_096)],
  ])('%s is put aside with all its parts, loudly, and a new one begun that lasts (P3)', async (where, harm) => {
    const source = await written();
    const database = new Database(source);
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
    const other = await openSqliteLog({ file: source });
    await other.append(events(400, 420));
    const file = killed(source);
    await other.close();
    harm(file);
    if (where !== 'in its middle') rmSync(`${file}-wal`);
    const messages: string[] = [];
    const log: Log = { ...silent, error: (_facts, message) => void messages.push(message) };
    const opened = await openSqliteLog({ file, log });
    expect(messages).toEqual([expect.stringContaining('put aside')]);
    expect(await fingerprints(opened)).toEqual([]);
    await opened.append(events(0, 10));
    await opened.close();
    const again = await openSqliteLog({ file });
    expect(await fingerprints(again)).toEqual(names(0, 10));
    await again.close();
    const aside = readdirSync(join(file, '..')).filter((name) => name.startsWith('events.db.damaged-'));
    expect(aside.some((name) => /-\d+$/.test(name))).toBe(true);
    if (where === 'in its middle') expect(aside.some((name) => name.endsWith('-wal'))).toBe(true);
  });
});

describe('an event log that cannot be made', () => {
  it.each<[string, () => string]>([
    ['below a file', () => join(writtenFile('a file'), 'below', 'events.db')],
    ['where a folder is', () => folder],
  ])('%s is refused by name, and nothing is left locked', async (_, where) => {
    const file = where();
    const refused = { code: 'FAILED_PRECONDITION', message: `The event log ${file} cannot be opened` };
    await expect(openSqliteLog({ file })).rejects.toMatchObject(refused);
    await expect(openSqliteLog({ file })).rejects.toMatchObject(refused);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });
});

describe('an event log whose lock was left behind', () => {
  const lockedBy = (owner: number | undefined) => {
    const file = fresh();
    mkdirSync(dirname(file));
    writeFileSync(`${file}.lock`, String(owner));
    return file;
  };

  it('by a process that lives is refused', async () => {
    const file = lockedBy(process.ppid);
    await expect(openSqliteLog({ file })).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(readFileSync(`${file}.lock`, 'utf8')).toBe(String(process.ppid));
  });

  it.each([
    ['that is gone', () => spawnSync(process.execPath, ['--version']).pid],
    ['of the same number as this one', () => process.pid],
  ])('by a process %s is opened', async (_, owner) => {
    const log = await openSqliteLog({ file: lockedBy(owner()) });
    await log.close();
  });
});

/** Runs it as a user that the modes of files bind, as they do not bind root. */
async function withoutPrivilege<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.('nobody');
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('what may only be read', () => {
  const theirs = async (file: string, mode: { folder: number; files: number }) => {
    chmodSync(folder, 0o755);
    for (const name of readdirSync(dirname(file))) chmodSync(join(dirname(file), name), mode.files);
    chmodSync(dirname(file), mode.folder);
    return file;
  };
  const reason = 'cannot be written: it or its folder is read-only';

  it.each([
    ['the file', { folder: 0o777, files: 0o444 }],
    ['the folder', { folder: 0o555, files: 0o666 }],
    ['both', { folder: 0o555, files: 0o444 }],
  ])('keeps an event log from being opened where it is %s, by name, and leaves it as it was (P3)', async (_, mode) => {
    const file = await theirs(await written(), mode);
    const refused = { code: 'FAILED_PRECONDITION', message: `The event log ${file} ${reason}` };
    await withoutPrivilege(() => expect(openSqliteLog({ file })).rejects.toMatchObject(refused));
    expect(readdirSync(dirname(file)).filter((name) => /damaged|lock/.test(name))).toEqual([]);
    await theirs(file, { folder: 0o777, files: 0o666 });
    const log = await openSqliteLog({ file });
    expect(await fingerprints(log)).toEqual(names(0, 400));
    await log.close();
  });

  it('keeps the file of acts from being opened, by name', async () => {
    const file = fresh();
    mkdirSync(dirname(file));
    new SqliteIdempotencyStore(file).close();
    await theirs(file, { folder: 0o777, files: 0o444 });
    await withoutPrivilege(async () =>
      expect(() => new SqliteIdempotencyStore(file)).toThrow(`The file of acts ${file} ${reason}`),
    );
  });
});

it('a damaged file of acts is refused by name and left as it is, since what it forgets could be done twice', () => {
  const file = writtenFile('no database at all, '.repeat(500));
  const message = `The file of acts ${file} is damaged; to begin a new one, put it aside`;
  expect(() => new SqliteIdempotencyStore(file)).toThrow(message);
  expect(readFileSync(file, 'utf8')).toContain('no database at all');
});

function writtenFile(text: string): string {
  const file = freshPath();
  writeFileSync(file, text);
  return file;
}
