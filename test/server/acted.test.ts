import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CacheInvalidationBus } from '../../src/storage/redis-cache-invalidation.ts';
import { until } from '../subscriptions/events.ts';
import { noRedis, ownRedis, startRedis } from '../subscriptions/redis-server.ts';

if (noRedis) console.warn(noRedis);

/** A gateway as the others hear it. */
function gateway(url: string, prefix: string) {
  const acted = new CacheInvalidationBus(url, prefix);
  onTestFinished(() => acted.close());
  const heard: string[] = [];
  const hearing = acted.subscribe((account) => heard.push(account));
  return { acted, heard, hearing };
}

describe.skipIf(noRedis)('what was acted on', () => {
  test('is heard by the others of the same Redis and prefix, and not by who says it', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.dispose());
    const prefix = `acted-${process.pid}-${Date.now()}`;
    const [one, other, stranger] = [prefix, prefix, `${prefix}-else`].map((name) => gateway(redis.url, name));
    if (!one || !other || !stranger) throw new Error('there are three');
    await Promise.all([one.hearing, other.hearing, stranger.hearing]);
    await until(() => {
      one.acted.publish('floor');
      return other.heard.length > 0;
    }, 'it is heard');
    stranger.acted.publish('theirs');
    await until(() => {
      other.acted.publish('wfo');
      return one.heard.length > 0;
    }, 'the other is heard');
    expect([new Set(one.heard), new Set(other.heard), stranger.heard]).toEqual([
      new Set(['wfo']),
      new Set(['floor']),
      [],
    ]);
  });

  test.skipIf(!ownRedis)('is heard again after Redis was away, nothing that was said meanwhile', async () => {
    const redis = await startRedis(true);
    onTestFinished(() => redis.dispose());
    await redis.stop();
    const [one, other] = [gateway(redis.url, 'acted'), gateway(redis.url, 'acted')];
    one.acted.publish('missed');
    await redis.start();
    const client = new Redis(redis.url);
    onTestFinished(() => client.disconnect());
    await until(async () => (await client.pubsub('NUMSUB', '{acted}:acted'))[1] === 2, 'both listen');
    const tell = () => {
      one.acted.publish('floor');
      return other.heard.length > 0;
    };
    await until(tell, 'it is heard');
    await redis.stop();
    await redis.start();
    other.heard.length = 0;
    await until(tell, 'it is heard again');
    expect(new Set(other.heard)).toEqual(new Set(['floor']));
  });
});
