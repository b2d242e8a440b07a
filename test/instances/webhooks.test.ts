import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { noRedis, ownRedis, startRedis } from '../subscriptions/redis-server.ts';
import { openPartner } from '../webhooks/partner.ts';
import { Feeder } from './feeder.ts';
import { configure, folder, type Instance, KEY, killInstance, startInstance } from './gateways.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

if (noRedis || !ownRedis)
  console.warn('SKIPPED: webhooks of several gateways are not tested, there is no redis-server');

const bearer = { authorization: `Bearer ${KEY}` };
const CREATE = `mutation ($input: WebhookCreateInput!) {
  webhookCreate(input: $input) { secret webhook { id } userErrors { message } }
}`;
const PAGE = `query ($after: Cursor) {
  events(first: 100, after: $after, filter: { kinds: [VENDOR] }) {
    pageInfo { hasNextPage endCursor } edges { cursor node { ... on VendorEvent { payload { name value } } } }
  }
}`;

interface Logged {
  readonly cursor: string;
  readonly device: string;
}

/** Everything the log has after a place, with the device it is about. */
async function logged(url: string, start: string): Promise<Logged[]> {
  const all: Logged[] = [];
  for (let after: string | null = start; after !== null; ) {
    const { data } = await ask(url, PAGE, { after }, bearer);
    for (const { cursor, node } of data.events.edges) {
      const device = node.payload?.find(({ name }: { name: string }) => name === 'DEVICEID')?.value;
      if (device) all.push({ cursor, device });
    }
    after = data.events.pageInfo.hasNextPage ? data.events.pageInfo.endCursor : null;
  }
  return all;
}

describe.skipIf(noRedis !== null || !ownRedis)('a webhook of two gateways over one Redis', () => {
  test('is served by the other when the one that delivers is killed: nothing lost, in order per device', {
    timeout: 60_000,
  }, async () => {
    const place = folder();
    const redis = await startRedis(true);
    const feeder = new Feeder();
    await feeder.open();
    const partner = await openPartner((_, times) => (times === 1 && Math.random() < 0.02 ? 503 : 200));
    const accounts = [{ id: 'wfo', vendor: 'recorder', url: feeder.url }];
    const settings = { accounts, redis: { url: redis.url }, webhookNetworks: ['127.0.0.0/8'] };
    const config = configure(place.path, 'gateway', settings);
    const gateways: Instance[] = [];
    cleanups.push(
      () => place.remove(),
      () => redis.dispose(),
      () => feeder.close(),
      () => partner.close(),
      () => Promise.all(gateways.map(({ program }) => program.process.exitCode ?? program.stop('SIGKILL'))),
    );
    const first = await startInstance(config);
    gateways.push(first);
    const input = { name: 'Partner', url: partner.url, filter: { kinds: ['VENDOR'] }, retrySeconds: [0.05, 0.1] };
    const { data } = await ask(first.url, CREATE, { input }, bearer);
    const { secret, userErrors } = data.webhookCreate;
    expect(userErrors).toEqual([]);
    await untilAnswer(async () => {
      feeder.publish(1);
      return partner.got.length;
    }, Boolean);
    const start = partner.got[0]?.id ?? '';
    const second = await startInstance(config);
    gateways.push(second);
    await untilAnswer(
      async () => feeder.listeners,
      (count) => count === 2,
    );
    feeder.feed(200);
    await untilAnswer(
      async () => partner.got.length,
      (count) => count > 300,
    );
    await killInstance(first);
    const published = feeder.last;
    await untilAnswer(
      async () => feeder.last,
      (last) => last > published + 200,
    );
    feeder.rest();
    const all = await untilAnswer(
      () => logged(second.url, start),
      (events) => events.length >= feeder.last - 10,
    );
    const came = () => new Set(partner.got.map(({ id }) => id));
    await untilAnswer(
      async () => all.filter(({ cursor }) => !came().has(cursor)).length,
      (missing) => missing === 0,
    );
    for (const { body, headers } of partner.got.slice(-50))
      expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
    const firsts = [...came()];
    for (const device of new Set(all.map((event) => event.device))) {
      const expected = all.filter((event) => event.device === device).map(({ cursor }) => cursor);
      expect(firsts.filter((id) => expected.includes(id))).toEqual(expected);
    }
    const { data: seen } = await ask(
      second.url,
      '{ webhooks { delivery { waiting } deadLetters(first: 1) { totalCount } } }',
      {},
      bearer,
    );
    expect(seen.webhooks).toHaveLength(1);
    expect(seen.webhooks[0].deadLetters.totalCount).toBe(0);
    const asked = performance.now();
    expect(await second.program.stop()).toBe(0);
    expect(performance.now() - asked).toBeLessThan(15_000);
  });
});
