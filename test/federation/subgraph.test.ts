/** The schema as a subgraph, and entities by their keys, as a federation router asks for them. */
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { CallerSchemas } from '../../src/resolvers/caller-schema.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { startGateway, type TestGateway } from '../server/gateway.ts';

const ENTITIES =
  'query ($keys: [_Any!]!) { _entities(representations: $keys) { __typename ... on Campaign { id name } } }';
const SERVICE = '{ _service { sdl } }';

let gateway: TestGateway;
let campaign: { id: string; name: string };
beforeAll(async () => {
  gateway = await startGateway({
    vendors: ['engage'],
    grants: { campaigns: { scopes: ['campaigns:read'] }, contacts: { scopes: ['contacts:read'] } },
    more: { limits: { pointsPerMinute: 100_000 } },
  });
  const { data } = await gateway.ask('{ campaigns(first: 1) { edges { node { id name } } } }');
  campaign = (data as { campaigns: { edges: { node: typeof campaign }[] } }).campaigns.edges[0]
    ?.node as typeof campaign;
}, 30_000);
afterAll(() => gateway.close());

const subgraphOf = async (key: string) =>
  ((await gateway.ask(SERVICE, {}, key)).data as { _service: { sdl: string } })._service.sdl;

test('Entities come in the order of their keys, and each that cannot be read is null with its error', async () => {
  const keys = [
    { __typename: 'Campaign', id: campaign.id, extra: 'of another subgraph' },
    { __typename: 'Campaign', id: writeId('Campaign', 'outreach', 'no such') },
    { __typename: 'Call', id: campaign.id },
    { __typename: 'Webhook', id: writeId('Webhook', '', '1') },
  ];
  const { data, errors } = await gateway.ask(ENTITIES, { keys }, 'campaigns');
  expect(data).toEqual({ _entities: [{ __typename: 'Campaign', ...campaign }, null, null, null] });
  const coded = errors?.map(({ path, extensions }) => [path, extensions.code]);
  expect(coded?.sort(([one], [other]) => String(one).localeCompare(String(other)))).toEqual([
    [['_entities', 1], 'NOT_FOUND'],
    [['_entities', 2], 'NOT_FOUND'],
    [['_entities', 3], 'INVALID_ARGUMENT'],
  ]);
});

test('Entities that the caller may not read do not exist', async () => {
  const { data, errors } = await gateway.ask(
    ENTITIES,
    { keys: [{ __typename: 'Campaign', id: campaign.id }] },
    'contacts',
  );
  expect([data, errors?.[0]?.extensions?.code]).toEqual([{ _entities: [null] }, 'NOT_FOUND']);
});

test('More than 100 keys, and a key without an id, are refused', async () => {
  const many = Array.from({ length: 101 }, () => ({ __typename: 'Campaign', id: campaign.id }));
  const codes = async (keys: readonly object[]) =>
    (await gateway.ask(ENTITIES, { keys }, 'campaigns')).errors?.map(({ extensions }) => extensions?.code);
  expect(await codes(many)).toEqual(['INVALID_ARGUMENT']);
  expect(await codes([{ __typename: 'Campaign' }])).toEqual(['BAD_USER_INPUT']);
});

test('A key costs what an id costs', async () => {
  const requested = async (query: string) =>
    ((await gateway.ask(query)) as { extensions?: { cost: { requested: number } } }).extensions?.cost.requested;
  const two = `[{ __typename: "Campaign", id: "${campaign.id}" }, { __typename: "Campaign", id: "${campaign.id}" }]`;
  const byKey = await requested(`{ _entities(representations: ${two}) { __typename } }`);
  const byId = await requested(`{ nodes(ids: ["${campaign.id}", "${campaign.id}"]) { __typename } }`);
  expect(byKey).toBeGreaterThanOrEqual(2);
  expect(byKey).toBe(byId);
});

test('The subgraph of a key has the entities that the key may read, and no field of routers', async () => {
  const text = await subgraphOf('campaigns');
  expect(text).toContain('type Campaign implements Node @requiresScope(scope: "campaigns:read") @key(fields: "id") {');
  expect(text).toContain('type PageInfo @shareable {');
  expect(text).not.toMatch(/type Call |_entities|_service|_Any|_Entity/);
});

test('Introspection shows a key the types whose entities it may read', async () => {
  const possible = async (key: string) =>
    (await gateway.ask('{ __type(name: "_Entity") { possibleTypes { name } } }', {}, key)).data;
  expect(await possible('campaigns')).toEqual({ __type: { possibleTypes: [{ name: 'Campaign' }, { name: 'Queue' }] } });
  expect(await possible('contacts')).toEqual({ __type: null });
});

test('The schema is no subgraph for a key that may not read it', () => {
  const schemas = new CallerSchemas(buildGatewaySchema(vendors), vendors, { introspection: 'admin' });
  expect(schemas.subgraph({ scopes: new Set(['calls:read']) })).toBeNull();
});

test('The whole schema composes', async () => {
  const typeDefs = parse(await subgraphOf('admin'));
  const { errors } = composeServices([{ name: 'crosspoint', typeDefs, url: gateway.url }]);
  expect(errors).toBeUndefined();
}, 60_000);

test('A router that asks for a trace of every field gets the answer alone', async () => {
  const operations = [
    '{ accounts { key } }',
    SERVICE,
    'mutation { webhookDelete(input: { id: "none" }) { userErrors { code } } }',
  ];
  for (const query of operations) {
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: {
        ...gateway.header('admin'),
        'content-type': 'application/json',
        'apollo-federation-include-trace': 'ftv1',
      },
      body: JSON.stringify({ query }),
    });
    expect(((await response.json()) as { extensions?: object }).extensions ?? {}).not.toHaveProperty('ftv1');
  }
});
