/** One part of one object fails: that field alone is null, and the rest of the answer is whole. */
import { readdirSync, readFileSync } from 'node:fs';
import { isNonNullType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { fault, type StandInAnswer, standIn, texts } from '../five9-config/stand-in.ts';
import { fakeAdapter, gatewayOver, rows } from './world.ts';

const campaign = (name: string) =>
  `<return><name>${name}</name><state>RUNNING</state><type>OUTBOUND</type><mode>BASIC</mode></return>`;

test.each<[string, string, string, StandInAnswer, string]>([
  ['lists', 'getListsForCampaign', 'lists { name }', fault('CampaignNotFoundFault'), 'NOT_FOUND'],
  ['lists', 'getListsForCampaign', 'lists { name }', { status: 503, document: '' }, 'UNAVAILABLE'],
  ['lists', 'getListsForCampaign', 'lists { name }', { status: 200, document: '<html/>' }, 'BAD_RESPONSE'],
])('%s of one campaign whose %s fails', async (field, operation, selection, failure, code) => {
  const { adapter } = await standIn(({ operation: asked, body }) => {
    if (asked === 'getCampaigns') return ['A', 'B', 'C'].map(campaign).join('');
    if (asked === operation && texts(body, 'campaignName')[0] === 'B') return failure;
    if (asked === 'getListsForCampaign') return '<return><campaignName>A</campaignName><listName>L</listName></return>';
    return '';
  });
  const { ask } = gatewayOver([adapter]);
  const { data, errors } = await ask(
    `{ accounts { key } campaigns(first: 9) { edges { node { name ${selection} } } sources { count } } }`,
  );
  expect(data.accounts).toEqual([{ key: 'acme' }]);
  const nodes = data.campaigns.edges.map(({ node }: { node: { name: string } }) => node);
  expect(nodes.map(({ name }: { name: string }) => name)).toEqual(['A', 'B', 'C']);
  expect(data.campaigns.sources).toEqual([{ count: 3 }]);
  expect(nodes.map((node: Record<string, unknown>) => node[field])).toEqual([[{ name: 'L' }], null, [{ name: 'L' }]]);
  expect(errors).toMatchObject([{ path: ['campaigns', 'edges', 1, 'node', field], extensions: { code } }]);
});

const failing = (nativeId: string): never => {
  throw new CrosspointError('TIMEOUT', `no answer about ${nativeId}`);
};
const unlessB =
  <Value>(value: Value) =>
  async ({ nativeId }: { readonly nativeId: string }) =>
    nativeId === 'B' ? failing(nativeId) : value;

test.each([
  ['dispositions', 'dispositions { name }', { campaignDispositions: unlessB([{ nativeId: '1', name: 'Sale' }]) }],
  ['skills', 'skills { name }', { campaignSkills: unlessB([{ nativeId: '1', name: 'Sales' }]) }],
  ['listSettings', 'listSettings { ratio }', { campaignLists: unlessB([{ nativeId: '1', name: 'L', ratio: 2 }]) }],
  ['numbers', 'numbers', { campaignNumbers: unlessB(['+15550100']) }],
  ['dialingMode', 'dialingMode', { campaignDialingMode: unlessB('POWER' as const) }],
])(
  '%s of one campaign that the vendor does not answer is the only field that is null',
  async (field, selection, reads) => {
    const campaigns = async () =>
      rows(...['A', 'B', 'C'].map((name) => ({ nativeId: name, name, direction: 'OUTBOUND' as const })));
    const { ask } = gatewayOver([fakeAdapter('acme', 'FIVE9_CONFIG', { campaigns, ...reads } as Partial<Adapter>)]);
    const { data, errors } = await ask(
      `{ accounts { key } campaigns(first: 9) { edges { node { name ${selection} } } } }`,
    );
    expect(data.accounts).toEqual([{ key: 'acme' }]);
    const nodes: Record<string, unknown>[] = data.campaigns.edges.map(({ node }: { node: object }) => node);
    expect(nodes.map((node) => node[field] === null)).toEqual([false, true, false]);
    expect(errors).toMatchObject([{ path: ['campaigns', 'edges', 1, 'node', field], extensions: { code: 'TIMEOUT' } }]);
  },
);

/** Fields that have a method of a resolver class, and so are read for themselves. */
function resolvedFields(): string[] {
  const folder = new URL('../../src/resolvers/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  return files.flatMap((name) => {
    const classes = readFileSync(new URL(name, folder), 'utf8').split('@Resolver(() => ').slice(1);
    return classes.flatMap((text) =>
      [...text.matchAll(/@FieldResolver\(.*?\)\n\s+(?:async )?(\w+)\(/gs)].map(
        ([, field]) => `${/^\w+/.exec(text)?.[0]}.${field}`,
      ),
    );
  });
}

/** Read from the gateway's own store, whose failure is not a vendor's. */
const STORED = new Set(['Webhook.delivery', 'Webhook.deadLetters']);

test('every field of an object that is read for itself may be null', () => {
  const schema = buildGatewaySchema([]);
  const fields = resolvedFields();
  expect(fields).toEqual(expect.arrayContaining(['Campaign.lists', 'Agent.presence', 'Call.recordings']));
  const required = fields.filter((place) => {
    const [type = '', field = ''] = place.split('.');
    const object = schema.getType(type);
    return isObjectType(object) && isNonNullType(object.getFields()[field]?.type);
  });
  expect(required.filter((place) => !STORED.has(place))).toEqual([]);
});
