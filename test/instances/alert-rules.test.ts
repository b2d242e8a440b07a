/** Rules made over GraphQL at gateways as processes: they survive a kill, and are applied once for all gateways. */
import { describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { noRedis, ownRedis, startRedis } from '../subscriptions/redis-server.ts';
import { alertsOf, bearer, cleanups, start, typesOf, untilRaised } from './alert-gateways.ts';
import { type Instance, killInstance } from './gateways.ts';

if (noRedis || !ownRedis) console.warn('SKIPPED: rules of several gateways are not tested, there is no redis-server');

const RULES = '{ alertRules { id name failure } }';
const CREATE = `mutation ($input: AlertCreateInput!) {
  alertCreate(input: $input) { alertRule { id name configured threshold clearAt } userErrors { code path message } }
}`;
const DELETE = 'mutation ($input: AlertDeleteInput!) { alertDelete(input: $input) { deletedId userErrors { code } } }';
const WAITING = { name: 'Waiting', figure: 'CALLS_WAITING', above: 2, clearAt: 1, forSeconds: 0, groupBy: 'QUEUE' };

const run = async ({ url }: Instance, text: string, input?: object) =>
  (await ask(url, text, input ? { input } : {}, bearer)).data;

describe('a rule made over GraphQL', () => {
  test('raises after its gateway was killed and started again, and clears when it is deleted', {
    timeout: 60_000,
  }, async () => {
    const { queue, run: serve } = await start((file) => ({ events: { file }, alerts: [] }));
    const first = await serve();
    const { alertRule, userErrors } = (await run(first, CREATE, WAITING)).alertCreate;
    expect(userErrors).toEqual([]);
    await killInstance(first);
    const second = await serve();
    expect((await run(second, RULES)).alertRules).toEqual([{ id: alertRule.id, name: 'Waiting', failure: null }]);
    const [alert] = await untilAnswer(
      async () => {
        queue(3);
        return alertsOf(second);
      },
      (alerts) => alerts.length > 0,
    );
    expect(alert).toMatchObject({ rule: alertRule.id, threshold: 2, value: 3 });
    expect((await run(second, DELETE, { id: alertRule.id })).alertDelete).toEqual({
      ...{ deletedId: alertRule.id, userErrors: [] },
    });
    await untilRaised(second, 0);
    expect(await typesOf(second)).toEqual([`ALERT.RAISED ${alert.id}`, `ALERT.CLEARED ${alert.id}`]);
  });
});

describe.skipIf(noRedis !== null || !ownRedis)('a rule of two gateways over one Redis', () => {
  test('is made at one, raised once, shown at both, and cleared by the other when that one is killed', {
    timeout: 60_000,
  }, async () => {
    const redis = await startRedis(true);
    cleanups.push(() => redis.dispose());
    const { queue, untilListeners, run: serve } = await start(() => ({ redis: { url: redis.url }, alerts: [] }));
    const [first, second] = [await serve(), await serve()];
    const { alertRule } = (await run(first, CREATE, WAITING)).alertCreate;
    const [alert] = await untilAnswer(
      async () => {
        queue(3);
        return alertsOf(second);
      },
      (alerts) => alerts.length > 0,
    );
    expect(alert.rule).toBe(alertRule.id);
    expect(await untilRaised(first, 1)).toEqual([alert]);
    expect((await run(second, RULES)).alertRules).toMatchObject([{ id: alertRule.id }]);
    await killInstance(first);
    await untilListeners(2);
    queue(0);
    await untilRaised(second, 0);
    expect(await typesOf(second)).toEqual([`ALERT.RAISED ${alert.id}`, `ALERT.CLEARED ${alert.id}`]);
  });
});
