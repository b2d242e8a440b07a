import { describe, expect, test } from 'vitest';
import { until } from '../helpers/until.ts';
import { startGateway } from '../server/gateway.ts';
import {
  act,
  begin,
  CREATE,
  cleanups,
  DELETE,
  gateway,
  LIST,
  REPLAY,
  ROTATE,
  shown,
  UPDATE,
  untilSeen,
} from './webhook-acts.ts';

describe('the address of a webhook', () => {
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

  test('behind a name is refused too, and a redirect is not followed (X11, X12)', async () => {
    const alone = await startGateway({ vendors: ['recorder'], more: { webhookNetworks: ['127.0.0.2/32'] } });
    cleanups.push(() => alone.close());
    const { userErrors } = await act(CREATE, { name: 'x', url: 'http://localhost:9/' }, undefined, alone);
    expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'url'] }]);
    const { partner, id } = await begin({ retrySeconds: [] }, () => 302);
    await untilSeen(() => partner.got.length > 0, 'a call');
    const dead = await until(async () => (await shown(id)).deadLetters.edges[0]?.node, 'it is a dead letter');
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

describe('the scope of webhooks', () => {
  test('is admin for every field and mutation', async () => {
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

  test('limits a key for one account to events and webhooks of that account', async () => {
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
    await untilSeen(wanted, 'both were delivered');
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
