import { describe, expect, it, onTestFinished } from 'vitest';
import { RedisIdempotencyStore } from '../../src/storage/redis-idempotency-store.ts';
import { until } from '../helpers/until.ts';
import { redisForTests } from '../subscriptions/redis-client.ts';
import { noRedis } from '../subscriptions/redis-server.ts';
import { lineTo } from '../subscriptions/tcp-proxy.ts';

describe.skipIf(noRedis)('claims of acts in Redis', () => {
  const redis = redisForTests();

  it('are given back once where the answer is lost, since another gateway may have claimed the act meanwhile', async () => {
    let removals = 0;
    const line = await lineTo(redis.url, (bytes) => {
      if (/\bdel\b/i.test(bytes.toString())) removals += 1;
    });
    const prefix = `redis-claims-${process.pid}`;
    const store = new RedisIdempotencyStore(line.url, prefix);
    onTestFinished(() => {
      store.close();
      line.close();
    });
    expect(await store.claim('act', 'input', 'here')).toBeNull();
    line.loseAnswerTo('act');
    await expect(store.release('act')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    // The first answer on the next connection comes after those of what was sent again.
    await until(
      () =>
        store.claim('next', 'input', 'here').then(
          () => true,
          () => false,
        ),
      'Redis answers again',
    );
    expect(removals).toBe(1);
    expect(await redis.client.exists(`{${prefix}}:act:act`)).toBe(0);
  });

  it('that cannot be read are of acts whose outcome is not known, so that these are not sent again', async () => {
    const prefix = `redis-damaged-claims-${process.pid}`;
    const store = new RedisIdempotencyStore(redis.url, prefix);
    onTestFinished(() => store.close());
    for (const text of ['null', '{"input":"in']) {
      await redis.client.set(`{${prefix}}:act:act`, text, 'PX', 60_000);
      await expect(store.claim('act', 'input', 'here')).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    }
  });
});
