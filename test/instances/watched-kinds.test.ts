/** Two gateways over one Redis whose subscribers want different kinds of events from a vendor that is polled. */
import { afterEach, describe, expect, test } from 'vitest';
import { until } from '../helpers/until.ts';
import { openSocket } from '../program/process.ts';
import { openFloor } from '../remote-control/floor.ts';
import { noRedis, ownRedis, startRedis } from '../subscriptions/redis-server.ts';
import { configure, folder, type Instance, KEY, startInstance } from './gateways.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

if (noRedis || !ownRedis) console.warn('SKIPPED: the kinds of two gateways are not tested, there is no redis-server');

/** Subscribes at a gateway and answers what arrives. */
function subscribe<Event>({ url }: Instance, query: string): Event[] {
  const client = openSocket(url, { authorization: `Bearer ${KEY}` });
  cleanups.push(() => client.dispose());
  const received: Event[] = [];
  const next = ({ data }: { data?: Record<string, Event> | null | undefined }) =>
    received.push(...Object.values(data ?? {}));
  client.subscribe<Record<string, Event>>({ query }, { next, error: () => undefined, complete: () => undefined });
  return received;
}

interface CallSeen {
  readonly type: string;
  readonly snapshot: boolean;
  readonly call: { readonly state: string; readonly to: string };
}

describe.skipIf(noRedis !== null || !ownRedis)('two gateways over one Redis', () => {
  test('a subscriber of one receives the kinds that no subscriber of the polling one wants', {
    timeout: 60_000,
  }, async () => {
    const place = folder();
    const redis = await startRedis(true);
    const floor = await openFloor();
    cleanups.push(
      () => place.remove(),
      () => redis.dispose(),
      () => floor.close(),
    );
    const account = { id: 'floor', vendor: 'remote-control', ...floor.simulator.settings };
    const config = configure(place.path, 'gateway', { accounts: [account], redis: { url: redis.url } });
    const start = async () => {
      const instance = await startInstance(config);
      cleanups.push(() => instance.program.stop('SIGKILL'));
      return instance;
    };
    const [polling, other] = [await start(), await start()];
    const received = (name: string) => floor.simulator.received.get(name) ?? 0;

    subscribe(polling, 'subscription { campaignChanged { type } }');
    await until(() => received('campaigns') > 0, 'the first gateway polls campaigns');
    const calls = subscribe<CallSeen>(
      other,
      'subscription { callChanged(snapshot: true) { type snapshot call { state to } } }',
    );
    // The snapshot is complete once the calls are received.
    await until(() => received('getcalls') > 0, 'some gateway polls calls');
    const before = received('getcalls');
    await until(() => received('getcalls') > before, 'calls are polled again');
    floor.callOf();
    await until(() => calls.some(({ type }) => type === 'CONNECTED'), 'the call is received');
    expect(calls.at(-1)).toEqual({
      type: 'CONNECTED',
      snapshot: false,
      call: { state: 'CONNECTED', to: '+16145550001' },
    });
  });
});
