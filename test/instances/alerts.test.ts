/** Alerts of gateways as processes: over subscription and webhook, once each, when gateways are killed. */
import { afterEach, describe, expect, test } from 'vitest';
import { scriptedDesk } from '../five9-cti/scripted.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ask, openSocket } from '../program/process.ts';
import { noRedis, ownRedis, startRedis } from '../subscriptions/redis-server.ts';
import { openPartner } from '../webhooks/partner.ts';
import { configure, folder, type Instance, KEY, murder, startInstance } from './gateways.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

if (noRedis || !ownRedis) console.warn('SKIPPED: alerts of several gateways are not tested, there is no redis-server');

const bearer = { authorization: `Bearer ${KEY}` };
const RAISED =
  '{ alerts { id rule figure comparison threshold value account { key } queue { name } raisedAt clearedAt } }';
const LOGGED = `{ events(first: 100, filter: { kinds: [ALERT] }) { edges { node {
  name account { key } ... on AlertEvent { type alert { id value queue { name } clearedAt } }
} } } }`;

async function start(settings: (file: string) => object) {
  const place = folder();
  const desk = await scriptedDesk();
  const partner = await openPartner();
  const created = String(Date.now() - 5_000);
  const queue = (count: number) =>
    desk.send({
      _type: 'callsQueueUpdated',
      calls: Array.from({ length: count }, (_, at) => ({
        ...{ callSessionId: `c${at}`, campaignId: '9', created, priority: 0 },
      })),
    } as never);
  const config = configure(place.path, 'gateway', {
    accounts: [{ id: 'floor', vendor: 'five9-cti', desks: [{ agent: 'jdoe', url: desk.url }], retryAfter: 50 }],
    alerts: [{ id: 'waiting', figure: 'CALLS_WAITING', above: 2, clearAt: 1, forSeconds: 0, groupBy: 'QUEUE' }],
    webhooks: [
      {
        ...{ id: 'partner', url: partner.url, allowPrivate: true, filter: { kinds: ['ALERT'] }, retrySeconds: [0.1] },
        secrets: [`whsec_${Buffer.alloc(32).toString('base64')}`],
      },
    ],
    ...settings(`${place.path}/events.db`),
  });
  const untilListeners = (count: number) =>
    untilAnswer(
      async () => desk.asked.filter(([name]) => name === 'addListener').length,
      (listeners) => listeners === count,
    );
  const gateways: Instance[] = [];
  cleanups.push(
    () => place.remove(),
    () => partner.close(),
    () => desk.close(),
    () => Promise.all(gateways.map(({ program }) => program.process.exitCode ?? program.stop('SIGKILL'))),
  );
  const run = async () => {
    const instance = await startInstance(config);
    gateways.push(instance);
    return instance;
  };
  return { partner, queue, untilListeners, run };
}

const alertsOf = async ({ url }: Instance) => (await ask(url, RAISED, {}, bearer)).data.alerts;
interface Logged {
  readonly name: string;
  readonly alert?: { readonly id: string };
}

/** The alerts of the log; gaps are among the events whatever the filter. */
async function typesOf({ url }: Instance): Promise<string[]> {
  const { edges } = (await ask(url, LOGGED, {}, bearer)).data.events;
  return edges.flatMap(({ node: { name, alert } }: { node: Logged }) => (alert ? [`${name} ${alert.id}`] : []));
}

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

const untilRaised = (instance: Instance, count: number) =>
  untilAnswer(
    () => alertsOf(instance),
    (alerts) => alerts.length === count,
  );

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
    await murder(first);
    const second = await run();
    expect(await untilRaised(second, 1)).toEqual([alert]);
    const followed = follow(second);
    await untilListeners(2);
    await untilAnswer(async () => followed.length, Boolean);
    queue(3);
    queue(1);
    await untilRaised(second, 0);
    expect(await typesOf(second)).toEqual([`ALERT.RAISED ${alert.id}`, `ALERT.CLEARED ${alert.id}`]);
    // Gaps are sent whatever the filter, and a message again when its answer was lost.
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
    await murder(first);
    await untilListeners(2);
    queue(3);
    queue(0);
    await untilRaised(second, 0);
    expect(await typesOf(second)).toEqual([`ALERT.RAISED ${alert.id}`, `ALERT.CLEARED ${alert.id}`]);
  });
});
