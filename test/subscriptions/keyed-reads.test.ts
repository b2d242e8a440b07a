/** What a log reads by keys is what a scan of it finds, over appends, trims, restarts and files of an older version. */
import Database from 'libsql';
import { expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { deviceKey, kindKey } from '../../src/subscriptions/log/event-keys.ts';
import type { EventLog, LoggedEvent, Page, Position } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { fresh, olderFile } from './log-files.ts';

/** A device without events, one of few events, one of many, and one whose events are all among the oldest. */
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

async function expectSame(log: EventLog, devices = DEVICES, limit = 100): Promise<void> {
  for (const backwards of [false, true]) {
    const all = await readAll(log, null, backwards, limit);
    for (const device of devices) {
      const keyed = await readAll(log, [deviceKey(device)], backwards, limit);
      const names = ({ found }: typeof all) => found.filter(matches(device)).map(({ fingerprint }) => fingerprint);
      expect(names(keyed)).toEqual(names(all));
    }
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
  const file = olderFile(eventsOf(900));
  const log = await openSqliteLog({ file });
  await log.append(eventsOf(10, 900));
  await expectSame(log);
  await until(async () => (await readAll(log, [deviceKey('none')], false, 500)).events < 500, 'the events have blocks');
  await expectSame(log);
  await log.append(eventsOf(300, 910));
  await expectSame(log);
  await log.close();
});

it('gives an event that cannot be read, whose keys are unknown, as a gap to every reader by keys', async () => {
  const write = (event: EventRecord) => (event.fingerprint === 'k3' ? '{"kind":' : JSON.stringify(event));
  const file = olderFile(eventsOf(900), '', write);
  const log = await openSqliteLog({ file });
  const blocks = new Database(file, { readonly: true });
  const count = blocks.prepare('SELECT count(*) AS count FROM blocks');
  await until(() => (count.get() as { count: number }).count === 3, 'the events have blocks');
  blocks.close();
  const isGap = ({ event }: LoggedEvent) => event.kind === 'GAP';
  expect((await log.read(null, 900)).events.findIndex(isGap)).toBe(3);
  expect((await log.read(null, 100, [deviceKey('early')])).events.filter(isGap)).toHaveLength(1);
  await log.close();
});

it('finds by keys in a long log, whose blocks are grouped, also while those of an older version are not yet', async () => {
  const file = fresh();
  let log = await openSqliteLog({ file });
  const devices = ['early', 'middle', 'late', 'none'];
  const deviceOf = (at: number) =>
    new Map([
      [9, 'early'],
      [16_500, 'middle'],
      [33_990, 'late'],
    ]).get(at) ?? `${at % 500}`;
  for (let from = 0; from < 34_816; from += 1_024)
    await log.append(
      Array.from({ length: 1_024 }, (_, each) => {
        const at = from + each;
        return at === 20_000
          ? gapAt(at)
          : callEvent({ fingerprint: `k${at}`, call: `${at % 50}`, device: deviceOf(at) });
      }),
    );
  await expectSame(log, devices, 1_000);
  for (const backwards of [false, true]) {
    const { events, reads } = await readAll(log, [deviceKey('none')], backwards, 500);
    // One block has the gap.
    expect(events).toBeLessThanOrEqual(512);
    expect(reads).toBeLessThan(10);
  }
  await log.close();
  const groups = (statement: string) => {
    const database = new Database(file);
    const { count } = database.prepare(statement).get() as { readonly count: number };
    database.close();
    return count;
  };
  groups('DELETE FROM block_groups RETURNING 1 AS count');
  log = await openSqliteLog({ file });
  await expectSame(log, devices, 1_000);
  await until(() => groups('SELECT count(*) AS count FROM block_groups') === 128, 'the blocks are grouped');
  await expectSame(log, devices, 1_000);
  await log.close();
});
