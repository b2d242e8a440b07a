import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';
import type { Log } from '../../src/adapters/vendor.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { SqliteIdempotencyStore } from '../../src/storage/sqlite-idempotency-store.ts';
import { gapSince } from '../../src/subscriptions/ingest/supervised-stream.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import { openSqliteLog } from '../../src/subscriptions/log/sqlite.ts';
import { until } from '../helpers/until.ts';
import { callEvent, silent } from './events.ts';

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;
const fresh = () => join(folder, `${++count}`, 'events.db');

const events = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => callEvent({ fingerprint: `n${from + index}` }));
const fingerprints = async (log: Awaited<ReturnType<typeof openSqliteLog>>) =>
  (await log.read(null, 10_000)).events.map(({ event }) => event.fingerprint);
const names = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `n${from + index}`);

/** The files as they would be found had the process been killed now. */
function killed(file: string): string {
  const found = fresh();
  mkdirSync(join(found, '..'));
  for (const part of ['', '-wal']) copyFileSync(file + part, found + part);
  return found;
}

async function written(): Promise<string> {
  const file = fresh();
  const log = await openSqliteLog({ file });
  for (let from = 0; from < 400; from += 20) await log.append(events(from, from + 20));
  const found = killed(file);
  await log.close();
  return found;
}

it('makes files that none but their owner may read', async () => {
  const file = fresh();
  const log = await openSqliteLog({ file });
  await log.append(events(0, 1));
  const acts = new SqliteIdempotencyStore(`${file}-acts`);
  const made = readdirSync(dirname(file)).filter((name) => !name.endsWith('.lock'));
  expect(made.length).toBeGreaterThan(3);
  for (const name of made) expect([name, statSync(join(dirname(file), name)).mode & 0o077]).toEqual([name, 0]);
  acts.close();
  await log.close();
});

function spoil(file: string, from: number, to: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, from, to);
  writeFileSync(file, bytes);
}

describe('an event log whose process was killed', () => {
  it('has all that was stored', async () => {
    const log = await openSqliteLog({ file: await written() });
    expect(await fingerprints(log)).toEqual(names(0, 400));
    await log.close();
  });

  it.each<[string, (wal: string, size: number) => void]>([
    ['cut off', (wal, size) => truncateSync(wal, size - 1_000)],
    ['overwritten', (wal, size) => spoil(wal, size - 1_000, size)],
    ['followed by other bytes', (wal) => appendFileSync(wal, Buffer.alloc(5_000, 0xa5))],
  ])('goes on with what is whole where its end was %s', async (_, harm) => {
    const file = await written();
    const wal = `${file}-wal`;
    harm(wal, statSync(wal).size);
    const log = await openSqliteLog({ file });
    const stored = await fingerprints(log);
    // An append is stored whole or not at all.
    expect([380, 400]).toContain(stored.length);
    expect(stored).toEqual(names(0, stored.length));
    await log.append(events(stored.length, 500));
    await log.close();
    const again = await openSqliteLog({ file });
    expect(await fingerprints(again)).toEqual(names(0, 500));
    await again.close();
  });
});

describe('an event log bounded by its size', () => {
  const sizeOf = (event: object) => Buffer.byteLength(JSON.stringify(event));

  it('holds to it when started again, counting what it has already', async () => {
    const file = fresh();
    const log = await openSqliteLog({ file });
    await log.append(events(0, 40));
    await log.close();
    const [one] = events(40, 41);
    if (!one) throw new Error('there is none');
    const again = await openSqliteLog({ file, retention: { size: 10.5 * sizeOf(one) } });
    await again.append([one]);
    await again.trim();
    const stored = await fingerprints(again);
    expect(stored).toEqual(names(41 - stored.length, 41));
    expect(stored.length).toBeGreaterThan(7);
    expect(stored.length).toBeLessThan(12);
    await again.close();
  });

  it('counts the bytes of whatever script a name is written in', async () => {
    const wide = (index: number) => callEvent({ fingerprint: `n${index}`, device: '📞é電'.repeat(500) });
    const size = 10.5 * sizeOf(wide(10));
    const log = await openSqliteLog({ file: fresh(), retention: { size } });
    for (let index = 0; index < 100; index += 1) {
      await log.append([wide(index)]);
      await log.trim();
    }
    expect(await fingerprints(log)).toEqual(names(90, 100));
    await log.close();
  });
});

describe('an event log whose file takes no writes', () => {
  async function refusing(retention = {}) {
    const messages: string[] = [];
    const say = (_facts: object, message: string) => void messages.push(message);
    const file = fresh();
    const log = await openSqliteLog({ file, spool: 3, retention, log: { ...silent, error: say, warn: say } });
    const followed: string[] = [];
    log.follow((events) => followed.push(...events.map(({ event }) => event.fingerprint)));
    await log.append(events(0, 1));
    const other = new Database(file);
    return { file, log, followed, messages, other };
  }

  it('lets events wait, within bounds, and stores them in order when it does again', async () => {
    const { log, followed, messages, other } = await refusing();
    other.exec('BEGIN IMMEDIATE');
    const waiting = [log.append(events(1, 2))];
    await until(() => log.waiting, 'it is refused');
    waiting.push(log.append(events(2, 4)));
    await expect(log.append(events(4, 5))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    other.exec('ROLLBACK');
    other.close();
    const places = (await Promise.all(waiting)).flat();
    expect(log.waiting).toBe(false);
    expect((await log.read(null, 10)).events.slice(1).map(({ position }) => position)).toEqual(places);
    expect(followed).toEqual(names(0, 4));
    expect(messages).toEqual([
      'The event log cannot be written; events wait for it',
      'The event log can be written again',
    ]);
    // However many come at once while none waits.
    expect(await log.append(events(5, 12))).toHaveLength(7);
    await log.close();
  });

  it('takes none of a batch that is refused midway, and counts it once when it is stored', async () => {
    const bytes = Buffer.byteLength(JSON.stringify(events(0, 1)[0]));
    const { log, followed, other } = await refusing({ size: 4.5 * bytes });
    const full = "SELECT RAISE(ABORT, 'disk is full') WHERE new.fingerprint = 'n3'";
    other.exec(`CREATE TRIGGER full BEFORE INSERT ON events BEGIN ${full}; END`);
    const waiting = log.append(events(1, 4));
    await until(() => log.waiting, 'it is refused');
    expect(await fingerprints(log)).toEqual(names(0, 1));
    expect(await log.head()).toBe((await log.read(null, 1)).events[0]?.position);
    other.exec('DROP TRIGGER full');
    other.close();
    expect(await waiting).toHaveLength(3);
    await log.trim();
    expect(await fingerprints(log)).toEqual(names(0, 4));
    expect(followed).toEqual(names(0, 4));
    await log.close();
  });

  it('ends at once, and says of what waits that it was not stored', async () => {
    const refused = { code: 'UNAVAILABLE' };
    const { file, log, other } = await refusing();
    other.exec('BEGIN IMMEDIATE');
    const lose = (from: number) => expect(log.append(events(from, from + 1))).rejects.toMatchObject(refused);
    const lost = [lose(1), lose(2)];
    await until(() => log.waiting, 'they are refused');
    lost.push(lose(3));
    await log.close();
    await Promise.all(lost);
    other.exec('ROLLBACK');
    other.close();
    const again = await openSqliteLog({ file });
    expect(await fingerprints(again)).toEqual(names(0, 1));
    await again.close();
  });
});

it('an event log that forgot everything knows its newest place when started again', async () => {
  const file = fresh();
  const log = await openSqliteLog({ file, retention: { age: 0 } });
  const [place] = await log.append(events(0, 1));
  await until(() => new Date() > log.timeOf(place ?? ''), 'it is old');
  await log.trim();
  expect(await fingerprints(log)).toEqual([]);
  await log.close();
  const again = await openSqliteLog({ file });
  expect(await again.head()).toBe(place);
  await again.close();
});

describe('an event log that is damaged', () => {
  it.each<[string, (file: string) => void]>([
    ['at its beginning', (file) => spoil(file, 0, 200)],
    ['in its middle', (file) => spoil(file, 4_096, statSync(file).size)],
    ['by being cut in half', (file) => truncateSync(file, Math.floor(statSync(file).size / 2 / 4_096) * 4_096)],
  ])('%s is put aside with all its parts, loudly, and a new one begun that lasts', async (where, harm) => {
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

/** Runs it as somebody whom the rights of files bind, as they do not bind root. */
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
  ])('keeps an event log from being opened where it is %s, by name, and leaves it as it was', async (_, mode) => {
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
  const file = join(folder, `${++count}`);
  writeFileSync(file, text);
  return file;
}

describe('an event log whose clock jumps', () => {
  it.each([
    ['back by an hour', -3_600_000],
    ['back to 1970', -Date.now()],
    ['forward by an hour', 3_600_000],
  ])('%s keeps its order, its events and its cursors', async (_, jump) => {
    let offset = 0;
    const now = () => new Date(Math.max(0, Date.now() + offset));
    const file = fresh();
    const log = await openSqliteLog({ file, now });
    const before = await log.append(events(0, 10));
    offset = jump;
    const during = await log.append(events(10, 20));
    await log.trim();
    expect((await log.read(before[4] ?? '', 100)).events.map(({ event }) => event.fingerprint)).toEqual(names(5, 20));
    await log.close();
    const again = await openSqliteLog({ file, now });
    offset = 0;
    const after = await again.append(events(20, 30));
    const places = [...before, ...during, ...after];
    expect([...places].sort()).toEqual(places);
    expect(await again.read(during[9] ?? '', 100)).toMatchObject({ gap: false, more: false });
    expect(await fingerprints(again)).toEqual(names(0, 30));
    await again.close();
  });

  it('back lets no gap end before it began', () => {
    const [earlier, later] = [new Date(1_700_000_000_000), new Date(1_700_000_060_000)];
    const messages = { from: earlier.toISOString(), to: earlier.toISOString() };
    expect(gapSince('floor', later, 'No gateway listened', earlier)).toMatchObject(messages);
  });

  describe('forward beyond what is kept', () => {
    const HOUR = 3_600_000;

    async function leapt() {
      const clock = { offset: 0, uptime: 0 };
      const messages: string[] = [];
      const file = fresh();
      const options = {
        file,
        now: () => new Date(Date.now() + clock.offset),
        uptime: () => clock.uptime,
        log: { ...silent, warn: (_facts: object, message: string) => void messages.push(message) },
      };
      const log = await openSqliteLog(options);
      const [first = ''] = await log.append(events(0, 10));
      clock.offset = 100 * HOUR;
      clock.uptime = 60_000;
      await log.trim();
      return { clock, messages, log, options, first: first ?? '' };
    }

    it('removes nothing, says so once, and all goes on when it is put right', async () => {
      const { clock, messages, log, first } = await leapt();
      await log.append(events(10, 20));
      clock.uptime = HOUR;
      await log.trim();
      expect(messages).toEqual([expect.stringContaining('The clock leapt forward')]);
      clock.offset = 0;
      clock.uptime = 10 * HOUR;
      await log.trim();
      await log.append(events(20, 30));
      expect(await fingerprints(log)).toEqual(names(0, 30));
      expect(await log.read(first, 100)).toMatchObject({ gap: false });
      await log.close();
    });

    it('is believed after an hour: a gap is told for what went', async () => {
      const { clock, log, first } = await leapt();
      clock.uptime += HOUR;
      await log.trim();
      expect(await log.read(first, 10)).toMatchObject({ events: [], gap: true });
      await log.append(events(10, 20));
      expect(await fingerprints(log)).toEqual(names(10, 20));
      await log.close();
    });

    it('at the start removes nothing yet either', async () => {
      const { log, options, clock } = await leapt();
      await log.close();
      const again = await openSqliteLog(options);
      await again.trim();
      expect(await fingerprints(again)).toEqual(names(0, 10));
      clock.uptime += HOUR;
      await again.trim();
      expect(await fingerprints(again)).toEqual([]);
      await again.close();
    });
  });
});

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

describe('files of an older version', () => {
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
    expect(versionOf(file)).toBe(1);
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

  it('each step is taken once, whole or not at all, and the next start goes on from there', () => {
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
    const message = `${file} is of version 99, made by a later Crosspoint; this one knows 1`;
    await expect(openSqliteLog({ file })).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', message });
    expect(() => new SqliteIdempotencyStore(file)).toThrow(message);
    expect(readdirSync(join(file, '..')).filter((name) => /damaged|lock/.test(name))).toEqual([]);
    expect(versionOf(file)).toBe(99);
  });
});
