import { afterEach, describe, expect, test } from 'vitest';
import { noRedis, ownRedis, startRedis } from '../live/redis-server.ts';
import { ask, until } from '../program/process.ts';
import { Feeder, unnumbered } from './feeder.ts';
import {
  configure,
  faultsIn,
  folder,
  type Instance,
  KEY,
  memoryOf,
  murder,
  Subscriber,
  startInstance,
} from './gateways.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

if (noRedis || !ownRedis) console.warn('SKIPPED: several gateways are not tested, there is no redis-server here');

const PER_SECOND = 400;
const SUBSCRIBERS = 12;
/** Milliseconds a lease lasts that is not renewed. */
const LEASE = 3_000;
const bearer = { authorization: `Bearer ${KEY}` };

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
  const third = async () => {
    const gateway = await startInstance(config);
    gateways.push(gateway);
    await until(
      async () => feeder.listeners,
      (count) => count === 3,
    );
    return gateway;
  };
  return { redis, feeder, first, second, third };
}

/** Callers who ask one gateway after the other, and leave out for a while who cannot be reached, as a balancer does. */
function startCallers(urls: readonly string[], count: number) {
  const counted = { answered: 0, failed: 0 };
  const dead = new Set<string>();
  let over = false;
  const call = async (turn: number) => {
    const living = urls.filter((url) => !dead.has(url));
    const url = living[turn % living.length] ?? '';
    try {
      const { data } = await ask(url, '{ accounts { key status } events(first: 10) { edges { cursor } } }', {}, bearer);
      if (data.accounts.length === 1) counted.answered += 1;
      else counted.failed += 1;
    } catch (thrown) {
      dead.add(url);
      // Who was refused the connection has asked nothing yet.
      if ((thrown as { cause?: { code?: string } }).cause?.code !== 'ECONNREFUSED') counted.failed += 1;
    }
  };
  const running = Array.from({ length: count }, async (_, each) => {
    for (let turn = each; !over; turn += 1) await call(turn);
  });
  const stop = async () => {
    over = true;
    await Promise.all(running);
  };
  cleanups.push(stop);
  return { counted, stop };
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
async function settle(feeder: Feeder, subscribers: readonly Subscriber[], patience?: number) {
  feeder.rest();
  const { last } = feeder;
  await until(
    async () => subscribers.map(({ numbers }) => numbers.at(-1)),
    (numbers) => numbers.every((number) => number === last),
    patience,
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

  test('pauses that the vendor tells in the same words are neither dropped nor doubled by a gateway that came later', {
    timeout: 60_000,
  }, async () => {
    const { feeder, first, second, third } = await startTwo();
    const pair = () => {
      feeder.say(unnumbered('RECORDINGPAUSED'));
      feeder.say(unnumbered('RECORDINGRESUMED'));
    };
    let told = 0;
    const pairs = (count: number) => {
      for (let each = 0; each < count; each += 1) pair();
      told += count;
    };
    const query =
      '{ events(first: 100, filter: { kinds: [RECORDING] }) { edges { node { ... on RecordingEvent { type } } } } }';
    const typesAt = async (url: string) =>
      (await ask(url, query, {}, bearer)).data.events.edges.flatMap(
        ({ node }: { node: { type?: string } }) => node.type ?? [],
      );
    const settled = (url: string) =>
      until(
        () => typesAt(url),
        (types) => types.length >= told * 2,
      );
    pairs(3);
    await settled(first.url);
    const late = await third();
    await pause(1_500);
    pairs(4);
    await settled(late.url);
    pairs(5);
    await Promise.all([murder(first), murder(second)]);
    pairs(6);
    expect(await settled(late.url)).toEqual(Array.from({ length: told }, () => ['PAUSED', 'RESUMED']).flat());
    const afterwards = new Subscriber([late.url]);
    cleanups.push(() => afterwards.stop());
    await until(async () => {
      feeder.tell(1);
      return afterwards.numbers.length;
    }, Boolean);
    expect(await typesAt(late.url)).toHaveLength(told * 2);
  });

  test('one of three is killed under load: under one caller in a hundred notices, and the vendor has one session each', {
    timeout: 60_000,
  }, async () => {
    const { feeder, first, second, third } = await startTwo();
    const urls = [first.url, second.url, (await third()).url];
    const subscribers = await subscribe(
      feeder,
      [0, 1, 2].map((each) => [...urls.slice(each), ...urls.slice(0, each)]),
    );
    feeder.feed(100);
    const { counted, stop } = startCallers(urls, 4);
    await until(
      async () => counted.answered,
      (answered) => answered > 300,
    );
    await murder(first);
    await until(
      async () => counted.answered,
      (answered) => answered > 900,
    );
    await stop();
    expect(counted.failed / (counted.answered + counted.failed)).toBeLessThan(0.01);
    for (const fault of await settle(feeder, subscribers)) expect(fault).toEqual(FAULTLESS);
    expect(feeder.listeners).toBe(2);
    expect(feeder.subscribed).toBe(3);
  });

  test('Redis is away for longer than a lease lasts and for more events than can be held: all are told, once', {
    timeout: 90_000,
  }, async () => {
    const { redis, feeder, first, second } = await startTwo();
    const subscribers = await subscribe(feeder, [[first.url], [second.url]]);
    // Past the next note of how long the first listens, so that the second knows it heard all that followed.
    await pause(1_500);
    await redis.stop();
    const stoppedAt = performance.now();
    // Until the vendor has to wait: what it told is not taken any more.
    let left = 0;
    await until(async () => {
      const before = left;
      if (feeder.untaken === 0) feeder.tell(4_000);
      left = feeder.untaken;
      return left > 0 && left === before;
    }, Boolean);
    await until(async () => performance.now() - stoppedAt > LEASE + 500, Boolean);
    for (const { program } of [first, second]) expect(memoryOf(program.process.pid)).toBeLessThan(500);
    await redis.start();
    for (const fault of await settle(feeder, subscribers, 40_000)) expect(fault).toEqual(FAULTLESS);
    for (const { gaps, cuts, numbers } of subscribers) {
      expect({ gaps, cuts }).toEqual({ gaps: [], cuts: 0 });
      expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    }
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
