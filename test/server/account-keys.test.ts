import { describe, expect, test } from 'vitest';
import { ask } from '../program/process.ts';
import { startGateway } from './gateway.ts';
import { gateway } from './root-fields.ts';

describe('a key for one account', () => {
  test('sees no other account in accounts, lists and their sources', async () => {
    const { data, errors } = await gateway.ask(
      `{ accounts { key } campaigns(first: 100) { edges { node { source { account { key } } } } sources { account { key } } }
         agents(first: 100) { edges { node { id identities { account { key } } } } sources { account { key } } }
         calls(first: 100) { edges { node { source { account { key } } recordings { recording { id } } } } sources { account { key } } }
         recordings(first: 100) { edges { node { source { account { key } } } } sources { account { key } } } }`,
      {},
      'floor',
    );
    expect(errors).toBeUndefined();
    const keys = [...JSON.stringify(data).matchAll(/"key":"([^"]+)"/g)].map(([, key]) => key);
    expect(new Set(keys)).toEqual(new Set(['floor']));
    expect(data.agents.edges.length).toBeGreaterThan(10);
    expect(data.calls.edges.flatMap((edge: { node: { recordings: unknown[] } }) => edge.node.recordings)).toEqual([]);
  });

  test('naming another account is as naming none that exists', async () => {
    const elsewhere = await gateway.ask(
      '{ campaigns(first: 1, filter: { accounts: ["acme-five9"] }) { totalCount } }',
      {},
      'floor',
    );
    const nowhere = await gateway.ask(
      '{ campaigns(first: 1, filter: { accounts: ["nowhere"] }) { totalCount } }',
      {},
      'floor',
    );
    expect(elsewhere.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(elsewhere.errors?.[0]?.message.replace('acme-five9', 'nowhere')).toBe(nowhere.errors?.[0]?.message);
  });

  test("finds nothing by another account's id, with the words for an id that was never given (A2)", async () => {
    const { data } = await gateway.ask(
      '{ campaigns(first: 1) { edges { node { id source { account { key } } } } } accounts { id } }',
    );
    const [campaign] = data.campaigns.edges.map((edge: { node: { id: string } }) => edge.node.id);
    const query = 'query ($id: ID!) { node(id: $id) { id } }';
    expect((await gateway.ask(query, { id: campaign })).data.node.id).toBe(campaign);
    const bent = `${campaign.slice(0, -2)}${campaign.endsWith('A') ? 'B' : 'A'}${campaign.slice(-1)}`;
    const answers = await Promise.all([campaign, bent, 'x', ''].map((id) => gateway.ask(query, { id }, 'floor')));
    for (const { data: found, errors } of answers) {
      expect(found).toEqual({ node: null });
      expect(errors?.[0]).toMatchObject({
        message: 'There is no object with this id',
        extensions: { code: 'NOT_FOUND' },
      });
    }
    const act = 'mutation ($id: ID!) { campaignStop(input: { id: $id }) { campaign { id } userErrors { code } } }';
    expect((await gateway.ask(act, { id: campaign }, 'floor')).data.campaignStop).toEqual({
      campaign: null,
      userErrors: [{ code: 'NOT_FOUND' }],
    });
  });

  test('cannot use another account in the vendor plane', async () => {
    const before = gateway.simulator('five9-config').received.get('getSkills') ?? 0;
    for (const account of ['(account: "acme-five9")', '']) {
      const { errors } = await gateway.ask(`{ five9Config_getSkills${account} { __typename } }`, {}, 'floor');
      expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    }
    expect(gateway.simulator('five9-config').received.get('getSkills') ?? 0).toBe(before);
  });

  test('is received only what happens at its account, people included', { timeout: 20_000 }, async () => {
    const socket = gateway.socket('floor');
    const received: unknown[] = [];
    const events = socket.iterate({
      query: `subscription { agentChanged(snapshot: true) { account { key } agent { identities { account { key } } } } }`,
    });
    for await (const { data, errors } of events) {
      expect(errors).toBeUndefined();
      received.push(data);
      if (received.length >= 5) break;
    }
    await socket.dispose();
    const keys = [...JSON.stringify(received).matchAll(/"key":"([^"]+)"/g)].map(([, key]) => key);
    expect(new Set(keys)).toEqual(new Set(['floor']));
    const listed = await gateway.ask('{ events(first: 100) { edges { node { account { key } } } } }', {}, 'floor');
    for (const { node } of listed.data.events.edges) expect(node.account.key).toBe('floor');
  });
});

test('the answer to one caller is never served to another (A3, A6)', async () => {
  const query = '{ campaigns(first: 1) { totalCount } }';
  expect((await gateway.ask(query)).data.campaigns.totalCount).toBeGreaterThan(0);
  expect((await gateway.ask(query, {}, 'nothing')).errors?.[0]?.extensions.code).toBe('PERMISSION_DENIED');
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...gateway.header() },
    body: JSON.stringify({ query }),
  });
  expect(response.headers.get('cache-control')).toBe('private, no-store');
});

test('an expired key is refused', async () => {
  const late = await startGateway({
    vendors: ['engage'],
    grants: { late: { scopes: ['admin'], expiresAt: '2020-01-01T00:00:00Z' } },
  });
  const answer = await ask(late.url, '{ accounts { key } }', {}, late.header('late'));
  await late.close();
  expect(answer.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});
