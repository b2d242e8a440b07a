import { appendFileSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { SqliteIdempotencyStore } from '../../src/storage/sqlite-idempotency-store.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { until } from '../helpers/until.ts';
import { callEvent, silent } from './events.ts';
import { events, fingerprints, fresh, names, spoil, written } from './log-files.ts';

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
  ])('continues with what is whole where its end was %s', async (_, harm) => {
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

  it('counts bytes, not characters, of names in any script', async () => {
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
    // Their fingerprints are there already then.
    const full = "SELECT RAISE(ABORT, 'disk is full') WHERE new.count = 3";
    other.exec(`CREATE TRIGGER full BEFORE INSERT ON batches BEGIN ${full}; END`);
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

  it('closes at once, and rejects buffered events as not stored', async () => {
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
