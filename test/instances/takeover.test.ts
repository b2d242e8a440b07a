import { afterEach, describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { noRedis, ownRedis } from '../subscriptions/redis-server.ts';
import { unnumbered } from './feeder.ts';
import { KEY, killInstance, memoryOf, Subscriber } from './gateways.ts';
import { type AtTheEnd, killPublisher, killRedis, settle, startTwo, subscribe } from './two.ts';

const cleanups: (() => unknown)[] = [];
const atTheEnd: AtTheEnd = (cleanup) => cleanups.push(cleanup);
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

if (noRedis || !ownRedis) console.warn('SKIPPED: several gateways are not tested, there is no redis-server here');

const LOAD = { perSecond: 500, subscribers: 12 };
/** Milliseconds a lease lasts that is not renewed. */
const LEASE = 3_000;
const bearer = { authorization: `Bearer ${KEY}` };

/** Callers that use one gateway after the other, and skip an unreachable one for a while, as a load balancer does. */
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

const FAULTLESS = { lost: [], doubled: 0 };
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

describe.skipIf(noRedis !== null || !ownRedis)('two gateways over one Redis', () => {
  test('when the publishing one is killed under load all continue at the other, nothing lost, nothing doubled (S10)', {
    timeout: 60_000,
  }, async () => {
    const { subscribers, faults, published, resumedAfter } = await killPublisher(LOAD, atTheEnd);
    for (const fault of faults) expect(fault).toEqual(FAULTLESS);
    expect(published).toBeGreaterThan(1_000);
    expect(resumedAfter).toBeLessThan(20_000);
    for (const { numbers, gaps } of subscribers) {
      expect(gaps).toEqual([]);
      expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    }
    expect(subscribers.filter(({ cuts }) => cuts > 0)).toHaveLength(LOAD.subscribers / 2);
  });

  test('equal pauses are neither dropped nor doubled by a gateway that started later', {
    timeout: 60_000,
  }, async () => {
    const { feeder, first, second, third } = await startTwo(atTheEnd);
    feeder.isRecording = true;
    const pair = () => {
      feeder.say(unnumbered('RECORDINGPAUSED'));
      feeder.say(unnumbered('RECORDINGRESUMED'));
    };
    let published = 0;
    const pairs = (count: number) => {
      for (let each = 0; each < count; each += 1) pair();
      published += count;
    };
    const query =
      '{ events(first: 100, filter: { kinds: [RECORDING] }) { edges { node { ... on RecordingEvent { type } } } } }';
    const typesAt = async (url: string) =>
      (await ask(url, query, {}, bearer)).data.events.edges.flatMap(
        ({ node }: { node: { type?: string } }) => node.type ?? [],
      );
    const settled = (url: string) =>
      untilAnswer(
        () => typesAt(url),
        (types) => types.length >= published * 2,
      );
    pairs(3);
    await settled(first.url);
    const late = await third();
    await untilAnswer(
      async () => feeder.listeners,
      (listeners) => listeners === 3,
    );
    pairs(4);
    await settled(late.url);
    pairs(5);
    await Promise.all([killInstance(first), killInstance(second)]);
    pairs(6);
    expect(await settled(late.url)).toEqual(Array.from({ length: published }, () => ['PAUSED', 'RESUMED']).flat());
    const afterwards = new Subscriber([late.url]);
    cleanups.push(() => afterwards.stop());
    await untilAnswer(async () => {
      feeder.publish(1);
      return afterwards.numbers.length;
    }, Boolean);
    expect(await typesAt(late.url)).toHaveLength(published * 2);
  });

  test('when one of three is killed under load fewer than one request in a hundred fail, and the vendor has one session each (P1)', {
    timeout: 60_000,
  }, async () => {
    const { feeder, first, second, third } = await startTwo(atTheEnd);
    const urls = [first.url, second.url, (await third()).url];
    const subscribers = await subscribe(
      feeder,
      [0, 1, 2].map((each) => [...urls.slice(each), ...urls.slice(0, each)]),
      atTheEnd,
    );
    feeder.feed(100);
    const { counted, stop } = startCallers(urls, 4);
    await untilAnswer(
      async () => counted.answered,
      (answered) => answered > 300,
    );
    await killInstance(first);
    await untilAnswer(
      async () => counted.answered,
      (answered) => answered > 900,
    );
    await stop();
    expect(counted.failed / (counted.answered + counted.failed)).toBeLessThan(0.01);
    for (const fault of await settle(feeder, subscribers)) expect(fault).toEqual(FAULTLESS);
    expect(feeder.listeners).toBe(2);
    expect(feeder.subscribed).toBe(3);
  });

  test('all events are published once though Redis is away longer than a lease and a buffer last (S11)', {
    timeout: 90_000,
  }, async () => {
    const { redis, feeder, first, second } = await startTwo(atTheEnd);
    const subscribers = await subscribe(feeder, [[first.url], [second.url]], atTheEnd);
    // Past the next checkpoint of the first, so that the second knows that it received everything after it.
    await pause(1_500);
    await redis.stop();
    const stoppedAt = performance.now();
    // Until the vendor has to wait: what it published is not taken any more.
    let left = 0;
    await untilAnswer(async () => {
      const before = left;
      if (feeder.untaken === 0) feeder.publish(4_000);
      left = feeder.untaken;
      return left > 0 && left === before;
    }, Boolean);
    await untilAnswer(async () => performance.now() - stoppedAt > LEASE + 500, Boolean);
    for (const { program } of [first, second]) expect(memoryOf(program.process.pid)).toBeLessThan(500);
    await redis.start();
    for (const fault of await settle(feeder, subscribers, 40_000)) expect(fault).toEqual(FAULTLESS);
    for (const { gaps, cuts, numbers } of subscribers) {
      expect({ gaps, cuts }).toEqual({ gaps: [], cuts: 0 });
      expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    }
  });

  test('nothing is lost or doubled when Redis is killed under load and started again (S11)', {
    timeout: 60_000,
  }, async () => {
    const { subscribers, faults } = await killRedis(LOAD, atTheEnd);
    for (const fault of faults) expect(fault).toEqual(FAULTLESS);
    for (const { gaps, cuts } of subscribers) expect({ gaps, cuts }).toEqual({ gaps: [], cuts: 0 });
  });
});
