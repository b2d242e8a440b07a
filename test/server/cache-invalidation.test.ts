import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CacheInvalidationBus } from '../../src/storage/redis-cache-invalidation.ts';
import { until } from '../helpers/until.ts';
import { noRedis, ownRedis, startRedis } from '../subscriptions/redis-server.ts';

if (noRedis) console.warn(noRedis);

/** A gateway as the others receive it. */
function gateway(url: string, prefix: string) {
  const acted = new CacheInvalidationBus(url, prefix);
  onTestFinished(() => acted.close());
  const received: string[] = [];
  /** How often all lists were dropped, since invalidations may have been missed. */
  let missed = 0;
  const subscribed = acted.subscribe((account) => {
    if (account === null) missed += 1;
    else received.push(account);
  });
  return { acted, received, subscribed, missed: () => missed };
}

describe.skipIf(noRedis)('cache invalidation over Redis', () => {
  test('is received by the other gateways of the same prefix, and not by its sender', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.dispose());
    const prefix = `acted-${process.pid}-${Date.now()}`;
    const [one, other, separate] = [prefix, prefix, `${prefix}-else`].map((name) => gateway(redis.url, name));
    if (!one || !other || !separate) throw new Error('there are three');
    await Promise.all([one.subscribed, other.subscribed, separate.subscribed]);
    await until(() => {
      one.acted.publish('floor');
      return other.received.length > 0;
    }, 'it is received');
    separate.acted.publish('theirs');
    await until(() => {
      other.acted.publish('wfo');
      return one.received.length > 0;
    }, 'the other is received');
    expect([new Set(one.received), new Set(other.received), separate.received]).toEqual([
      new Set(['wfo']),
      new Set(['floor']),
      [],
    ]);
  });

  test.skipIf(!ownRedis)(
    'is received again after Redis was away, when all lists are dropped and what was acted on meanwhile is published',
    async () => {
      const redis = await startRedis(true);
      onTestFinished(() => redis.dispose());
      await redis.stop();
      const [one, other] = [gateway(redis.url, 'acted'), gateway(redis.url, 'acted')];
      one.acted.publish('early');
      await redis.start();
      const client = new Redis(redis.url);
      onTestFinished(() => client.disconnect());
      await until(async () => (await client.pubsub('NUMSUB', '{acted}:cache-invalidation'))[1] === 2, 'both listen');
      const publish = () => {
        one.acted.publish('floor');
        return other.received.includes('floor');
      };
      await until(publish, 'it is received');
      expect(one.missed()).toBe(1);
      await redis.stop();
      one.acted.publish('meanwhile');
      other.received.length = 0;
      await redis.start();
      await until(() => one.missed() === 2 && other.missed() === 2, 'both drop all lists');
      await until(publish, 'it is received again');
      expect(new Set([...other.received, 'meanwhile'])).toEqual(new Set(['floor', 'meanwhile']));
    },
  );
});
