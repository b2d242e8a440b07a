/** D4: the event log and the stores on a real Sentinel, a real Cluster and a server with TLS. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openRedisStores } from '../../src/server/redis-stores.ts';
import { until } from '../helpers/until.ts';
import { configure, folder, killInstance, startInstance } from '../instances/gateways.ts';
import { callEvent, silent } from './events.ts';
import { holders } from './lease-holders.ts';
import { ownRedis } from './redis-server.ts';
import { type RedisTopology, startCluster, startSentinel, startTls } from './redis-topology.ts';

async function follow({ url, dispose }: RedisTopology) {
  onTestFinished(dispose);
  const { eventLog, acts, lease, counts, cacheInvalidation } = await openRedisStores(url, {}, silent);
  onTestFinished(async () => {
    lease.close();
    counts.close();
    cacheInvalidation.close();
    acts.close();
    await eventLog.close();
  });
  const followed: string[] = [];
  eventLog.follow((all) => followed.push(...all.map(({ event }) => event.fingerprint)));
  const append = async (fingerprint: string) => {
    await eventLog.append([callEvent({ fingerprint })]);
    await until(() => followed.includes(fingerprint), `${fingerprint} is followed`, 20_000);
  };
  return { append, followed, eventLog };
}

/** Starts two gateways of which one has a lease; answers how to end that one and wait for the other. */
async function takeOver({ url }: RedisTopology) {
  const { working, begun, kill } = holders([url, url], 'crosspoint', 900);
  await until(() => working.size === 1, 'one works', 20_000);
  return async () => {
    await until(() => working.size === 1, 'one works after the failover', 20_000);
    const first = begun.at(-1) ?? 0;
    kill(first);
    await until(() => working.has(1 - first), 'the other works', 20_000);
  };
}

/** A gateway over the same Redis, and what its /readyz answers. */
async function readinessOver({ url }: RedisTopology) {
  const place = folder();
  onTestFinished(place.remove);
  const accounts = [{ id: 'wfo', vendor: 'recorder', url: 'tcp://127.0.0.1:9' }];
  const gateway = await startInstance(configure(place.path, 'gateway', { redis: { url }, accounts }));
  onTestFinished(() => killInstance(gateway));
  return async () => {
    const response = await fetch(new URL('/readyz', gateway.url));
    return [response.status, ((await response.json()) as { events: string }).events];
  };
}

describe.skipIf(!ownRedis)('D4: a Redis of several processes', () => {
  it('serves events through a Sentinel, and continues after its master was killed, ready all the time', async () => {
    const topology = await startSentinel();
    const { append, followed } = await follow(topology);
    const readiness = await readinessOver(topology);
    await append('before');
    const kill = await takeOver(topology);
    expect(await readiness()).toEqual([200, 'persisted']);
    topology.killFirst();
    await until(async () => isDeepStrictEqual(await readiness(), [200, 'buffering']), 'it says that events wait');
    await append('after');
    await until(async () => isDeepStrictEqual(await readiness(), [200, 'persisted']), 'no event waits', 20_000);
    expect(followed).toEqual(['before', 'after']);
    await kill();
  }, 60_000);

  it('serves events from a cluster, and continues after the master of its keys was killed', async () => {
    const topology = await startCluster();
    const { append, followed, eventLog } = await follow(topology);
    await append('before');
    const kill = await takeOver(topology);
    topology.killFirst();
    const after = append('after');
    await until(() => eventLog.waiting, 'it says that events wait');
    await after;
    expect([followed, eventLog.waiting]).toEqual([['before', 'after'], false]);
    await kill();
  }, 60_000);

  it('serves events over TLS', async () => {
    const topology = await startTls();
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    onTestFinished(() => void delete process.env.NODE_TLS_REJECT_UNAUTHORIZED);
    const { append, followed } = await follow(topology);
    await append('secret');
    expect(followed).toEqual(['secret']);
  }, 60_000);
});
