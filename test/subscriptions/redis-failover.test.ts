import { describe, expect, it, onTestFinished } from 'vitest';
import { RedisLease } from '../../src/storage/redis-lease.ts';
import { RecentEvents } from '../../src/subscriptions/log/recent-events.ts';
import { openRedisLog } from '../../src/subscriptions/log/redis-log.ts';
import { until } from '../helpers/until.ts';
import { callEvent, silent } from './events.ts';
import { redisAt } from './redis-client.ts';
import { ownRedis, startRedis } from './redis-server.ts';
import { lineTo } from './tcp-proxy.ts';

/** A server of our own with an address in front of it, and one that can take over. */
async function pair() {
  const [one, two] = [await startRedis(true), await startRedis(true)];
  const line = await lineTo(one.url);
  const [old, fresh] = [redisAt(one.url), redisAt(two.url)];
  onTestFinished(async () => {
    line.close();
    await Promise.all([one.dispose(), two.dispose()]);
  });
  const { port } = new URL(two.url);
  return {
    ...{ line, old, fresh },
    /** The connected server becomes a replica of the other; connections that are open stay so. */
    async failOver() {
      await old.replicaof('127.0.0.1', port);
      line.leadTo(two.url);
    },
  };
}

/** Makes a replica the master again, to which new connections lead; answers its address. */
async function backTo(old: ReturnType<typeof redisAt>, line: Awaited<ReturnType<typeof lineTo>>): Promise<string> {
  await old.replicaof('NO', 'ONE');
  const url = `redis://127.0.0.1:${old.options.port}`;
  line.leadTo(url);
  return url;
}

describe.skipIf(!ownRedis)('D4: a Redis whose roles change behind one address', () => {
  it('is left for the new master, which gets the events that the old one had not replicated', async () => {
    const { line, fresh, failOver } = await pair();
    const warnings: string[] = [];
    const log = { ...silent, warn: (_: object, text: string) => void warnings.push(text) };
    const events = await openRedisLog({ url: line.url, prefix: 'failover', log });
    onTestFinished(() => events.close());
    const followed: string[] = [];
    events.follow((all) => followed.push(...all.map(({ event }) => event.fingerprint)));
    await events.append([callEvent({ fingerprint: 'unreplicated' })]);
    await until(() => followed.includes('unreplicated'), 'it is followed before');
    await failOver();
    const begun = Date.now();
    await events.append([callEvent({ fingerprint: 'after' })]);
    await until(() => followed.includes('after'), 'it is followed after');
    expect(Date.now() - begun).toBeLessThan(25_000);
    await until(async () => (await fresh.xlen('{failover}:events')) === 2, 'the new master has both');
    expect((await events.read(null, 9)).events.map(({ event }) => event.fingerprint)).toEqual([
      'unreplicated',
      'after',
    ]);
    expect(followed, 'each was followed once').toEqual(['unreplicated', 'after']);
    expect(events.waiting).toBe(false);
    expect(warnings).toContain('Redis is no longer the master; connecting again');
  });

  it('shows a gap for events that it lacks, where another gateway has taken over', async () => {
    const { line, fresh, failOver } = await pair();
    const events = await openRedisLog({ url: line.url, prefix: 'failover', log: silent });
    onTestFinished(() => events.close());
    const key = '{failover}:lease:events:floor:term';
    const lost = [callEvent({}), callEvent({})];
    await events.append(lost, { key, id: 'north 1' });
    await fresh.set(key, 'south 1');
    await failOver();
    const current = callEvent({});
    await events.append([current], { key, id: 'south 1' });
    const stored = (await events.read(null, 9)).events.map(({ event }) => event);
    const [from, to] = lost.map(({ receivedAt }) => receivedAt);
    expect(stored).toMatchObject([{ kind: 'GAP', account: 'floor', from, to }, current]);
  });

  it('loses no lease for long, and says that it was lost', async () => {
    const { line, failOver } = await pair();
    const warnings: string[] = [];
    const log = { ...silent, warn: (_: object, text: string) => void warnings.push(text) };
    const lease = new RedisLease({ url: line.url, prefix: 'failover', lasting: 900, log });
    const stop = new AbortController();
    let [begun, working] = [0, 0];
    const holding = lease.hold(
      'work',
      async (signal) => {
        [begun, working] = [begun + 1, working + 1];
        await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
        working -= 1;
      },
      stop.signal,
    );
    onTestFinished(async () => {
      stop.abort();
      await holding;
      lease.close();
    });
    await until(() => working === 1, 'it works');
    await failOver();
    await until(() => begun === 2 && working === 1, 'it works with the new master');
    expect(warnings).toEqual(['A lease was lost']);
  });

  it.each(['ends its connections', 'leaves its connections'])(
    'has the roles change there and back, and loses nothing: the old master %s',
    async (how) => {
      const { line, old, fresh, failOver } = await pair();
      const events = await openRedisLog({ url: line.url, prefix: 'failover', log: silent });
      onTestFinished(() => events.close());
      const followed: string[] = [];
      events.follow((all) => followed.push(...all.map(({ event }) => event.fingerprint)));
      await events.append([callEvent({ fingerprint: 'before' })]);
      await failOver();
      if (how === 'ends its connections') await old.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await events.append([callEvent({ fingerprint: 'at the other' })]);
      await until(() => followed.includes('at the other'), 'it is followed at the other');
      await until(async () => (await old.xlen('{failover}:events')) === 2, 'the replica has both');
      await fresh.replicaof('127.0.0.1', new URL(await backTo(old, line)).port);
      await events.append([callEvent({ fingerprint: 'back' })]);
      await until(() => followed.includes('back'), 'it is followed back');
      expect((await events.read(null, 9)).events.map(({ event }) => event.fingerprint)).toEqual([
        'before',
        'at the other',
        'back',
      ]);
    },
  );

  it('shows that events wait while the server refuses to write', async () => {
    const server = await startRedis(true);
    onTestFinished(() => server.dispose());
    const events = await openRedisLog({ url: server.url, prefix: 'refused', log: silent });
    onTestFinished(() => events.close());
    const client = redisAt(server.url);
    await client.config('SET', 'min-replicas-to-write', '1');
    await expect(events.note('heard', 'now')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(events.waiting).toBe(true);
    await client.config('SET', 'min-replicas-to-write', '0');
    await events.note('heard', 'now');
    expect(events.waiting).toBe(false);
  });
});

describe('events appended lately', () => {
  const batch = (size: number) => Array.from({ length: size }, () => callEvent({}));

  const eventsOf = (recent: RecentEvents, now: number) => recent.take(60_000, now).flatMap(({ events }) => events);

  it('are those of fifteen seconds before the newest, once, however long Redis was away since', () => {
    const recent = new RecentEvents();
    const [old, fresh, newest] = [batch(1), batch(2), batch(1)];
    recent.add(old, [], 0);
    recent.add(fresh, [], 10_000);
    recent.add(newest, [], 16_000);
    expect(eventsOf(recent, 50_000)).toEqual([...fresh, ...newest]);
    expect(eventsOf(recent, 50_000)).toEqual([]);
  });

  it('are none whose fingerprints may have expired', () => {
    const recent = new RecentEvents();
    recent.add(batch(1), [], 0);
    expect(eventsOf(recent, 60_001)).toEqual([]);
  });

  it('are five thousand at most', () => {
    const recent = new RecentEvents();
    for (let each = 0; each < 12; each += 1) recent.add(batch(500), [], each);
    expect(eventsOf(recent, 20)).toHaveLength(5_000);
  });
});
