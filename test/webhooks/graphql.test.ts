import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../helpers/until.ts';
import { type GatewayOptions, startGateway, type TestGateway } from '../server/gateway.ts';

import { openPartner } from './partner.ts';

const CONFIGURED = {
  id: 'warehouse',
  url: 'https://example.com/events?token=hidden',
  secrets: [`whsec_${Buffer.alloc(32, 7).toString('base64')}`],
  enabled: false,
};
const OPTIONS: GatewayOptions = {
  vendors: ['recorder', 'five9-cti'],
  grants: {
    reader: { scopes: ['calls:read'] },
    floorAdmin: { scopes: ['admin'], accounts: ['floor'] },
  },
  more: { webhookNetworks: ['127.0.0.1/32'], webhooks: [CONFIGURED] },
};

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway(OPTIONS);
});
afterAll(() => gateway.close());

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const SHOWN =
  'id name url configured enabled accounts oldSecretUntil retrySeconds filter { kinds accounts } delivery { waiting lastDeliveredAt lastFailure cursor } deadLetters(first: 10) { totalCount edges { node { cursor type attempts reason } } }';
const ERRORS = 'userErrors { code path message }';

const CREATE = `mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { secret webhook { ${SHOWN} } ${ERRORS} } }`;
const UPDATE = `mutation ($input: WebhookUpdateInput!) { webhookUpdate(input: $input) { webhook { ${SHOWN} } ${ERRORS} } }`;
const DELETE = `mutation ($input: WebhookDeleteInput!) { webhookDelete(input: $input) { deletedId ${ERRORS} } }`;
const REPLAY = `mutation ($input: WebhookReplayInput!) { webhookReplay(input: $input) { deadLetters webhook { id } ${ERRORS} } }`;
const ROTATE = `mutation ($input: WebhookRotateSecretInput!) { webhookRotateSecret(input: $input) { secret webhook { ${SHOWN} } ${ERRORS} } }`;
const LIST = `{ webhooks { ${SHOWN} } }`;

/** Runs a mutation and answers its payload. */
async function act(text: string, input: object, key?: string, at = gateway) {
  const { data, errors } = await at.ask(text, { input }, key);
  expect(errors).toBeUndefined();
  return Object.values(data)[0] as {
    // biome-ignore lint/suspicious/noExplicitAny: payloads of many shapes
    webhook: any;
    secret?: string | null;
    deadLetters?: number | null;
    deletedId?: string | null;
    userErrors: { code: string; path: string[] | null; message: string }[];
  };
}

/** A partner and a webhook to it. */
async function begin(more: object = {}, status?: Parameters<typeof openPartner>[0], at = gateway, key?: string) {
  const partner = await openPartner(status);
  const input = { name: 'Partner', url: partner.url, filter: { kinds: ['CALL'] }, ...more };
  const { webhook, secret, userErrors } = await act(CREATE, input, key, at);
  expect(userErrors).toEqual([]);
  cleanups.push(partner.close);
  if (at === gateway) cleanups.push(() => act(DELETE, { id: webhook.id }));
  return { partner, webhook, secret: secret ?? '', id: webhook.id as string };
}

async function shown(id: string, at = gateway) {
  return (await at.ask(`query ($id: ID!) { node(id: $id) { ... on Webhook { ${SHOWN} } } }`, { id })).data.node;
}

const later = (seconds: number) => {
  const { centre } = gateway.centre;
  centre.advanceTo(new Date(centre.now().getTime() + seconds * 1000));
};
/** Lets calls happen until something holds. */
async function untilSeen<Value>(look: () => Value, what: string) {
  return until(() => {
    const value = look();
    if (!value) later(5);
    return value;
  }, what);
}

describe('a webhook made over GraphQL', () => {
  test('is sent what happens, signed with the secret that is told once', async () => {
    const { partner, webhook, secret, id } = await begin({ idempotencyKey: 'made-once' });
    expect(webhook).toMatchObject({
      name: 'Partner',
      url: partner.url,
      configured: false,
      enabled: true,
      accounts: null,
    });
    await untilSeen(() => partner.got.length >= 3, 'three calls were told');
    for (const { body, headers, type } of partner.got) {
      expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
      expect(type).toMatch(/^(call|gap)/);
    }
    const input = { name: 'Partner', url: partner.url, filter: { kinds: ['CALL'] }, idempotencyKey: 'made-once' };
    const again = await act(CREATE, input);
    expect(again).toMatchObject({ webhook: { id }, secret: null, userErrors: [] });
    const everything = JSON.stringify([await shown(id), (await gateway.ask(LIST)).data]);
    expect(everything).not.toContain('whsec_');
    await until(async () => (await shown(id)).delivery.lastDeliveredAt, 'it is written down');
  });

  test('changes its secret without a message that the old one or the new one does not verify', async () => {
    const { partner, secret, id } = await begin();
    const rotated = await act(ROTATE, { id });
    expect(rotated.secret).toMatch(/^whsec_/);
    expect(rotated.secret).not.toBe(secret);
    expect(Date.parse(rotated.webhook.oldSecretUntil)).toBeGreaterThan(Date.now() + 80_000_000);
    const verifies = (one: string | null = '', { body, headers }: (typeof partner.got)[number]) => {
      try {
        return Boolean(new Webhook(one ?? '').verify(body, headers));
      } catch {
        return false;
      }
    };
    await untilSeen(() => partner.got.find((got) => verifies(rotated.secret, got)), 'one by the second');
    expect(partner.got.filter((got) => !verifies(secret, got))).toEqual([]);
    const alone = await act(ROTATE, { id, keepOldSeconds: 0 });
    const last = await untilSeen(() => partner.got.find((got) => verifies(alone.secret, got)), 'one by the third');
    expect([secret, rotated.secret].map((one) => verifies(one, last))).toEqual([true, false]);
    const { userErrors } = await act(ROTATE, { id, keepOldSeconds: 10_000_000 });
    expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'keepOldSeconds'] }]);
  });

  test('sends what another filter asks for as soon as it is changed, and nothing while it is off', async () => {
    const { partner, id } = await begin({ filter: { kinds: ['CALL'] } });
    await untilSeen(() => partner.got.length > 0, 'a call');
    const { webhook } = await act(UPDATE, { id, filter: { kinds: ['RECORDING'] }, name: 'Recordings' });
    expect(webhook).toMatchObject({ name: 'Recordings', filter: { kinds: ['RECORDING'] } });
    const recordings = () => partner.got.slice(-8).filter(({ type }) => type.startsWith('recording')).length;
    // What was read before the change may still be on its way.
    await untilSeen(() => recordings() === 8, 'recordings alone');
    const before = partner.got.length;
    await untilSeen(() => partner.got.length >= before + 3, 'more');
    for (const { type } of partner.got.slice(before)) expect(type).toMatch(/^recording/);
    await act(UPDATE, { id, enabled: false });
    const off = partner.got.length;
    const { recordings: recorded } = gateway.centre.centre;
    const known = recorded.length;
    await untilSeen(() => recorded.length > known + 3, 'more is recorded');
    expect(partner.got).toHaveLength(off);
    await act(UPDATE, { id, enabled: true });
    await until(() => partner.got.length > off + 2, 'what happened meanwhile is sent');
    const ids = partner.got.map(({ id: one }) => one);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('that fails is tried as told, then kept as dead letters, and sent again when wished for', async () => {
    let well = false;
    const { partner, id } = await begin({ retrySeconds: [0.02, 0.02] }, () => (well ? 204 : 503));
    await untilSeen(() => partner.got.length > 0, 'a call');
    const { deadLetters } = await until(async () => {
      const webhook = await shown(id);
      return webhook.deadLetters.totalCount > 0 && webhook;
    }, 'a dead letter');
    const [first] = deadLetters.edges;
    expect(first.node).toMatchObject({ attempts: 3, reason: 'The webhook was answered with 503' });
    expect(partner.got.filter((got) => got.id === first.node.cursor)).toHaveLength(3);
    expect((await shown(id)).delivery.lastFailure).toContain('503');
    const metrics = async (key: string) =>
      (await fetch(`${gateway.origin}/metrics`, { headers: gateway.header(key) })).text();
    const counted = await metrics('admin');
    for (const counter of [
      /attempts_total\{.*"failed"\} (\d+)/,
      /given_up_total\{.*\} (\d+)/,
      /dead_letters\{.*\} (\d+)/,
    ]) {
      const counts = [...counted.matchAll(new RegExp(counter, 'g'))].map(([, count]) => Number(count));
      expect(Math.max(...counts), String(counter)).toBeGreaterThan(0);
    }
    expect(await metrics('floorAdmin')).not.toContain('crosspoint_webhook');
    well = true;
    const { totalCount } = (await shown(id)).deadLetters;
    const one = await act(REPLAY, { id, deadLetters: [first.node.cursor] });
    expect(one.deadLetters).toBe(1);
    const all = await act(REPLAY, { id });
    expect(all.deadLetters).toBeGreaterThanOrEqual(totalCount - 1);
    await until(async () => (await shown(id)).deadLetters.totalCount === 0, 'all were sent');
    await until(() => partner.got.filter((got) => got.id === first.node.cursor).length === 4, 'the first among them');
  });

  test('sends everything after an event again, in order, and begins after one where asked', async () => {
    const { partner, id } = await begin();
    await untilSeen(() => partner.got.length >= 6, 'some calls');
    await until(async () => (await shown(id)).delivery.waiting === 0, 'all were taken');
    const first = partner.got[1]?.id ?? '';
    const { data } = await gateway.ask(
      'query ($after: Cursor) { events(first: 100, after: $after, filter: { kinds: [CALL] }) { edges { cursor node { ... on CallEvent { call { id } } } } } }',
      { after: first },
    );
    const logged: { cursor: string; node: { call: { id: string } } }[] = data.events.edges;
    const rest = logged.map(({ cursor }) => cursor);
    expect(rest.length).toBeGreaterThan(2);
    const came = (got: typeof partner.got) => rest.every((one) => got.some(({ id: letterId }) => letterId === one));
    await until(() => came(partner.got), 'all of them came');
    const before = partner.got.length;
    const answer = await act(REPLAY, { id, after: first });
    expect(answer).toMatchObject({ deadLetters: null, userErrors: [] });
    await until(() => came(partner.got.slice(before)), 'the rest again');
    const again = partner.got.slice(before);
    expect(again.map((got) => got.id)).not.toContain(first);
    for (const call of new Set(logged.map(({ node }) => node.call.id))) {
      const expected = logged.filter(({ node }) => node.call.id === call).map(({ cursor }) => cursor);
      expect(again.map((got) => got.id).filter((one) => expected.includes(one))).toEqual(expected);
    }
    const other = await begin({ after: first });
    await until(() => came(other.partner.got), 'from that event on');
    for (const after of ['nothing', `${first.slice(0, -2)}AA`]) {
      const refused = await act(REPLAY, { id, after });
      expect(refused.userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'after'] }]);
    }
  });

  test('is gone when it is deleted, with all that was kept of it', async () => {
    const { partner, id } = await begin();
    await untilSeen(() => partner.got.length > 0, 'a call');
    expect(await act(DELETE, { id })).toEqual({ deletedId: id, userErrors: [] });
    const after = partner.got.length;
    later(300);
    expect((await gateway.ask(LIST)).data.webhooks.map((webhook: { id: string }) => webhook.id)).not.toContain(id);
    for (const text of [UPDATE, DELETE, REPLAY, ROTATE])
      expect((await act(text, { id })).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
    expect(partner.got).toHaveLength(after);
    cleanups.pop();
  });
});

describe('an address', () => {
  test.each([
    'http://10.1.2.3/x',
    'http://[::1]/x',
    'http://127.0.0.2/x',
    'https://169.254.169.254/latest/meta-data',
    'http://2130706434/',
    'ftp://example.com/',
    'https://user:word@example.com/',
    'nothing',
  ])('%s is refused before anything is made', async (url) => {
    const { webhook, secret, userErrors } = await act(CREATE, { name: 'x', url });
    expect({ webhook, secret }).toEqual({ webhook: null, secret: null });
    expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'url'] }]);
  });

  test('behind a name is refused too, and a redirect is not followed', async () => {
    const alone = await startGateway({ vendors: ['recorder'], more: { webhookNetworks: ['127.0.0.2/32'] } });
    cleanups.push(() => alone.close());
    const { userErrors } = await act(CREATE, { name: 'x', url: 'http://localhost:9/' }, undefined, alone);
    expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'url'] }]);
    const { partner, id } = await begin({ retrySeconds: [] }, () => 302);
    await untilSeen(() => partner.got.length > 0, 'a call');
    const dead = await until(async () => (await shown(id)).deadLetters.edges[0]?.node, 'it is given up');
    expect(dead.reason).toBe('The webhook was answered with 302');
    for (const { headers } of partner.got) expect(headers.host).toContain('127.0.0.1');
    expect(partner.got.every((got) => partner.got.filter(({ id: one }) => one === got.id).length === 1)).toBe(true);
  });

  test('is checked with everything else that is given', async () => {
    const url = 'https://example.com/';
    const wrong: [object, string[]][] = [
      [{ name: ' ' }, ['input', 'name']],
      [{ retrySeconds: [0] }, ['input', 'retrySeconds']],
      [{ filter: { accounts: ['nowhere'] } }, ['input', 'filter', 'accounts']],
      [{ after: 'x' }, ['input', 'after']],
    ];
    for (const [more, path] of wrong)
      expect((await act(CREATE, { name: 'x', url, ...more })).userErrors).toMatchObject([
        { code: 'INVALID_ARGUMENT', path },
      ]);
  });
});

describe('who may', () => {
  test('needs the scope admin for all of it', async () => {
    const { id } = await begin();
    const answers = await Promise.all([
      gateway.ask(LIST, {}, 'reader'),
      gateway.ask(DELETE, { input: { id } }, 'reader'),
      gateway.ask(REPLAY, { input: { id } }, 'reader'),
    ]);
    for (const { errors } of answers) expect(errors?.[0]?.extensions.code).toBe('PERMISSION_DENIED');
    const node = await gateway.ask('query ($id: ID!) { node(id: $id) { id } }', { id }, 'reader');
    expect(node.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  test('a webhook of a key for one account tells of no other, and that key finds no webhook that does', async () => {
    const all = await begin({ filter: {} });
    const floor = await begin({ filter: {} }, undefined, gateway, 'floorAdmin');
    expect(floor.webhook.accounts).toEqual(['floor']);
    const { userErrors } = await act(UPDATE, { id: all.id, url: floor.partner.url }, 'floorAdmin');
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const named = await act(CREATE, { name: 'x', url: floor.partner.url, filter: { accounts: ['wfo'] } }, 'floorAdmin');
    expect(named.userErrors).toMatchObject([{ path: ['input', 'filter', 'accounts'] }]);
    const found = (await gateway.ask(LIST, {}, 'floorAdmin')).data.webhooks.map(
      (webhook: { id: string }) => webhook.id,
    );
    expect(found).toEqual([floor.id]);
    await act(UPDATE, { id: floor.id, filter: {} });
    const wanted = () => floor.partner.got.length > 5 && all.partner.got.some(({ account }) => account === 'wfo');
    await untilSeen(wanted, 'both were told');
    expect(new Set(floor.partner.got.map(({ account }) => account))).toEqual(new Set(['floor']));
    expect(
      (await gateway.ask('query ($id: ID!) { node(id: $id) { id } }', { id: floor.id }, 'floorAdmin')).data.node.id,
    ).toBe(floor.id);
  });
});

test('a webhook of the configuration is seen, without what its address hides, and not changed', async () => {
  const { webhooks } = (await gateway.ask(LIST)).data;
  const configured = webhooks.find(({ name }: { name: string }) => name === 'warehouse');
  expect(configured).toMatchObject({ configured: true, enabled: false, url: 'https://example.com/events' });
  const { id } = configured;
  for (const text of [UPDATE, DELETE, ROTATE])
    expect((await act(text, { id })).userErrors).toMatchObject([
      { code: 'FAILED_PRECONDITION', path: ['input', 'id'] },
    ]);
});

test('what a vendor must be asked for is asked for while a webhook wants it', async () => {
  const alone = await startGateway({ vendors: ['engage'], more: { webhookNetworks: ['127.0.0.1/32'] } });
  cleanups.push(() => alone.close());
  const asked = () => [...alone.simulator('engage').received.values()].reduce((sum, count) => sum + count, 0);
  expect(asked()).toBe(0);
  const { id } = await begin({ filter: { kinds: ['CALL'] } }, undefined, alone);
  await act(UPDATE, { id, filter: { kinds: ['CAMPAIGN'] } }, undefined, alone);
  await until(() => asked() > 0, 'it is asked for its campaigns');
});

test('after a restart it goes on where it was, with its secret and its dead letters', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-webhooks-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const options: GatewayOptions = {
    vendors: ['recorder'],
    more: { webhookNetworks: ['127.0.0.1/32'], events: { file: join(folder, 'events.db') } },
  };
  const first = await startGateway(options);
  let well = false;
  const { partner, secret, id } = await begin(
    { filter: { kinds: ['RECORDING', 'VENDOR', 'ACCOUNT'] }, retrySeconds: [] },
    () => (well ? 200 : 500),
    first,
  );
  const { centre } = first.centre;
  await until(async () => {
    centre.advanceTo(new Date(centre.now().getTime() + 5_000));
    return (await shown(id, first)).deadLetters.totalCount > 0;
  }, 'a dead letter');
  await first.close();
  const before = partner.got.length;
  well = true;
  const second = await startGateway(options);
  cleanups.push(() => second.close());
  const { deadLetters } = await shown(id, second);
  expect(deadLetters.totalCount).toBeGreaterThan(0);
  await until(() => partner.got.length > before, 'what is told next');
  await act(REPLAY, { id }, undefined, second);
  await until(async () => (await shown(id, second)).deadLetters.totalCount === 0, 'they were sent');
  for (const { body, headers } of partner.got.slice(before))
    expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
  const dead = deadLetters.edges.map(({ node }: { node: { cursor: string } }) => node.cursor);
  await until(
    () => dead.every((cursor: string) => partner.got.slice(before).some((got) => got.id === cursor)),
    'all of them',
  );
});
