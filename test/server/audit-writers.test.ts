import { expect, onTestFinished, test } from 'vitest';
import { RedisAuditStore } from '../../src/storage/redis-audit-store.ts';
import { redisForTests } from '../subscriptions/redis-client.ts';
import { noRedis } from '../subscriptions/redis-server.ts';
import { lineTo } from '../subscriptions/tcp-proxy.ts';

const redis = noRedis ? null : redisForTests();

test.skipIf(noRedis)(
  'an audit trail in Redis to which others always write first is unavailable after 50 attempts',
  async () => {
    const prefix = `audit-writers-${process.pid}`;
    // No text: what a reader makes of it differs from what is stored, as it does when another gateway wrote meanwhile.
    await redis?.client.set(`{${prefix}}:audit-head`, Buffer.from([0xff]));
    let attempts = 0;
    const line = await lineTo(redis?.url ?? '', (bytes) => {
      if (bytes.includes('XADD')) attempts += 1;
    });
    onTestFinished(() => line.close());
    const store = new RedisAuditStore(line.url, prefix);
    onTestFinished(() => store.close());
    await expect(store.append('{}')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(attempts).toBe(50);
    expect(await store.after(0, 1)).toEqual([]);
  },
);
