import { afterEach, describe, expect, test } from 'vitest';
import { noRedis, ownRedis, startRedis } from '../live/redis-server.ts';
import { until } from '../program/process.ts';
import { Feeder } from './feeder.ts';
import { configure, faultsIn, folder, type Instance, murder, Subscriber, startInstance } from './gateways.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

if (noRedis || !ownRedis) console.warn('SKIPPED: several gateways are not tested, there is no redis-server here');

const PER_SECOND = 400;
const SUBSCRIBERS = 12;

async function startTwo() {
  const place = folder();
  const redis = await startRedis(true);
  const feeder = new Feeder();
  await feeder.open();
  const settings = { accounts: [{ id: 'wfo', vendor: 'recorder', url: feeder.url }], redis: { url: redis.url } };
  const config = configure(place.path, 'gateway', settings);
  const gateways: Instance[] = [];
  cleanups.push(
    () => place.remove(),
    () => redis.dispose(),
    () => feeder.close(),
    () => Promise.all(gateways.map(({ program }) => program.process.exitCode ?? program.stop('SIGKILL'))),
  );
  // The first alone, so that it is the one that publishes.
  gateways.push(await startInstance(config));
  const [first] = gateways as [Instance];
  await until(
    async () => feeder.listeners,
    (count) => count === 1,
  );
  const watcher = new Subscriber([first.url]);
  cleanups.push(() => watcher.stop());
  await until(async () => {
    feeder.tell(1);
    return watcher.numbers.length;
  }, Boolean);
  const second = await startInstance(config);
  gateways.push(second);
  await until(
    async () => feeder.listeners,
    (count) => count === 2,
  );
  watcher.stop();
  return { redis, feeder, first, second };
}

/** Subscribers, each of which has its first event. */
async function subscribe(feeder: Feeder, orders: readonly (readonly string[])[]): Promise<Subscriber[]> {
  const subscribers = orders.map((urls) => new Subscriber(urls));
  cleanups.push(() => {
    for (const subscriber of subscribers) subscriber.stop();
  });
  await until(async () => {
    feeder.tell(1);
    return subscribers.every(({ numbers }) => numbers.length > 0);
  }, Boolean);
  return subscribers;
}

/** Waits until everyone has the last event told, and answers what each missed or got twice. */
async function settle(feeder: Feeder, subscribers: readonly Subscriber[]) {
  feeder.rest();
  const { last } = feeder;
  await until(
    async () => subscribers.map(({ numbers }) => numbers.at(-1)),
    (numbers) => numbers.every((number) => number === last),
  );
  return subscribers.map(({ numbers }) => faultsIn(numbers, numbers[0] ?? 0, last));
}

const FAULTLESS = { lost: [], doubled: 0 };
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

describe.skipIf(noRedis !== null || !ownRedis)('two gateways over one Redis', () => {
  test('the publishing one is killed under load: all go on at the other, nothing lost, nothing doubled', {
    timeout: 60_000,
  }, async () => {
    const { feeder, first, second } = await startTwo();
    const urls = [first.url, second.url];
    const orders = Array.from({ length: SUBSCRIBERS }, (_, each) => (each % 2 ? urls : urls.toReversed()));
    const subscribers = await subscribe(feeder, orders);
    feeder.feed(PER_SECOND);
    await pause(1_500);
    const killedAt = performance.now();
    await murder(first);
    const lastBefore = feeder.last;
    await until(
      async () => subscribers.map(({ numbers }) => numbers.at(-1) ?? 0),
      (numbers) => numbers.every((number) => number > lastBefore + PER_SECOND),
    );
    const faults = await settle(feeder, subscribers);
    for (const fault of faults) expect(fault).toEqual(FAULTLESS);
    expect(feeder.last).toBeGreaterThan(1_000);
    for (const { numbers, times, gaps } of subscribers) {
      const resumed = times[numbers.findIndex((number) => number > lastBefore)] ?? Number.POSITIVE_INFINITY;
      expect(resumed - killedAt).toBeLessThan(5_000);
      expect(gaps).toEqual([]);
      expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    }
    expect(subscribers.filter(({ cuts }) => cuts > 0)).toHaveLength(SUBSCRIBERS / 2);
  });

  test('Redis is killed under load and started again: nothing lost, nothing doubled', { timeout: 60_000 }, async () => {
    const { redis, feeder, first, second } = await startTwo();
    const orders = Array.from({ length: SUBSCRIBERS }, (_, each) => [each % 2 ? first.url : second.url]);
    const subscribers = await subscribe(feeder, orders);
    feeder.feed(PER_SECOND);
    await pause(1_000);
    await redis.stop();
    const lastBefore = feeder.last;
    await pause(2_500);
    await redis.start();
    await until(
      async () => subscribers.map(({ numbers }) => numbers.at(-1) ?? 0),
      (numbers) => numbers.every((number) => number > lastBefore + PER_SECOND * 4),
    );
    const faults = await settle(feeder, subscribers);
    for (const fault of faults) expect(fault).toEqual(FAULTLESS);
    for (const { gaps, cuts } of subscribers) expect({ gaps, cuts }).toEqual({ gaps: [], cuts: 0 });
  });
});
