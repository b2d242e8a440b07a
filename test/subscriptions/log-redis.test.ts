import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { quietLog } from '../../src/server/logging.ts';
import { openRedisLog } from '../../src/subscriptions/log/redis-log.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { ownRedis, startRedis } from './redis-server.ts';
import './logs.ts';

describe.skipIf(!ownRedis)('the event log while Redis is away', () => {
  it('spools what is appended, continues following from where it was, and loses nothing (S11)', async () => {
    const ownRedis = await startRedis(true);
    onTestFinished(() => ownRedis.dispose());
    const said: string[] = [];
    const say = (_: object, message: string) => said.push(message);
    const log = await openRedisLog({ url: ownRedis.url, spool: 50, log: { ...quietLog, info: say, warn: say } });
    const followed: string[] = [];
    log.follow((events) => followed.push(...events.map(({ event }) => event.fingerprint)));
    await log.append([callEvent({ fingerprint: 'before' })]);
    await ownRedis.stop();
    const spooled = Array.from({ length: 50 }, (_, index) =>
      log.append([callEvent({ fingerprint: `during-${index}` })]),
    );
    await expect(log.append([callEvent({})])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(log.read(null, 1)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await until(() => log.waiting && said.includes('Redis is away'), 'it says so');
    await ownRedis.start();
    await Promise.all(spooled);
    expect(log.waiting).toBe(false);
    await log.append([callEvent({ fingerprint: 'after' })]);
    await until(() => followed.includes('after'), 'the last event is followed');
    // However often it was tried.
    expect(said).toEqual(['Redis is away', 'Redis is back']);
    expect(followed).toEqual(['before', ...spooled.map((_, index) => `during-${index}`), 'after']);
    await log.close();
  });

  it('reports a gap when Redis came back empty', async () => {
    const ownRedis = await startRedis(true);
    onTestFinished(() => ownRedis.dispose());
    const log = await openRedisLog({ url: ownRedis.url });
    const [before] = await log.append([callEvent({})]);
    let broken = 0;
    log.follow(
      () => undefined,
      () => (broken += 1),
    );
    const other = new Redis(ownRedis.url);
    await other.flushall();
    other.disconnect();
    await ownRedis.stop();
    await ownRedis.start();
    await until(() => broken > 0, 'followers are notified');
    expect((await log.read(before ?? '', 1)).gap).toBe(true);
    await log.close();
  });

  it('closes at once while Redis refuses writes, and rejects buffered events as not stored', async () => {
    const ownRedis = await startRedis(true);
    onTestFinished(() => ownRedis.dispose());
    const messages: string[] = [];
    const error = (_: object, message: string) => messages.push(message);
    const log = await openRedisLog({ url: ownRedis.url, log: { ...quietLog, error } });
    const client = new Redis(ownRedis.url);
    await client.config('SET', 'maxmemory', '1');
    client.disconnect();
    const refused = { code: 'UNAVAILABLE', message: expect.stringContaining('closed') };
    const first = expect(log.append([callEvent({})])).rejects.toMatchObject(refused);
    await until(() => log.waiting, 'Redis refuses it');
    const second = expect(log.append([callEvent({})])).rejects.toMatchObject(refused);
    await log.close();
    await Promise.all([first, second]);
    expect(messages).toContain('Redis refuses to store events');
  });

  it('refuses to open without Redis', async () => {
    const ownRedis = await startRedis(true);
    onTestFinished(() => ownRedis.dispose());
    await ownRedis.stop();
    await expect(openRedisLog({ url: ownRedis.url, connectTimeoutMs: 300 })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('(ECONNREFUSED)'),
    });
  });

  it('says that Redis refused its password', async () => {
    const ownRedis = await startRedis(true);
    onTestFinished(() => ownRedis.dispose());
    const client = new Redis(ownRedis.url);
    await client.config('SET', 'requirepass', 'another');
    client.disconnect();
    const url = ownRedis.url.replace('://', '://:hush@');
    const message = 'Redis does not answer (WRONGPASS), so there is no event log';
    await expect(openRedisLog({ url, connectTimeoutMs: 3_000 })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message,
    });
  });
});
