import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import type { LeaseTerm } from '../../src/storage/lease.ts';
import { RedisLease } from '../../src/storage/redis-lease.ts';
import { TERM_ENDED } from '../../src/subscriptions/log/log.ts';
import { openRedisLog, type RedisLogOptions } from '../../src/subscriptions/log/redis-log.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { redisForTests } from './redis-client.ts';
import { noRedis } from './redis-server.ts';
import { lineTo } from './tcp-proxy.ts';

if (noRedis) console.warn(noRedis);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

it('a log that cannot be opened leaves no connection behind', async () => {
  const sockets: Socket[] = [];
  const mute = createServer((socket) => {
    sockets.push(socket);
    socket.resume();
  }).listen(0, '127.0.0.1');
  cleanups.push(() => mute.close());
  await once(mute, 'listening');
  const url = `redis://127.0.0.1:${(mute.address() as AddressInfo).port}`;
  await expect(openRedisLog({ url, connectTimeoutMs: 100 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await until(() => sockets.length > 0 && sockets.every(({ destroyed }) => destroyed), 'all are closed');
});

describe.skipIf(noRedis)('a log in Redis', () => {
  const redis = redisForTests();
  let logs = 0;

  const fresh = () => `shared-log-${process.pid}-${++logs}`;
  async function open(options: Partial<RedisLogOptions> & { prefix: string }) {
    const log = await openRedisLog({ url: redis.url, ...options });
    cleanups.push(() => log.close());
    return log;
  }
  async function line() {
    const opened = await lineTo(redis.url);
    cleanups.push(() => opened.close());
    return opened;
  }
  const append = (count: number) => Array.from({ length: count }, () => callEvent({}));

  it('leaves out what was received under a term of a lease that another gateway has ended', async () => {
    const prefix = fresh();
    const log = await open({ prefix });
    const leases = [0, 1].map(() => new RedisLease({ url: redis.url, prefix, lasting: 600 }));
    cleanups.push(() => leases.map((lease) => lease.close()));
    const termOf = async (index: number) => {
      const stop = new AbortController();
      let found: LeaseTerm | undefined;
      await leases[index]?.hold(
        'events:floor',
        async (_signal, _handedOver, term) => {
          found = term;
          stop.abort();
        },
        stop.signal,
      );
      return found;
    };
    const first = await termOf(0);
    expect(await termOf(0)).toEqual(first);
    expect(await log.append(append(1), first)).not.toContain(null);
    const second = await termOf(1);
    const [old, current] = await Promise.all([log.append(append(2), first), log.append(append(2), second)]);
    expect([old, current.includes(null)]).toEqual([[TERM_ENDED, TERM_ENDED], false]);
    const [known] = (await log.read(null, 1)).events.map(({ event }) => event);
    expect(await log.append([known as EventRecord, callEvent({})], first)).toEqual([null, TERM_ENDED]);
    const third = await termOf(0);
    expect(third).not.toEqual(first);
    expect(await log.append(append(1), first)).toEqual([TERM_ENDED]);
    expect(await log.append(append(1), third)).not.toContain(null);
    await log.note('checkpoint:events:floor', 'third', third);
    await log.note('checkpoint:events:floor', 'first', first);
    expect(await log.noted('checkpoint:events:floor')).toBe('third');
    expect(await log.append(append(1))).not.toContain(null);
  });

  it('stores an event once whose answer was lost, and reports its position', async () => {
    const way = await line();
    const log = await open({ prefix: fresh(), url: way.url });
    const followed: unknown[] = [];
    log.follow((events) => followed.push(...events.map(({ position }) => position)));
    way.loseAnswerTo('XADD');
    const [place] = await log.append([callEvent({})]);
    const page = await log.read(null, 10);
    expect(page.events.map(({ position }) => position)).toEqual([place]);
    await until(() => followed.length > 0, 'it is followed');
    expect(followed).toEqual([place]);
  });

  it('recognizes a duplicate for as long as it keeps events, and no longer', async () => {
    const prefix = fresh();
    const age = 50_000;
    const log = await open({ prefix, retention: { age } });
    await log.append([callEvent({})]);
    const [key = '', ...others] = await redis.client.keys(`{${prefix}}:events:seen:*`);
    expect(others).toEqual([]);
    const left = await redis.client.pttl(key);
    expect(left).toBeGreaterThan(age - 10_000);
    expect(left).toBeLessThanOrEqual(age);
  });

  it('keeps as many of the newest as it may, however many there were', async () => {
    const log = await open({ prefix: fresh(), retention: { size: 3 } });
    const places = (await log.append(append(2_103))).map((place) => place ?? '');
    await log.trim();
    expect((await log.read(null, 10)).events.map(({ position }) => position)).toEqual(places.slice(-3));
    expect(await log.floor()).toBe(places.at(-4));
  });

  it('forgotten by Redis, has a gap before its first event and none after', async () => {
    const prefix = fresh();
    const log = await open({ prefix });
    const later = (place = '') => until(() => Date.now() > log.timeOf(place).getTime() + 5, 'time has passed');
    const [before] = await log.append([callEvent({})]);
    await later(before ?? '');
    await redis.client.del(`{${prefix}}:events`, `{${prefix}}:log`);
    const [first] = await log.append([callEvent({})]);
    await later(first ?? '');
    expect(await log.read(before ?? '', 10)).toMatchObject({ gap: true, events: [{ position: first }] });
    expect(await log.read(first ?? '', 10)).toMatchObject({ gap: false, events: [] });
  });

  it('reports to followers that it was trimmed beyond their position while disconnected, and only then', async () => {
    const prefix = fresh();
    const way = await line();
    const cutOff = await open({ prefix, url: way.url });
    const other = await open({ prefix, retention: { size: 1 } });
    await other.append(append(3));
    await other.trim();
    const seen = { position: '', broken: 0 };
    cutOff.follow(
      (events) => (seen.position = events.at(-1)?.position ?? ''),
      () => (seen.broken += 1),
    );
    const [first] = await other.append([callEvent({})]);
    await until(() => seen.position === first, 'the first is followed');
    way.cut();
    const [second] = await other.append([callEvent({})]);
    way.free();
    await until(() => seen.position === second, 'the second is followed');
    expect(seen.broken).toBe(0);
    way.cut();
    await other.append(append(3));
    await other.trim();
    way.free();
    await until(() => seen.broken === 1, 'it is stored');
  });
});
