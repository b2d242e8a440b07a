import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RedisLease } from '../../src/storage/redis-lease.ts';
import { until } from '../helpers/until.ts';
import { redisForTests } from './redis-client.ts';
import { noRedis, startRedis } from './redis-server.ts';
import { lineTo } from './tcp-proxy.ts';

describe.skipIf(noRedis)('a lease that lasts for a minute', () => {
  const redis = redisForTests();
  let tests = 0;

  /** Starts gateways that note what they do. */
  function gateways() {
    tests += 1;
    const prefix = `lease-offers-${process.pid}-${tests}`;
    const history: string[] = [];
    const start = (name: string, url = redis.url) => {
      const lease = new RedisLease({ url, prefix, lasting: 60_000 });
      const stop = new AbortController();
      const holding: Promise<void>[] = [];
      lease.onOffer((offered) => history.push(`${name} receives the offer of ${offered}`));
      onTestFinished(async () => {
        stop.abort();
        await Promise.all(holding);
        lease.close();
      });
      const hold = (work: string) => {
        const run = async (signal: AbortSignal, handedOver: boolean) => {
          history.push(`${name} works${handedOver ? ' on' : ''}`);
          if (!signal.aborted) await once(signal, 'abort');
          history.push(`${name} ends`);
        };
        holding.push(lease.hold(work, run, stop.signal));
      };
      return { lease, hold };
    };
    const listeners = async () => Number((await redis.client.pubsub('NUMSUB', `{${prefix}}:lease-offers`))[1]);
    return { prefix, history, start, listeners };
  }

  it('is offered to all other gateways, of which one that waits for it takes over at once', async () => {
    const { prefix, history, start, listeners } = gateways();
    const first = start('first');
    first.hold('work');
    await until(() => history.includes('first works'), 'the first works');
    const owner = await redis.client.get(`{${prefix}}:lease:work`);
    let isWaiting = false;
    // A gateway looks for the owner of a lease once it waits for that.
    const line = await lineTo(redis.url, (bytes) => {
      if (bytes.includes('NUMSUB') && bytes.includes(String(owner))) isWaiting = true;
    });
    onTestFinished(() => line.close());
    start('second', line.url).hold('work');
    start('third');
    await until(async () => isWaiting && (await listeners()) === 3, 'the second waits, and all receive offers');
    await first.lease.handOver(['work']);
    await until(() => history.length === 5, 'the second works');
    const [offers, work] = [true, false].map((isOffer) => history.filter((line) => line.includes('offer') === isOffer));
    expect(offers?.sort()).toEqual(['second receives the offer of work', 'third receives the offer of work']);
    expect(work).toEqual(['first works', 'first ends', 'second works on']);
  });

  it('is not taken by a gateway that is leaving', async () => {
    const { history, start } = gateways();
    const first = start('first');
    first.hold('other');
    await until(() => history.includes('first works'), 'the first is present');
    await first.lease.handOver([]);
    first.hold('work');
    start('second').hold('work');
    await until(() => history.includes('second works'), 'the second works');
    expect(history).toEqual(['first works', 'second works']);
  });

  it('that is offered is not prepared for by a gateway that began to leave meanwhile', async () => {
    const { prefix, history, start } = gateways();
    start('first').hold('work');
    await until(() => history.includes('first works'), 'the first works');
    const key = `{${prefix}}:lease:work`;
    await redis.client.set(`${key}:offer`, String(await redis.client.get(key)));
    const asked: string[] = [];
    const line = await lineTo(redis.url, (bytes) => {
      asked.push(String(bytes));
      if (bytes.includes('isGone')) line.stick();
    });
    onTestFinished(() => line.close());
    const second = start('second', line.url);
    second.hold('work');
    await until(() => asked.some((bytes) => bytes.includes('isGone')), 'the second asks for the lease');
    await second.lease.handOver([]);
    const before = asked.length;
    line.free();
    // Questions for subscribers are sent after what the answer leads to.
    await until(() => asked.slice(before).filter((bytes) => bytes.includes('NUMSUB')).length > 1, 'it was answered');
    expect(await redis.client.get(`${key}:successor`)).toBeNull();
  });
});

it.skipIf(noRedis)(
  'a lease lasts for 3 s, under a name that all gateways know, unless it is given others',
  async () => {
    const server = await startRedis();
    onTestFinished(() => server.dispose());
    const taken: string[][] = [];
    const line = await lineTo(server.url, (bytes) => {
      if (bytes.includes('isGone')) taken.push(String(bytes).split('\r\n'));
    });
    onTestFinished(() => line.close());
    const lease = new RedisLease({ url: line.url });
    onTestFinished(() => lease.close());
    const stop = new AbortController();
    const name = `unlike others ${process.pid}`;
    await lease.hold(name, async () => stop.abort(), stop.signal);
    expect(taken).toHaveLength(1);
    expect(taken[0]).toEqual(expect.arrayContaining([`{crosspoint}:lease:${name}`, '3000']));
  },
);
