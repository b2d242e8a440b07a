import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { openRedisLog } from '../../src/subscriptions/log/redis-log.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { CALLS, collect, startGateway } from './gateway.ts';
import { noRedis, startRedis, type TestRedis } from './redis-server.ts';

if (noRedis) console.warn(noRedis);

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-future-'));
let redis: TestRedis;
let count = 0;
const name = () => `future-${process.pid}-${++count}`;

beforeAll(async () => {
  if (!noRedis) redis = await startRedis();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await redis?.dispose();
});

/** A log of which a copy is taken, and put back. */
interface Copied {
  open(): Promise<EventLog>;
  copy(): Promise<void>;
  putBack(): Promise<void>;
}

function inFile(): Copied {
  const file = join(folder, `${name()}.db`);
  const move = (from: string, to: string) => {
    for (const part of ['', '-wal']) {
      rmSync(to + part, { force: true });
      if (existsSync(from + part)) copyFileSync(from + part, to + part);
    }
  };
  return {
    open: () => openSqliteLog({ file }),
    copy: async () => move(file, `${file}.copy`),
    putBack: async () => move(`${file}.copy`, file),
  };
}

function inRedis(): Copied {
  const prefix = name();
  const key = `{${prefix}}:events`;
  let dump: Buffer | null = null;
  const withRedis = async (work: (client: Redis) => Promise<unknown>) => {
    const client = new Redis(redis.url);
    await work(client);
    client.disconnect();
  };
  return {
    open: () => openRedisLog({ url: redis.url, prefix }),
    copy: () => withRedis(async (client) => (dump = await client.dumpBuffer(key))),
    putBack: () => withRedis((client) => client.restore(key, 0, dump ?? '', 'REPLACE')),
  };
}

async function serve(log: EventLog) {
  const gateway = await startGateway(log);
  onTestFinished(() => gateway.close());
  const viewer = { id: 'someone', scopes: new Set(['calls:read']), accounts: 'all' as const };
  const page = async (after: string) => {
    const { payloads } = await gateway.live.page({ viewer, after, first: 100 });
    return payloads.map(({ event }) => event.kind);
  };
  const follow = (after: string) => collect(gateway.client(), CALLS, { after });
  return { ...gateway, page, follow };
}

const refused = { code: 'INVALID_ARGUMENT', message: expect.stringContaining('later than the newest event') };

describe.each<[string, () => Copied, string | null]>([
  ['a file', inFile, null],
  ['Redis', inRedis, noRedis],
])('a log in %s that was put back from a copy', (_, make, absent) => {
  it.skipIf(absent)('refuses cursors from after the copy, and continues from those before', async () => {
    const copied = make();
    const before = await copied.open();
    const cursors = createCursors(before.identity);
    const cursorOf = async (fingerprint: string) =>
      cursors.write((await before.append([callEvent({ fingerprint })]))[0] ?? '');
    const [old, newest] = [await cursorOf('a'), await cursorOf('b')];
    await copied.copy();
    const lost = await cursorOf('c');
    await before.close();
    await copied.putBack();

    const log = await copied.open();
    onTestFinished(() => log.close());
    const { page, follow, hub } = await serve(log);
    await expect(page(lost)).rejects.toMatchObject(refused);
    const late = follow(lost);
    await until(() => late.ended.value, 'an error');
    expect(late.ended.value).toMatchObject([{ message: refused.message, extensions: { code: refused.code } }]);
    expect(hub.count().readers).toBe(0);

    expect(await page(old)).toEqual(['CALL']);
    expect(await page(newest)).toEqual([]);
    const { got, ended } = follow(newest);
    await until(() => hub.count().readers > 0, 'a reader');
    await log.append([callEvent({ fingerprint: 'd', call: '12' })]);
    await until(() => got.length === 1, 'what happens next');
    expect({ call: got[0]?.call.nativeId, ended }).toEqual({ call: '12', ended: {} });
  });
});

describe.skipIf(noRedis)('a log in Redis', () => {
  it('accepts a cursor that another gateway has just issued', async () => {
    const options = { url: redis.url, prefix: name() };
    const [first, second] = await Promise.all([openRedisLog(options), openRedisLog(options)]);
    onTestFinished(async () => void (await Promise.all([first.close(), second.close()])));
    const { page, hub } = await serve(second);
    const cursors = createCursors(first.identity);
    for (let turn = 0; turn < 300; turn += 1) {
      const [place = ''] = await first.append([callEvent({})]);
      expect(await page(cursors.write(place ?? ''))).toEqual([]);
      const reader = await hub.read({ after: place, matches: () => true });
      await reader.return();
    }
  });

  it('that lost everything while connected reports a gap and the later events', async () => {
    const options = { url: redis.url, prefix: name() };
    const log = await openRedisLog(options);
    onTestFinished(() => log.close());
    const [place = ''] = await log.append([callEvent({})]);
    const { page, hub } = await serve(log);
    const client = new Redis(redis.url);
    const forget = async () => client.del(`{${options.prefix}}:events`, `{${options.prefix}}:log`);
    await forget();
    const cursor = createCursors(log.identity).write(place ?? '');
    expect(await page(cursor)).toEqual(['GAP', 'GAP']);
    await forget();
    client.disconnect();
    const places = (await log.append([callEvent({}), callEvent({})])).map((one) => one ?? '');
    expect(await page(cursor)).toEqual(['GAP', 'GAP', 'CALL', 'CALL']);
    const reader = await hub.read({ after: place, matches: () => true });
    const received = [];
    while (received.length < 3) received.push((await reader.next()).value);
    expect(received.map(({ gap, position }) => (gap ? 'gap' : position))).toEqual(['gap', ...places]);
    expect(received[0].position < (places[0] ?? '')).toBe(true);
    await reader.return();
  });
});
