import type { GraphQLField } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rootScope } from '../../src/access/policy.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { ask } from '../program/process.ts';
import { selects } from './fields.ts';
import { type Grant, startGateway, type TestGateway } from './gateway.ts';

const schema = buildGatewaySchema(vendors);

type Root = 'query' | 'mutation' | 'subscription';

interface RootField {
  readonly root: Root;
  readonly field: GraphQLField<unknown, unknown>;
  readonly scope: string | null;
  /** The vendor's operation, for a field of the vendor plane. */
  readonly operation?: { vendor: string; operation: string } | undefined;
}

function rootFields(): RootField[] {
  const types = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  return Object.entries(types).flatMap(([root, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({
      root: root as Root,
      field,
      scope: rootScope(field.name, vendors),
      operation: field.extensions.crosspoint as RootField['operation'],
    })),
  );
}

const FIELDS = rootFields();
const SCOPES = [...new Set(FIELDS.flatMap(({ scope }) => scope ?? []))].sort();

const grants: Record<string, Grant> = {
  nothing: { scopes: ['recordings:listen'] },
  floor: { scopes: ['admin'], accounts: ['floor'] },
  wallboard: { scopes: ['campaigns:read'] },
};
for (const scope of SCOPES) {
  grants[`only ${scope}`] = { scopes: [scope] };
  // `admin` opens everything.
  grants[`all but ${scope}`] = { scopes: SCOPES.filter((other) => other !== scope && other !== 'admin') };
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ grants });
}, 30_000);
afterAll(() => gateway.close());

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function document(fields: readonly RootField[], nowhere = false): string {
  const texts = fields.map(({ field, operation }) => {
    const account = field.args.some(({ name }) => name === '_account') ? '_account' : 'account';
    const page: Record<string, string> = field.args.some(({ name }) => name === 'first') ? { first: '1' } : {};
    return selects(field, operation && nowhere ? { [account]: '"nowhere"' } : page);
  });
  return `${fields[0]?.root} { ${texts.join('\n')} }`;
}

/** The code each of these fields is refused with, undefined where it is not. */
async function codesOf(fields: readonly RootField[], key: string, nowhere = false): Promise<Map<string, unknown>> {
  const codes = new Map<string, unknown>();
  for (const some of chunks(fields, 10)) {
    await Promise.all(
      some.map(async (root) => {
        const { errors = [] } = await gateway.ask(document([root], nowhere), {}, key);
        for (const { path, message } of errors) expect(path, `${root.field.name}: ${message}`).toBeDefined();
        codes.set(root.field.name, errors[0]?.extensions.code);
      }),
    );
  }
  return codes;
}

const ofScope = (scope: string | null) =>
  FIELDS.filter((field) => field.scope === scope && field.root !== 'subscription');

/** What the gateway itself keeps calling to hear the vendors' events. */
const LISTENING: ReadonlySet<string> = new Set(['addListener', 'checkEvent', 'removeListener', 'EVENTS']);

function received({ operation }: RootField): number {
  if (!operation) return 0;
  return gateway.centre.running.get(operation.vendor)?.received.get(operation.operation) ?? 0;
}

describe('without a credential', () => {
  test.each([
    ['nothing', {}],
    ['an unknown key', { authorization: `Bearer cpk_${'A'.repeat(43)}` }],
    ['a key in another scheme', { authorization: 'Basic cpk_x' }],
  ])('%s is refused before the body is looked at', async (_, headers) => {
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
      body: '{ not json',
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(response.headers.get('content-type')).toMatch(/^application\/graphql-response\+json/);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  test('a key in the address is no credential', async () => {
    const key = gateway.header().authorization.slice('Bearer '.length);
    const response = await fetch(`${gateway.url}?query={accounts{key}}&key=${key}&authorization=Bearer%20${key}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    expect(response.status).toBe(401);
  });
});

describe('every root field needs its scope', () => {
  test('the policy covers all of both planes', () => {
    expect(FIELDS.length).toBeGreaterThan(300);
    expect(SCOPES.length).toBe(20);
  });

  test.each(SCOPES)('without %s all its queries and mutations are refused before any call', async (scope) => {
    const fields = ofScope(scope);
    const before = fields.map(received);
    const codes = await codesOf(fields, `all but ${scope}`);
    for (const { field } of fields) expect(codes.get(field.name), field.name).toBe('PERMISSION_DENIED');
    // Streams and watches of the gateway itself go on meanwhile, with operations that read and with its own listeners.
    fields.forEach((root, index) => {
      if (root.root === 'mutation' && !LISTENING.has(root.operation?.operation ?? ''))
        expect(received(root), root.field.name).toBe(before[index]);
    });
  });

  test.each(SCOPES)('%s alone opens its queries and mutations', async (scope) => {
    const fields = ofScope(scope);
    const codes = await codesOf(fields, `only ${scope}`, true);
    for (const { field, operation } of fields) {
      if (operation) expect(codes.get(field.name), field.name).toBe('NOT_FOUND');
      else expect(codes.get(field.name), field.name).not.toBe('PERMISSION_DENIED');
    }
  });

  test('a reading field of the vendor plane is refused without a call', async () => {
    const quiet = FIELDS.find(({ field }) => field.name === 'five9Config_getSkills');
    if (!quiet) throw new Error('there is no such field');
    const before = received(quiet);
    await codesOf([quiet], 'all but vendor:five9-config:read');
    expect(received(quiet)).toBe(before);
    const codes = await codesOf([quiet], 'only vendor:five9-config:read');
    expect(codes.get('five9Config_getSkills')).toBeUndefined();
    expect(received(quiet)).toBe(before + 1);
  });

  test('fields without a scope are open to every proven caller', async () => {
    const codes = await codesOf(ofScope(null), 'nothing');
    expect(codes.size).toBeGreaterThan(3);
    for (const [name, code] of codes) expect(code, name).not.toBe('PERMISSION_DENIED');
  });

  test('fields that lead on to other things need the scopes of those things', async () => {
    const query = '{ campaigns(first: 1) { edges { node { name calls(first: 1) { edges { node { id } } } } } } }';
    const { errors } = await gateway.ask(query, {}, 'wallboard');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['PERMISSION_DENIED']);
  });
});

/** The first thing a subscription tells: an error's code, or `next`. */
async function firstOf(query: string, key: string): Promise<unknown> {
  const socket = gateway.socket(key);
  try {
    return await new Promise((resolve, reject) => {
      socket.subscribe(
        { query },
        {
          next: ({ errors }) => resolve(errors?.[0]?.extensions?.code ?? 'next'),
          error: (thrown) => (Array.isArray(thrown) ? resolve(thrown[0]?.extensions?.code) : reject(thrown)),
          complete: () => resolve('complete'),
        },
      );
    });
  } finally {
    await socket.dispose();
  }
}

describe('every subscription needs its scope', () => {
  const subscriptions = FIELDS.filter(({ root }) => root === 'subscription');

  test.each(subscriptions.flatMap(({ field, scope }) => (scope ? [[field.name, scope] as const] : [])))(
    '%s is refused without %s',
    async (name, scope) => {
      const field = subscriptions.find((known) => known.field.name === name);
      if (!field) throw new Error('there is no such field');
      expect(await firstOf(document([field]), `all but ${scope}`)).toBe('PERMISSION_DENIED');
    },
  );

  test.each(
    subscriptions
      .filter(({ field }) => field.args.some((arg) => arg.name === 'snapshot'))
      .flatMap(({ field, scope }) => (scope ? [[field.name, scope] as const] : [])),
  )('%s is open with %s alone', { timeout: 15_000 }, async (name, scope) => {
    const received = await firstOf(`subscription { ${name}(snapshot: true) { __typename } }`, `only ${scope}`);
    expect(['next', 'UNSUPPORTED']).toContain(received);
  });
});

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

  test("finds nothing by another account's id, with the words for an id that was never given", async () => {
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
      expect(errors?.[0]).toMatchObject({ message: 'There is no such thing', extensions: { code: 'NOT_FOUND' } });
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

test('the answer to one caller is never served to another', async () => {
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
