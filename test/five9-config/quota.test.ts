import { describe, expect, onTestFinished, test } from 'vitest';
import { QuotaGate } from '../../src/adapters/five9-config/client/quota.ts';
import type { SharedCounts } from '../../src/adapters/vendor.ts';
import { openRedisQuotaCounts } from '../../src/storage/redis-quota-counts.ts';
import { noRedis, ownRedis, startRedis, type TestRedis } from '../subscriptions/redis-server.ts';

if (noRedis) console.warn(noRedis);

const LIMITS = { Query: { minute: 20, hour: 30 } };
const NOON = Date.UTC(2026, 0, 5, 12);

/** A gateway's counting, and how many of so many calls at once it let pass. */
function gateway(shared?: SharedCounts, clock = { now: NOON }) {
  const quota = new QuotaGate(LIMITS, { account: 'acme', zone: 'UTC', now: () => new Date(clock.now), shared });
  const passed = async (calls: number) => {
    const outcomes = await Promise.allSettled(Array.from({ length: calls }, () => quota.spend('Query')));
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'RATE_LIMITED' });
    }
    return outcomes.filter(({ status }) => status === 'fulfilled').length;
  };
  const used = async () => (await quota.records()).map((record) => record.used);
  return { quota, passed, used };
}

test('one gateway alone spends what the vendor allows, window by window (F4)', async () => {
  const clock = { now: NOON };
  const { quota, passed, used } = gateway(undefined, clock);
  expect(await passed(25)).toBe(20);
  await expect(quota.spend('Query')).rejects.toMatchObject({ details: { resetsAt: '2026-01-05T12:01:00Z' } });
  clock.now += 60_000;
  expect(await used()).toEqual([0, 20]);
  expect(await passed(25)).toBe(10);
  await expect(quota.spend('Query')).rejects.toMatchObject({ details: { resetsAt: '2026-01-05T13:00:00Z' } });
});

/** What the vendor reports of a minute of queries. */
const reported = (value: number, limit = 20) => [
  { timeout: '60', callCounterStates: [{ operationType: 'Query', limit: String(limit), value: String(value) }] },
];

test("the vendor's limit replaces the configured one, and one of 0 is none", async () => {
  const { quota, passed } = gateway();
  quota.learn(reported(0, 0), new Date(NOON));
  expect((await quota.records()).map(({ limit }) => limit)).toEqual([20, 30]);
  quota.learn(reported(0, 3), new Date(NOON));
  expect((await quota.records()).map(({ limit }) => limit)).toEqual([3, 30]);
  expect(await passed(5)).toBe(3);
});

test('what the vendor reports of a past minute does not count in the next', async () => {
  const clock = { now: NOON };
  const { quota, used } = gateway(undefined, clock);
  clock.now += 60_000;
  await quota.records();
  quota.learn(reported(20), new Date(NOON));
  expect(await used()).toEqual([0, 0]);
  quota.learn(reported(15), new Date(clock.now));
  expect(await used()).toEqual([15, 0]);
});

test('calls counted locally are not counted twice when the vendor reports them', async () => {
  const away = { take: () => Promise.reject(new Error('away')) } as unknown as SharedCounts;
  const { quota, passed, used } = gateway(away);
  expect(await passed(2)).toBe(2);
  quota.learn(reported(5), new Date(NOON));
  expect(await used()).toEqual([5, 2]);
});

test('a refusal distinguishes a spent limit from calls that cannot be counted together', async () => {
  const alone = gateway();
  await alone.passed(20);
  await expect(alone.quota.spend('Query')).rejects.toThrow('are spent (20)');
  const away = gateway({ take: () => Promise.reject(new Error('away')) } as unknown as SharedCounts);
  await away.passed(2);
  await expect(away.quota.spend('Query')).rejects.toThrow('cannot be counted with the other gateways');
});

/** Counts that are away at first, and answered later. */
function slowCounts() {
  const answers: ((taken: { taken: boolean; used: number[] } | Error) => void)[] = [];
  const take = () =>
    new Promise((resolve, reject) => {
      answers.push((taken) => (taken instanceof Error ? reject(taken) : resolve(taken)));
    });
  return { shared: { take } as unknown as SharedCounts, answers };
}

test.each([
  ['answered', { taken: true, used: [20, 20] }, [0, 20]],
  // The call that was not counted together belongs to the minute in which that was known.
  ['refused', new Error('away'), [1, 2]],
] as const)('a count that is %s when its minute is over is none of the next minute', async (_, answer, expected) => {
  const clock = { now: NOON };
  const { shared, answers } = slowCounts();
  const { quota, used } = gateway(shared, clock);
  const alone = quota.spend('Query');
  answers.shift()?.(new Error('away'));
  await alone;
  const pending = quota.spend('Query');
  clock.now += 60_000;
  const looked = used();
  answers.pop()?.({ taken: true, used: [0, 0] });
  await looked;
  answers.shift()?.(answer as Error);
  await pending;
  const looking = used();
  answers.shift()?.(new Error('away'));
  expect(await looking).toEqual(expected);
});

describe.skipIf(noRedis)('gateways that share a Redis (F4)', () => {
  let count = 0;
  const prefix = () => `quota-${process.pid}-${Date.now()}-${count++}`;

  async function counts(redis: TestRedis, name: string) {
    const shared = await openRedisQuotaCounts(redis.url, name);
    onTestFinished(() => shared.close());
    return shared;
  }

  async function ofDomain(durable: boolean) {
    const redis = await startRedis(durable);
    onTestFinished(() => redis.dispose());
    return redis;
  }

  /** Waits until the counts are answered again. */
  const back = async ({ take }: Pick<SharedCounts, 'take'>) =>
    expect
      .poll(
        () =>
          take([], 0).then(
            () => true,
            () => false,
          ),
        { timeout: 20_000 },
      )
      .toBe(true);

  test('spend together what the vendor allows one client, and each reports the total', async () => {
    const redis = await ofDomain(false);
    const name = prefix();
    const [one, other] = [gateway(await counts(redis, name)), gateway(await counts(redis, name))];
    const passed = await Promise.all([one.passed(15), other.passed(15)]);
    expect(passed[0] + passed[1]).toBe(20);
    expect(await one.used()).toEqual([20, 20]);
    expect(await other.used()).toEqual([20, 20]);
    expect(await gateway(await counts(redis, name)).passed(5)).toBe(0);
  });

  test('stop together when the vendor reports a spent class to one of them', async () => {
    const redis = await ofDomain(false);
    const name = prefix();
    const [one, other] = [gateway(await counts(redis, name)), gateway(await counts(redis, name))];
    await one.quota.exhausted('Query');
    expect(await other.passed(3)).toBe(0);
  });

  test.skipIf(!ownRedis)('spend a tenth each while Redis is away, and count it together when it is back', async () => {
    const redis = await ofDomain(true);
    const name = prefix();
    const [first, second] = [await counts(redis, name), await counts(redis, name)];
    const [one, other] = [gateway(first), gateway(second)];
    expect(await one.passed(10)).toBe(10);
    await redis.stop();
    expect([await one.passed(9), await other.passed(9)]).toEqual([2, 2]);
    expect(await one.passed(9)).toBe(0);
    await redis.start();
    await Promise.all([first, second].map((shared) => back({ take: (...asked) => shared.take(...asked) })));
    await Promise.all([one.used(), other.used()]);
    expect(await one.used()).toEqual([14, 14]);
    expect((await one.passed(9)) + (await other.passed(9))).toBe(6);
  });

  test.skipIf(!ownRedis || process.env.REDIS_URL)('restore the counts in a Redis that lost them', async () => {
    const redis = await ofDomain(false);
    const shared = await counts(redis, prefix());
    const one = gateway(shared);
    expect(await one.passed(12)).toBe(12);
    await redis.stop();
    await redis.start();
    await back({ take: (...asked) => shared.take(...asked) });
    expect(await one.passed(20)).toBe(8);
  });
});
