import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../helpers/until.ts';
import { openPartner } from '../webhooks/partner.ts';
import { startGateway, type TestGateway } from './gateway.ts';

const NESTED = '{ agents(first: 1) { edges { node { identities { account { key } } } } } }';
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let gateway: TestGateway;
let socket: ReturnType<TestGateway['socket']>;
let isOpen = true;

beforeAll(async () => {
  gateway = await startGateway({
    vendors: ['five9-cti', 'five9-config'],
    grants: { viewer: { scopes: ['calls:read'] } },
  });
  socket = gateway.socket();
  socket.on('closed', () => {
    isOpen = false;
  });
});
afterAll(async () => {
  await socket.dispose();
  await gateway.close();
});

/** The codes of what an answer refuses. */
const codes = async (query: string) =>
  (await gateway.ask(query)).errors?.map(({ extensions }) => extensions.code) ?? [];

/** Subscribes to call events, and answers how many have arrived. */
async function listen(): Promise<() => number> {
  let events = 0;
  const iterator = socket.iterate({ query: 'subscription { callChanged { type } }' });
  void (async () => {
    for await (const _ of iterator) events += 1;
  })();
  await until(() => events > 0, 'a call event arrived', 15_000);
  return () => events;
}

describe('a reload of a running gateway', () => {
  test('applies limits to known documents and to callers, and an open socket receives on', async () => {
    const received = await listen();
    expect(await codes(NESTED)).toEqual([]);
    const done = await gateway.reload({ limits: { depth: 3 } });
    expect(done).toEqual({ applied: ['limits'], restart: [] });
    expect(await codes(NESTED)).toEqual(['LIMIT_EXCEEDED']);
    await gateway.reload({ limits: { pointsPerMinute: 5 } });
    expect(await codes('{ agents(first: 9) { edges { cursor } } }')).toEqual(['LIMIT_EXCEEDED']);
    await gateway.reload({});
    expect([await codes(NESTED), await codes('{ agents(first: 9) { edges { cursor } } }')]).toEqual([[], []]);
    const before = received();
    await until(() => received() > before, 'a further event arrived', 30_000);
    expect(isOpen).toBe(true);
  }, 60_000);

  test('applies the number of operations of a socket to one that is open', async () => {
    await gateway.reload({ limits: { subscriptionsPerSocket: 1 } });
    const refused = socket.iterate({ query: 'subscription { accountChanged { account { key } } }' }).next();
    await expect(refused).rejects.toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    await gateway.reload({});
    expect(isOpen).toBe(true);
  });

  test('joins agents by other rules', async () => {
    const count = async () =>
      (await gateway.ask('{ agents(first: 100) { edges { cursor } } }')).data.agents.edges.length;
    const joined = await count();
    await gateway.reload({ identities: { rules: [] } });
    expect(await count()).toBeGreaterThan(joined);
    await gateway.reload({});
    expect(await count()).toBe(joined);
  });

  test('applies origins and introspection', async () => {
    const allowed = async () =>
      (await fetch(gateway.url, { method: 'OPTIONS', headers: { origin: 'https://desk.example' } })).headers.get(
        'access-control-allow-origin',
      );
    const schema = async () =>
      (await fetch(`${gateway.origin}/schema.graphql`, { headers: gateway.header('viewer') })).status;
    expect([await allowed(), await schema()]).toEqual([null, 200]);
    await gateway.reload({ origins: ['https://desk.example'], introspection: 'admin' });
    expect([await allowed(), await schema()]).toEqual(['https://desk.example', 403]);
    await gateway.reload({});
    expect([await allowed(), await schema()]).toEqual([null, 200]);
  });

  test('begins, redirects and ends webhooks, and sends no message twice', async () => {
    const [first, second] = [await openPartner(), await openPartner()];
    const webhook = (url: string) => ({ webhooks: [{ id: 'crm', url, secrets: [SECRET], allowPrivate: true }] });
    expect(await gateway.reload(webhook(first.url))).toEqual({ applied: ['webhooks'], restart: [] });
    await until(() => first.got.length > 0, 'the partner received an event', 15_000);
    await gateway.reload(webhook(second.url));
    await until(() => second.got.length > 0, 'the other URL received an event', 15_000);
    const shown = '{ webhooks { name url } }';
    expect((await gateway.ask(shown)).data.webhooks).toMatchObject([{ url: second.url }]);
    await gateway.reload({});
    expect((await gateway.ask(shown)).data.webhooks).toEqual([]);
    const ids = [...first.got, ...second.got].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    first.close();
    second.close();
  }, 60_000);

  test('names what needs a restart and leaves it as it is', async () => {
    const change = { host: '127.0.0.2', events: { file: ':memory:', retentionHours: 1 }, media: { seconds: 60 } };
    const first = await gateway.reload(change);
    expect(first).toEqual({ applied: [], restart: ['host', 'events', 'media'] });
    expect(await gateway.reload(change)).toEqual(first);
    expect(isOpen).toBe(true);
  });
});
