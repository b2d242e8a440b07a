import { untilAnswer } from '../helpers/until.ts';
import { startRedis, type TestRedis } from '../subscriptions/redis-server.ts';
import { Feeder } from './feeder.ts';
import { configure, faultsIn, folder, type Instance, killInstance, Subscriber, startInstance } from './gateways.ts';

/** Takes what must be put away afterwards. */
export type AtTheEnd = (cleanup: () => unknown) => void;

/** Two gateways that share a Redis and listen to one recorder; the first publishes. */
export interface Two {
  readonly redis: TestRedis;
  readonly feeder: Feeder;
  readonly first: Instance;
  readonly second: Instance;
  /** Starts one more. */
  third(): Promise<Instance>;
}

async function untilListening(feeder: Feeder, listeners: number): Promise<void> {
  await untilAnswer(
    async () => feeder.listeners,
    (count) => count === listeners,
  );
}

/** Starts the two, each as a process of its own. */
export async function startTwo(atTheEnd: AtTheEnd): Promise<Two> {
  const place = folder();
  atTheEnd(() => place.remove());
  const redis = await startRedis(true);
  atTheEnd(() => redis.dispose());
  const feeder = new Feeder();
  await feeder.open();
  atTheEnd(() => feeder.close());
  const settings = { accounts: [{ id: 'wfo', vendor: 'recorder', url: feeder.url }], redis: { url: redis.url } };
  const config = configure(place.path, 'gateway', settings);
  const gateways: Instance[] = [];
  atTheEnd(() => Promise.all(gateways.map(({ program }) => program.process.exitCode ?? program.stop('SIGKILL'))));
  const startNext = async () => {
    const gateway = await startInstance(config);
    gateways.push(gateway);
    await untilListening(feeder, gateways.length);
    return gateway;
  };
  // The first alone, so that it is the one that publishes.
  const first = await startNext();
  const watcher = new Subscriber([first.url]);
  atTheEnd(() => watcher.stop());
  await untilAnswer(async () => {
    feeder.publish(1);
    return watcher.numbers.length;
  }, Boolean);
  const second = await startNext();
  watcher.stop();
  return { redis, feeder, first, second, third: startNext };
}

/** Subscribers, each of which has its first event, by the gateways that each goes to in turn. */
export async function subscribe(
  feeder: Feeder,
  orders: readonly (readonly string[])[],
  atTheEnd: AtTheEnd,
): Promise<Subscriber[]> {
  const subscribers = orders.map((urls) => new Subscriber(urls));
  atTheEnd(() => {
    for (const subscriber of subscribers) subscriber.stop();
  });
  await untilAnswer(async () => {
    feeder.publish(1);
    return subscribers.every(({ numbers }) => numbers.length > 0);
  }, Boolean);
  return subscribers;
}

/** Waits until every subscriber has the last event, and answers what each missed or got twice. */
export async function settle(feeder: Feeder, subscribers: readonly Subscriber[], timeoutMs?: number) {
  feeder.rest();
  const { last } = feeder;
  await untilAnswer(
    async () => subscribers.map(({ numbers }) => numbers.at(-1)),
    (numbers) => numbers.every((number) => number === last),
    timeoutMs,
  );
  return subscribers.map(({ numbers }) => faultsIn(numbers, numbers[0] ?? 0, last));
}

/** What subscribers saw of a failure. */
export interface Seen {
  readonly subscribers: readonly Subscriber[];
  /** Of each of them what it missed and what it got twice. */
  readonly faults: readonly ReturnType<typeof faultsIn>[];
  /** Events sent. */
  readonly published: number;
  /** Milliseconds until the last of them received what happened after the failure. */
  readonly resumedAfter: number;
}

/** How a failure is brought about. */
export interface Load {
  readonly perSecond: number;
  readonly subscribers: number;
}

/** Waits until every subscriber received so many seconds of events after the last one before. */
async function untilGoingOn(subscribers: readonly Subscriber[], last: number): Promise<void> {
  await untilAnswer(
    async () => subscribers.map(({ numbers }) => numbers.at(-1) ?? 0),
    (numbers) => numbers.every((number) => number > last),
  );
}

function resumption(subscribers: readonly Subscriber[], failedAt: number, last: number): number {
  const resumed = ({ numbers, times }: Subscriber) =>
    (times[numbers.findIndex((number) => number > last)] ?? Number.POSITIVE_INFINITY) - failedAt;
  return Math.max(...subscribers.map(resumed));
}

/** Waits until the vendor has sent so many events. */
const untilSent = (feeder: Feeder, count: number) =>
  untilAnswer(
    async () => feeder.last,
    (last) => last >= count,
  );

/** Kills the gateway that publishes, under load; half of the subscribers are with it. */
export async function killPublisher({ perSecond, subscribers: count }: Load, atTheEnd: AtTheEnd): Promise<Seen> {
  const { feeder, first, second } = await startTwo(atTheEnd);
  const urls = [first.url, second.url];
  const orders = Array.from({ length: count }, (_, each) => (each % 2 ? urls : urls.toReversed()));
  const subscribers = await subscribe(feeder, orders, atTheEnd);
  feeder.feed(perSecond);
  await untilSent(feeder, perSecond * 1.5);
  const killedAt = performance.now();
  await killInstance(first);
  const { last } = feeder;
  await untilGoingOn(subscribers, last + perSecond);
  const faults = await settle(feeder, subscribers);
  return { subscribers, faults, published: feeder.last, resumedAfter: resumption(subscribers, killedAt, last) };
}

/** Kills the Redis that both share, under load, and starts it again after seconds in which events continue. */
export async function killRedis({ perSecond, subscribers: count }: Load, atTheEnd: AtTheEnd): Promise<Seen> {
  const { redis, feeder, first, second } = await startTwo(atTheEnd);
  const orders = Array.from({ length: count }, (_, each) => [each % 2 ? first.url : second.url]);
  const subscribers = await subscribe(feeder, orders, atTheEnd);
  feeder.feed(perSecond);
  await untilSent(feeder, perSecond);
  await redis.stop();
  const { last } = feeder;
  await untilSent(feeder, last + perSecond * 2.5);
  const startedAt = performance.now();
  await redis.start();
  await untilGoingOn(subscribers, last + perSecond * 4);
  const faults = await settle(feeder, subscribers);
  return { subscribers, faults, published: feeder.last, resumedAfter: resumption(subscribers, startedAt, last) };
}
