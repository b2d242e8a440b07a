import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { RedisLease } from '../../src/storage/redis-lease.ts';
import { until } from '../helpers/until.ts';
import { redisForTests } from './redis-client.ts';
import { noRedis } from './redis-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe.skipIf(noRedis)('a lease', () => {
  const redis = redisForTests();
  let leases = 0;

  /** Two gateways of which the first holds a lease; `prepare` is what the second does before it takes over. */
  async function pair(prepare: (signal: AbortSignal) => Promise<void>, second = true) {
    leases += 1;
    const options = { url: redis.url, prefix: `lease-hand-over-${process.pid}-${leases}`, lasting: 900 };
    const history: string[] = [];
    const stop = new AbortController();
    const start = (name: string) => {
      const lease = new RedisLease(options);
      const work = async (signal: AbortSignal, handedOver: boolean) => {
        history.push(`${name} works${handedOver ? ' on' : ''}`);
        if (!signal.aborted) await once(signal, 'abort');
        history.push(`${name} ends`);
      };
      const prepared = async (signal: AbortSignal) => {
        history.push(`${name} prepares`);
        await prepare(signal);
      };
      const ended = lease.hold('work', work, stop.signal, prepared);
      cleanups.push(async () => {
        stop.abort();
        await ended;
        lease.close();
      });
      return lease;
    };
    const first = start('first');
    await until(() => history.includes('first works'), 'the first works');
    if (second) start('second');
    await until(
      async () => Number((await redis.client.pubsub('NUMSUB', `{${options.prefix}}:lease-offers`))[1]) > +second,
      'they receive offers',
    );
    return { first, history };
  }

  it('that is handed over is worked on by another once that is ready, and not before', async () => {
    let ready = () => {};
    const { first, history } = await pair(() => new Promise((resolve) => (ready = resolve)));
    const handed = first.handOver(['work']);
    await until(() => history.includes('second prepares'), 'the second prepares');
    expect(history).toEqual(['first works', 'second prepares']);
    ready();
    await handed;
    await until(() => history.length === 4, 'the second works');
    expect(history).toEqual(['first works', 'second prepares', 'first ends', 'second works on']);
  });

  it('that no other gateway can take stays with its holder until that stops, without waiting', async () => {
    const { first, history } = await pair(async () => undefined, false);
    const begun = Date.now();
    await first.handOver(['work', 'another without a holder']);
    // Another gateway that receives the offer has 1.5 s to answer.
    expect(Date.now() - begun).toBeLessThan(1_400);
    expect(history).toEqual(['first works']);
  });

  it('whose successor fails to prepare stays with its holder until that stops', async () => {
    const { first, history } = await pair(async () => {
      throw new Error('unreachable');
    });
    await first.handOver(['work']);
    expect(history.filter((line) => line !== 'second prepares')).toEqual(['first works']);
  });
});
