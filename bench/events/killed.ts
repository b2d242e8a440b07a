/** What subscribers miss and get twice where a gateway or Redis is killed under load, by the scenarios of the tests. */

import { type AtTheEnd, killPublisher, killRedis, type Load, type Seen } from '../../test/instances/two.ts';
import { noRedis, ownRedis } from '../../test/subscriptions/redis-server.ts';

const LOAD: Load = { perSecond: 500, subscribers: 12 };

/** What all subscribers of a scenario saw together; null where there is no Redis to kill. */
async function seen(scenario: (load: Load, atTheEnd: AtTheEnd) => Promise<Seen>) {
  if (noRedis !== null || !ownRedis) return null;
  const cleanups: (() => unknown)[] = [];
  try {
    const { faults, published, subscribers, resumedAfter } = await scenario(LOAD, (cleanup) => cleanups.push(cleanup));
    const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);
    return {
      published,
      resumedAfter,
      lost: sum(faults.map(({ lost }) => lost.length)),
      doubled: sum(faults.map(({ doubled }) => doubled)),
      gaps: sum(subscribers.map(({ gaps }) => gaps.length)),
    };
  } finally {
    for (const cleanup of cleanups.reverse()) await cleanup();
  }
}

/** Kills the gateway that publishes, with `kill -9`. */
export const publisherKilled = () => seen(killPublisher);

/** Kills Redis and starts it again. */
export const redisKilled = () => seen(killRedis);
