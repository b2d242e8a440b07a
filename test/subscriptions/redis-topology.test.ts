/** D4: the event log and the stores on a real Sentinel, a real Cluster and a server with TLS. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { openRedisStores } from '../../src/server/redis-stores.ts';
import { until } from '../helpers/until.ts';
import { callEvent, silent } from './events.ts';
import { ownRedis } from './redis-server.ts';
import { type RedisTopology, startCluster, startSentinel, startTls } from './redis-topology.ts';

async function follow({ url, dispose }: RedisTopology) {
  onTestFinished(dispose);
  const { eventLog, acts, lease, counts, acted } = await openRedisStores(url, {}, silent);
  onTestFinished(async () => {
    lease.close();
    counts.close();
    acted.close();
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

describe.skipIf(!ownRedis)('D4: a Redis of several processes', () => {
  it('serves events through a Sentinel, and goes on after its master was killed', async () => {
    const topology = await startSentinel();
    const { append, followed } = await follow(topology);
    await append('before');
    topology.killFirst();
    await append('after');
    expect(followed).toEqual(['before', 'after']);
  }, 60_000);

  it('serves events from a cluster of three masters', async () => {
    const { append, followed } = await follow(await startCluster());
    await append('one');
    await append('two');
    expect(followed).toEqual(['one', 'two']);
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
