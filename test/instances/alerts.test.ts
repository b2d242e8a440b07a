/** Alerts of gateways as processes: over subscription and webhook, once each, when gateways are killed. */
import { describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { openSocket } from '../program/process.ts';
import { noRedis, ownRedis, startRedis } from '../subscriptions/redis-server.ts';
import { alertsOf, cleanups, start, typesOf, untilRaised } from './alert-gateways.ts';
import { type Instance, KEY, killInstance } from './gateways.ts';

if (noRedis || !ownRedis) console.warn('SKIPPED: alerts of several gateways are not tested, there is no redis-server');

/** Follows alerts from those that are raised on. */
function follow({ url }: Instance): string[] {
  const seen: string[] = [];
  const client = openSocket(url, { authorization: `Bearer ${KEY}` });
  cleanups.push(() => client.dispose());
  client.subscribe<{ alertChanged: { type: string; snapshot: boolean; alert: { id: string } } }>(
    {
      query:
        'subscription { alertChanged(snapshot: true, filter: { rules: ["waiting"] }) { type snapshot alert { id } } }',
    },
    {
      next: ({ data }) => data && seen.push(`${data.alertChanged.type} ${data.alertChanged.snapshot}`),
      error: () => undefined,
      complete: () => undefined,
    },
  );
  return seen;
}

describe('alerts of one gateway', () => {
  test('are not raised again when it is killed and started again, and cleared once', { timeout: 60_000 }, async () => {
    const { partner, queue, untilListeners, run } = await start((file) => ({ events: { file } }));
    const first = await run();
    const [alert] = await untilAnswer(
      async () => {
        queue(3);
        return alertsOf(first);
      },
      (alerts) => alerts.length > 0,
    );
    expect(alert).toMatchObject({
      ...{ rule: 'waiting', figure: 'CALLS_WAITING', comparison: 'ABOVE', threshold: 2, value: 3, clearedAt: null },
      account: { key: 'floor' },
    });
    await untilAnswer(async () => partner.got.length, Boolean);
    await killInstance(first);
    const second = await run();
    expect(await untilRaised(second, 1)).toEqual([alert]);
    const followed = follow(second);
    await untilListeners(2);
    await untilAnswer(async () => followed.length, Boolean);
    queue(1);
    await untilRaised(second, 0);
    expect(await typesOf(second)).toEqual([`ALERT.RAISED ${alert.id}`, `ALERT.CLEARED ${alert.id}`]);
    // Gaps are sent under every filter, and a message again when its answer was lost.
    const sent = () => partner.got.filter(({ type }) => type !== 'gap');
    await untilAnswer(
      async () => new Set(sent().map(({ id }) => id)).size,
      (count) => count >= 2,
    );
    expect(followed).toEqual(['RAISED true', 'CLEARED false']);
    expect([...new Map(sent().map(({ id, type }) => [id, type])).values()]).toEqual(['alert.raised', 'alert.cleared']);
    const { data } = JSON.parse(sent().at(-1)?.body ?? '');
    expect(data).toMatchObject({ alertId: alert.id, account: { key: 'floor' }, alert: { rule: 'waiting', value: 1 } });
  });
});

describe.skipIf(noRedis !== null || !ownRedis)('alerts of two gateways over one Redis', () => {
  test('are raised by one of them, and cleared by the other when that one is killed', {
    timeout: 60_000,
  }, async () => {
    const redis = await startRedis(true);
    cleanups.push(() => redis.dispose());
    const { queue, untilListeners, run } = await start(() => ({ redis: { url: redis.url } }));
    const [first, second] = [await run(), await run()];
    const [alert] = await untilAnswer(
      async () => {
        queue(3);
        return alertsOf(first);
      },
      (alerts) => alerts.length > 0,
    );
    expect(await untilRaised(second, 1)).toEqual([alert]);
    await killInstance(first);
    await untilListeners(2);
    queue(0);
    await untilRaised(second, 0);
    expect(await typesOf(second)).toEqual([`ALERT.RAISED ${alert.id}`, `ALERT.CLEARED ${alert.id}`]);
  });
});
