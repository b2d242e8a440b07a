/** A log answers the same whichever of its events are compressed, and whenever its process was killed. */
import fc from 'fast-check';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { compressed, packed, unpacked } from '../../src/subscriptions/log/event-pack.ts';
import { Fingerprints } from '../../src/subscriptions/log/fingerprints.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { PackTable, SEALED_EVENTS } from '../../src/subscriptions/log/pack-table.ts';
import { until } from '../helpers/until.ts';
import { events, fingerprints, fresh, killed, names, olderFile } from './log-files.ts';

type Log = Awaited<ReturnType<typeof openSqliteLog>>;

/** The events of a file that are not compressed, and its packs with the events of these. */
function counts(file: string): { readonly plain: number; readonly packs: number; readonly events: number } {
  const database = new Database(file);
  const plain = '(SELECT coalesce(sum(count), 0) FROM batches) AS plain';
  const row = database
    .prepare(`SELECT ${plain}, count(*) AS packs, coalesce(sum(count), 0) AS events FROM packs`)
    .get();
  database.close();
  return row as ReturnType<typeof counts>;
}

const untilPacks = (file: string, packs: number) =>
  until(() => counts(file).packs === packs, `the log has ${packs} packs`);

async function appended(log: Log, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 100) await log.append(events(at, Math.min(to, at + 100)));
}

/** All events read in pages of a size, forwards or backwards, oldest first. */
async function read(log: Log, limit: number, backwards: boolean): Promise<string[]> {
  const found: string[] = [];
  let at: string | null = null;
  for (let more = true; more; ) {
    const page: Awaited<ReturnType<Log['readBefore']>> = backwards
      ? await log.readBefore(at, limit)
      : await log.read(at, limit);
    found.push(...page.events.map(({ event }) => event.fingerprint));
    at = page.events.at(-1)?.position ?? at;
    more = page.more;
  }
  return backwards ? found.reverse() : found;
}

describe('a log whose older events are compressed', () => {
  it('reads them as before, by pages of any size in both directions, also when opened again', async () => {
    const file = fresh();
    const log = await openSqliteLog({ file });
    await appended(log, 0, 1_000);
    const before = (await log.read(null, 2_000)).events;
    await untilPacks(file, 3);
    expect(counts(file)).toMatchObject({ plain: 100, packs: 3, events: 900 });
    expect((await log.read(null, 2_000)).events).toEqual(before);
    for (const limit of [1, 7, 255, 256, 257, 500, 1_000])
      for (const backwards of [false, true]) expect(await read(log, limit, backwards)).toEqual(names(0, 1_000));
    await log.close();
    const again = await openSqliteLog({ file });
    expect((await again.read(before[400]?.position ?? '', 5)).events).toEqual(before.slice(401, 406));
    await again.close();
  });

  it('knows a duplicate of each, until the event is removed', async () => {
    const file = fresh();
    const log = await openSqliteLog({ file });
    await appended(log, 0, 600);
    await untilPacks(file, 2);
    expect(await log.append([...events(3, 4), ...events(599, 600)])).toEqual([null, null]);
    await log.close();
    const bounded = await openSqliteLog({ file, retention: { size: 1 } });
    await bounded.trim();
    expect(await fingerprints(bounded)).toEqual([]);
    expect(await bounded.append(events(3, 4))).not.toEqual([null]);
    await bounded.close();
  });

  it('removes those of a pack that are too old, and no other', async () => {
    const file = fresh();
    let now = Date.now() - 60_000;
    const options = { file, now: () => new Date(now), uptime: () => now };
    const log = await openSqliteLog(options);
    await appended(log, 0, 100);
    now += 10_000;
    await appended(log, 100, 350);
    await untilPacks(file, 1);
    await log.close();
    const later = await openSqliteLog({ ...options, retention: { age: 5_000 } });
    await later.trim();
    expect(counts(file)).toMatchObject({ plain: 50, packs: 1, events: 200 });
    expect(await fingerprints(later)).toEqual(names(100, 350));
    expect(later.timeOf((await later.floor()) ?? '').getTime()).toBe(now - 10_000);
    now += 6_000;
    await later.trim();
    expect(counts(file)).toMatchObject({ plain: 0, packs: 0, events: 0 });
    await later.close();
  });

  it('has every event where its process was killed at any time', async () => {
    const file = fresh();
    const log = await openSqliteLog({ file });
    const copies: { readonly file: string; readonly stored: number }[] = [];
    for (let at = 0; at < 1_000; at += 100) {
      await log.append(events(at, at + 100));
      copies.push({ file: killed(file), stored: at + 100 });
      await new Promise((done) => setImmediate(done));
      copies.push({ file: killed(file), stored: at + 100 });
    }
    await log.close();
    const packs = copies.map((copy) => counts(copy.file).packs);
    expect(new Set(packs).size).toBeGreaterThan(2);
    for (const { file: copy, stored } of copies) {
      const opened = await openSqliteLog({ file: copy });
      expect(await fingerprints(opened)).toEqual(names(0, stored));
      expect(await opened.append(events(0, stored))).toEqual(Array(stored).fill(null));
      await opened.close();
    }
  });

  it('compresses what a file of an older version holds', async () => {
    const blocks = `CREATE TABLE blocks (last INTEGER PRIMARY KEY, first INTEGER NOT NULL, keys BLOB NOT NULL);
      PRAGMA user_version = 2;`;
    const file = olderFile(events(0, 900), blocks, (event) => JSON.stringify(event, null, 1));
    const log = await openSqliteLog({ file });
    await log.append(events(900, 910));
    await untilPacks(file, 3);
    expect(await read(log, 100, false)).toEqual(names(0, 910));
    expect(await log.append(events(0, 910))).toEqual(Array(910).fill(null));
    await log.close();
  });
});

it('a pack with damaged bytes is refused, not read as other events', () => {
  const rows = events(0, 50).map((event: EventRecord, at) => ({ id: 1_000 + at * 3, body: JSON.stringify(event) }));
  const pack = compressed(rows);
  expect(unpacked(pack)).toEqual(rows);
  for (let at = 0; at < pack.length; at += 5) {
    const damaged = Buffer.from(pack);
    damaged[at] = (damaged[at] ?? 0) ^ 0x10;
    expect([null, rows]).toContainEqual(readOrNull(damaged));
  }
});

/** Null where the bytes are refused; a few bits of a pack mean nothing. */
function readOrNull(pack: Buffer) {
  try {
    return unpacked(pack);
  } catch {
    return null;
  }
}

it('the oldest events are counted by a few packs, however many a log has', () => {
  const database = new Database(':memory:');
  database.exec(SEALED_EVENTS);
  const insert = database.prepare('INSERT INTO packs (last, first, count, body) VALUES (?, ?, ?, ?)');
  const options = { table: 'packs', packSize: 256, write: compressed, onUnreadable: () => {} } as const;
  const sealed = new PackTable(database, new Fingerprints(database), options);
  // Packs of one event each, so that the count shows how many of them were read.
  for (let at = 1; at <= 100; at += 1) insert.run(at, at, 1, Buffer.alloc(1));
  expect(sealed.count(5_120)).toBe(21);
  database.exec('UPDATE packs SET count = 256');
  for (const most of [1, 255, 256, 257, 5_120]) expect(sealed.count(most)).toBe(most);
  database.close();
});

it('gives events of any text as they were, compressed and not', () => {
  const text = fc.string({ unit: 'binary' }).map((value) => JSON.stringify({ value }));
  const events = fc.array(fc.tuple(fc.nat(1_000), text), { maxLength: 20 }).map((steps) => {
    let id = 0;
    return steps.map(([step, body]) => {
      id += step + 1;
      return { id, body };
    });
  });
  fc.assert(
    fc.property(events, (stored) => {
      expect(unpacked(packed(stored))).toEqual(stored);
      expect(unpacked(compressed(stored))).toEqual(stored);
    }),
  );
});
