import { describe, expect, it, onTestFinished } from 'vitest';
import { createRedis } from '../../src/storage/redis-connection.ts';
import { until } from '../helpers/until.ts';
import { holders } from './lease-holders.ts';
import { redisForTests } from './redis-client.ts';
import { noRedis, ownRedis } from './redis-server.ts';
import { startMastersOnly } from './redis-topology.ts';
import { lineTo } from './tcp-proxy.ts';

describe.skipIf(noRedis)('the owner of a lease that lasts for a minute', () => {
  const redis = redisForTests();
  let tests = 0;
  const start = (urls: readonly string[], lasting = 60_000) => {
    tests += 1;
    const prefix = `owner-presence-${process.pid}-${tests}`;
    const ownerOf = () => redis.client.get(`{${prefix}}:lease:work`);
    const subscribers = async (owner: string | null) =>
      Number((await redis.client.pubsub('NUMSUB', `{${prefix}}:lease-owner:${owner}`))[1]);
    const isMarked = async () => (await redis.client.exists(`{${prefix}}:lease-owner:${await ownerOf()}:alone`)) === 1;
    return { ...holders(urls, prefix, lasting), prefix, ownerOf, subscribers, isMarked };
  };

  it('is replaced long before the lease expires where its connections end', async () => {
    const { working, begun, most, kill } = start([redis.url, redis.url]);
    await until(() => working.size === 1, 'one works');
    const [first = 0] = begun;
    const begunAt = Date.now();
    kill(first);
    await until(() => working.has(1 - first), 'the other works');
    expect(Date.now() - begunAt).toBeLessThan(20_000);
    expect(begun).toEqual([first, 1 - first]);
    expect(most()).toBeLessThanOrEqual(2);
  });

  it('continues where Redis ends its subscription and it subscribes again', async () => {
    const { working, begun, ownerOf, subscribers } = start([redis.url, redis.url]);
    await until(() => working.size === 1, 'one works');
    const owner = await ownerOf();
    await until(async () => (await subscribers(owner)) === 1, 'it is subscribed');
    await redis.client.client('KILL', 'TYPE', 'pubsub');
    await until(async () => (await subscribers(owner)) === 1, 'it is subscribed again');
    expect([begun.length, await ownerOf()]).toEqual([1, owner]);
  });

  it('asks for subscribers again after a question was not answered', async () => {
    let questions = 0;
    const line = await lineTo(redis.url, (bytes) => {
      if (bytes.includes('NUMSUB')) questions += 1;
    });
    onTestFinished(() => line.close());
    start([line.url]);
    await until(() => questions > 0, 'it asks');
    line.loseAnswerTo('NUMSUB');
    const before = questions;
    await until(() => questions > before + 2, 'it asks again');
  });

  it('ends where it cannot subscribe again, before another takes the lease', async () => {
    let questions = 0;
    const line = await lineTo(redis.url, (bytes) => {
      if (bytes.includes('NUMSUB')) questions += 1;
    });
    const first = start([line.url]);
    await until(() => first.working.size === 1, 'the first works');
    const second = holders([redis.url], first.prefix, 60_000);
    const offers = `{${first.prefix}}:lease-offers`;
    await until(async () => Number((await redis.client.pubsub('NUMSUB', offers))[1]) === 2, 'the second is there');
    // As the only gateway it would work on; once it asks again it has seen the second.
    const before = questions;
    await until(() => questions > before + 2, 'it knows the second');
    expect(await first.isMarked()).toBe(false);
    line.close();
    let both = false;
    await until(() => {
      both ||= first.working.size + second.working.size > 1;
      return second.working.size === 1;
    }, 'the second works');
    expect([both, first.working.size]).toEqual([false, 0]);
  });

  it('continues as the only gateway while Redis is away for less than the lease lasts, and ends when it expires', async () => {
    const line = await lineTo(redis.url);
    onTestFinished(() => line.close());
    const { working, begun, ownerOf, subscribers, isMarked } = start([line.url], 12_000);
    await until(isMarked, 'it works, and is known as the only one');
    const owner = await ownerOf();
    line.cut();
    await until(async () => (await subscribers(owner)) === 0, 'Redis has ended the subscription');
    const cutAt = performance.now();
    await until(() => performance.now() - cutAt > 1_000, 'others could have taken the lease');
    expect(working.size).toBe(1);
    line.free();
    await until(async () => (await subscribers(owner)) === 1, 'it is subscribed again');
    expect([begun, await ownerOf()]).toEqual([[0], owner]);
    line.cut();
    await until(() => working.size === 0, 'it ends its work', 40_000);
  });

  it('is not replaced by a gateway that starts while the only one is cut off from Redis and works on', async () => {
    const line = await lineTo(redis.url);
    onTestFinished(() => line.close());
    const first = start([line.url], 3_000);
    await until(first.isMarked, 'it works, and is known as the only one');
    line.cut();
    let both = false;
    const second = holders([redis.url], first.prefix, 3_000);
    await until(() => {
      both ||= first.working.size + second.working.size > 1;
      return second.working.size === 1;
    }, 'the second works');
    expect([both, first.working.size]).toEqual([false, 0]);
  });

  it('is replaced at once after it was the only gateway and another one came', async () => {
    const first = start([redis.url]);
    await until(first.isMarked, 'it works, and is known as the only one');
    const second = holders([redis.url], first.prefix, 60_000);
    await until(async () => !(await first.isMarked()), 'it is no longer known as the only one');
    first.kill(0);
    await until(() => second.working.size === 1, 'the other works', 20_000);
  });

  it.skipIf(!ownRedis)('works without being watched where its user may not subscribe to its channel', async () => {
    const user = `limited-${process.pid}`;
    const { prefix } = start([]);
    const rights = ['on', '>secret', '~*', '+@all', 'resetchannels', `&{${prefix}}:lease-offers`];
    await redis.client.acl('SETUSER', user, ...rights);
    onTestFinished(async () => void (await redis.client.acl('DELUSER', user)));
    const { working } = holders([redis.url.replace('redis://', `redis://${user}:secret@`)], prefix, 60_000);
    await until(() => working.size === 1, 'it works', 10_000);
    expect(await redis.client.get(`{${prefix}}:lease:work`)).not.toMatch(/\+$/);
  });

  it.skipIf(!ownRedis)('is not watched in a cluster, whose servers count their own subscribers alone', async () => {
    const cluster = await startMastersOnly();
    onTestFinished(() => cluster.dispose());
    const { working, prefix } = start([cluster.url]);
    await until(() => working.size === 1, 'it works');
    const client = createRedis(cluster.url);
    onTestFinished(() => client.disconnect());
    expect(await client.get(`{${prefix}}:lease:work`)).toMatch(/^[\da-f-]{36}$/);
  });

  it('of a version without subscriptions keeps the lease until that expires', async () => {
    const { prefix, begun } = start([]);
    const key = `{${prefix}}:lease:work`;
    await redis.client.set(key, 'older', 'PX', 60_000);
    const { working } = holders([redis.url], prefix, 900);
    await new Promise((done) => setTimeout(done, 1_500));
    expect([working.size, begun]).toEqual([0, []]);
    await redis.client.pexpire(key, 1);
    await until(() => working.size === 1, 'it takes the lease');
  });
});
