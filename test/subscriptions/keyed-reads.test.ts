/** What a log reads by keys is what a scan of it finds, over appends, trims, restarts and files of an older version. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { deviceKey, kindKey } from '../../src/subscriptions/log/event-keys.ts';
import type { EventLog, Page, Position } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/sqlite.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { fresh } from './log-files.ts';

/** A device that nobody has, one of few events, one of many, and one whose events are all among the oldest. */
const DEVICES = ['none', 'rare', 'often', 'early'];

function eventsOf(count: number, from = 0): EventRecord[] {
  return Array.from({ length: count }, (_, each) => {
    const at = from + each;
    if (at % 701 === 700) return gapAt(at);
    const rare = at % 397 === 5 ? 'rare' : 'other';
    const device = at < 40 ? 'early' : at % 3 === 0 ? 'often' : rare;
    return callEvent({ fingerprint: `k${at}`, call: String(at), device });
  });
}

function gapAt(at: number): EventRecord {
  const time = new Date(1_700_000_000_000).toISOString();
  const base = { account: 'floor', subject: '', fingerprint: `k${at}`, occurredAt: time, receivedAt: time };
  return { ...base, kind: 'GAP', from: time, to: time, reason: 'lost' };
}

const matches = (device: string) => (event: EventRecord) =>
  event.kind === 'GAP' || (event.kind === 'CALL' && event.call.device === device);

async function readAll(log: EventLog, keys: readonly string[] | null, backwards: boolean, limit: number) {
  const found: EventRecord[] = [];
  let reads = 0;
  let events = 0;
  for (let at: Position | null = null, more = true; more; reads += 1) {
    const page: Omit<Page, 'gap'> = backwards ? await log.readBefore(at, limit, keys) : await log.read(at, limit, keys);
    found.push(...page.events.map(({ event }) => event));
    events += page.events.length;
    const next: Position | null = page.reached ?? page.events.at(-1)?.position ?? at;
    if (page.more) expect(next).not.toBe(at);
    at = next;
    more = page.more;
  }
  return { found, reads, events };
}

async function expectSame(log: EventLog): Promise<void> {
  for (const device of DEVICES)
    for (const backwards of [false, true])
      for (const limit of [100]) {
        const all = await readAll(log, null, backwards, limit);
        const keyed = await readAll(log, [deviceKey(device)], backwards, limit);
        const names = ({ found }: typeof all) => found.filter(matches(device)).map(({ fingerprint }) => fingerprint);
        expect(names(keyed)).toEqual(names(all));
      }
}

it('finds by keys what a scan finds, before and after events are removed and the file is opened again', async () => {
  const file = fresh();
  let log = await openSqliteLog({ file, retention: { size: 250_000 } });
  await expectSame(log);
  await log.append(eventsOf(200));
  await expectSame(log);
  await log.append(eventsOf(1_300, 200));
  await expectSame(log);
  await log.trim();
  expect(await log.floor()).not.toBeNull();
  await expectSame(log);
  await log.close();
  log = await openSqliteLog({ file });
  await log.append(eventsOf(300, 1_500));
  await expectSame(log);
  await log.close();
});

it('reads few events where none or few have a key', async () => {
  const log = await openSqliteLog({ file: ':memory:' });
  await log.append(eventsOf(3_000).filter(({ kind }) => kind === 'CALL'));
  const none = await readAll(log, [deviceKey('none')], false, 500);
  expect(none.events).toBeLessThan(256);
  const early = await readAll(log, [deviceKey('early')], true, 500);
  expect(early.events).toBeLessThanOrEqual(512);
  const all = await readAll(log, [kindKey('CALL')], false, 500);
  expect(all.found).toHaveLength((await readAll(log, null, false, 500)).found.length);
  await log.close();
});

it('finds by keys in a file whose events were stored before they had blocks', async () => {
  const file = fresh();
  mkdirSync(join(file, '..'));
  const database = new Database(file);
  database.exec(`CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE events (id INTEGER PRIMARY KEY, account TEXT NOT NULL, fingerprint TEXT NOT NULL, body TEXT NOT NULL);
    CREATE UNIQUE INDEX events_once ON events (account, fingerprint);`);
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?)');
  const first = (Date.now() - 60_000) * 1_024;
  for (const [at, event] of eventsOf(900).entries())
    insert.run(first + at, event.account, event.fingerprint, JSON.stringify(event));
  database.close();
  const log = await openSqliteLog({ file });
  await log.append(eventsOf(10, 900));
  await expectSame(log);
  await until(async () => (await readAll(log, [deviceKey('none')], false, 500)).events < 500, 'the events have blocks');
  await expectSame(log);
  await log.append(eventsOf(300, 910));
  await expectSame(log);
  await log.close();
});
