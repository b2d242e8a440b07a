import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../src/storage/migrate.ts';
import { SqliteIdempotencyStore } from '../../src/storage/sqlite-idempotency-store.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { callEvent } from './events.ts';
import { events, fingerprints, fresh, names } from './log-files.ts';

/** What the first version made, before files had versions. */
const FIRST_LOG = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE events (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, fingerprint TEXT NOT NULL, body TEXT NOT NULL
  );
  CREATE UNIQUE INDEX events_once ON events (account, fingerprint);
`;
const FIRST_ACTS = `
  CREATE TABLE acts (
    name TEXT PRIMARY KEY, input TEXT NOT NULL, owner TEXT NOT NULL, answer TEXT, until INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX acts_until ON acts (until);
`;

function make(sql: string): string {
  const file = fresh();
  mkdirSync(join(file, '..'));
  const database = new Database(file);
  database.exec(sql);
  database.close();
  return file;
}

const versionOf = (file: string) => {
  const database = new Database(file);
  const row = database.prepare('SELECT user_version AS version FROM pragma_user_version').get();
  database.close();
  return (row as { version: number }).version;
};

describe('files of an older version (P5)', () => {
  it('a log is taken over: its events, its cursors, its notes and what it has seen', async () => {
    const id = Date.now() * 1_024;
    const key = Buffer.alloc(32, 7);
    const body = JSON.stringify(callEvent({ fingerprint: 'n0' }));
    const { account } = callEvent({});
    const file = make(`${FIRST_LOG}
      INSERT INTO meta VALUES ('id', 'the-first-log'), ('key', '${key.toString('base64')}'), ('note:a', 'noted');
      INSERT INTO events VALUES (${id}, '${account}', 'n0', '${body}');`);
    expect(versionOf(file)).toBe(0);
    const log = await openSqliteLog({ file });
    const cursor = createCursors({ id: 'the-first-log', key }).write(String(id).padStart(16, '0'));
    expect(createCursors(log.identity).read(cursor)).toBe(String(id).padStart(16, '0'));
    expect(await log.noted('a')).toBe('noted');
    expect(await log.append(events(0, 1))).toEqual([null]);
    await log.append(events(1, 3));
    expect(await fingerprints(log)).toEqual(names(0, 3));
    await log.close();
    expect(versionOf(file)).toBe(4);
  });

  it('the keys of acts are taken over: an act that was answered is not begun again', async () => {
    const until = Date.now() + 60_000;
    const file = make(`${FIRST_ACTS} INSERT INTO acts VALUES ('k', 'input', 'owner', 'answer', ${until});`);
    const acts = new SqliteIdempotencyStore(file);
    expect(await acts.claim('k', 'input', 'another')).toMatchObject({
      input: 'input',
      owner: 'owner',
      answer: 'answer',
    });
    expect(await acts.claim('other', 'input', 'another')).toBeNull();
    acts.close();
    expect(versionOf(file)).toBe(1);
  });

  it('each step is taken once, whole or not at all, and the next start continues from there', () => {
    const file = make(`${FIRST_LOG} INSERT INTO events VALUES (1, 'floor', 'a', 'x');`);
    const [first, second] = ['CREATE TABLE IF NOT EXISTS meta (name TEXT)', 'ALTER TABLE events ADD COLUMN kind TEXT'];
    const database = new Database(file);
    const fill = "UPDATE events SET kind = 'CALL'; INSERT INTO nowhere VALUES (1)";
    expect(() => migrate(database, file, [first, second, fill])).toThrow(/nowhere/);
    const kinds = () => database.prepare('SELECT kind FROM events').all();
    expect([versionOf(file), kinds()]).toEqual([2, [{ kind: null }]]);
    migrate(database, file, [first, second, "UPDATE events SET kind = 'CALL'"]);
    expect([versionOf(file), kinds()]).toEqual([3, [{ kind: 'CALL' }]]);
    database.close();
  });

  it('one of a later version is refused, named and left as it is', async () => {
    const file = make(`${FIRST_LOG} INSERT INTO events VALUES (1, 'floor', 'a', 'x'); PRAGMA user_version = 99;`);
    const message = (known: number) => `${file} is of version 99, made by a later Crosspoint; this one knows ${known}`;
    await expect(openSqliteLog({ file })).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', message: message(4) });
    expect(() => new SqliteIdempotencyStore(file)).toThrow(message(1));
    expect(readdirSync(join(file, '..')).filter((name) => /damaged|lock/.test(name))).toEqual([]);
    expect(versionOf(file)).toBe(99);
  });
});
