import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import Database from 'libsql';
import type { EventRecord } from '../../src/adapters/event.ts';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import type { EventLog, Page, Position } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { SubscriptionService } from '../../src/subscriptions/service.ts';

const viewer = { id: 'bench', scopes: new Set(['admin']), accounts: 'all' as const };

/** Events appended together. */
const BATCH = 200;
const FIELDS = 15;
/** A recorder's event of about 1.5 kB, whose fields of the centre are of this call. */
function recorded(at: number): EventRecord {
  const time = new Date(Date.now()).toISOString();
  const [device, callId] = [String(1_000 + (at % 500)), `C${at}`];
  const value = (field: number) =>
    `What this centre writes in field ${field} of ${(at * 7_919 + field * 104_729) % 1_000_000}`;
  const annotations = Array.from({ length: FIELDS }, (_, field) => ({
    field: `USER${field}`,
    label: `USER${field}`,
    value: value(field),
  }));
  return {
    ...{ kind: 'RECORDING', type: 'STOPPED', state: 'NOT_RECORDING', account: 'floor', subject: `device:${device}` },
    ...{ occurredAt: time, receivedAt: time, device, callId },
    fingerprint: `recording-stopped|C:\\Recordings\\20110131\\${device}\\${at}.au`,
    recording: { nativeId: String(at), device, callId, from: '+16145550143', to: '8005550199', annotations },
  } as EventRecord;
}

/** The longest time for which work blocked the event loop, and the processor's part of it, in milliseconds. */
async function longestTurn(work: () => Promise<unknown>): Promise<{ blocked: number; processor: number }> {
  let isOver = false;
  const longest = { blocked: 0, processor: 0 };
  const watching = (async () => {
    for (let [before, used] = [performance.now(), process.cpuUsage()]; !isOver; ) {
      await turn();
      const now = performance.now();
      const { user, system } = process.cpuUsage(used);
      if (now - before > longest.blocked)
        Object.assign(longest, { blocked: now - before, processor: (user + system) / 1000 });
      before = performance.now();
      used = process.cpuUsage();
    }
  })();
  await work();
  isOver = true;
  await watching;
  return longest;
}

/** Bytes of a closed log's file; its write-ahead log is of a bounded size, and copied into the file now and then. */
function bytesOf(file: string): number {
  const database = new Database(file);
  const { bytes } = database
    .prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
    .get() as { readonly bytes: number };
  database.close();
  return bytes;
}

/** Reads the whole log after a cursor, as a subscriber that catches up; microseconds of the processor an event. */
async function catchUp(log: EventLog, count: number): Promise<number> {
  const before = process.cpuUsage();
  let found = 0;
  for (let at: Position | null = null, more = true; more; ) {
    const page: Page = await log.read(at, 500);
    found += page.events.length;
    at = page.events.at(-1)?.position ?? at;
    more = page.more;
  }
  const { user, system } = process.cpuUsage(before);
  if (found !== count) throw new Error(`${found} of ${count} events were read`);
  return (user + system) / found;
}

/** What `JSON.parse` alone takes for these events; microseconds of the processor an event. */
export function parsingAlone(count = 20_000): number {
  const bodies = Array.from({ length: count }, (_, at) => JSON.stringify(recorded(at)));
  const before = process.cpuUsage();
  let found = 0;
  for (const body of bodies) found += (JSON.parse(body) as EventRecord).account.length;
  const { user, system } = process.cpuUsage(before);
  if (found === 0) throw new Error('nothing was parsed');
  return (user + system) / count;
}

/** Has the older half of a log removed; answers the longest time that something else had to wait. */
async function retention(file: string): Promise<{ blocked: number; processor: number }> {
  const log = await openSqliteLog({ file, retention: { size: bytesOf(file) / 4 } });
  const longest = await longestTurn(() => log.trim());
  if ((await log.floor()) === null) throw new Error('nothing was removed');
  await log.close();
  return longest;
}

/** The costs of a log of so many events of a recorder: its disk, its opening, finding nothing, catching up, removing. */
export async function logOf(count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-growth-'));
  try {
    const file = join(folder, 'events.db');
    const append = await fill(file, 0, count);
    return { append, ...(await costsOf(file, count)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Appends events to a log that has so many; microseconds of the processor an event. */
export async function fill(file: string, first: number, end: number): Promise<number> {
  const log = await openSqliteLog({ file, retention: { size: Number.MAX_SAFE_INTEGER } });
  const before = process.cpuUsage();
  for (let from = first; from < end; from += BATCH) {
    await log.append(Array.from({ length: Math.min(BATCH, end - from) }, (_, at) => recorded(from + at)));
    // As a stream's events come, between which other work is done.
    await turn();
  }
  const { user, system } = process.cpuUsage(before);
  await log.close();
  return (user + system) / (end - first);
}

/** The costs of a log that was filled, of which a half is removed. */
export async function costsOf(file: string, count: number) {
  const bytes = bytesOf(file) / count;
  const began = performance.now();
  const log = await openSqliteLog({ file, retention: { size: Number.MAX_SAFE_INTEGER } });
  const start = performance.now() - began;
  const find = await findNothing(log);
  const catching = await catchUp(log, count);
  await log.close();
  return { bytes, start, find, catching, ...(await retention(file)) };
}

/** Milliseconds of the processor to find no event of a filter. */
async function findNothing(log: EventLog): Promise<number> {
  const service = new SubscriptionService({
    ...{ hub: new Hub(log), cursors: createCursors(log.identity), accounts: () => ['floor'], vendorOf: () => null },
    ...{ lookup: () => ({}) as never, views: {} as never },
  });
  const before = process.cpuUsage();
  const page = await service.page({ viewer, wanted: { device: 'none' }, first: 50 });
  const { user, system } = process.cpuUsage(before);
  if (page.payloads.length > 0 || page.more) throw new Error('the page is not empty and whole');
  return (user + system) / 1000;
}
