/**
 * What introspection shows a key beside what executing allows it: documents that select every field of the unified plane, made
 * from the whole schema, for keys with one scope and with several. A shown field is never refused for a scope, and a hidden
 * one has no value; errors of misspelt documents name nothing that is hidden.
 */
import {
  buildClientSchema,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  type IntrospectionQuery,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopesOf } from '../../src/access/policy.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { planeOf } from '../../src/resolvers/planes.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { chance } from '../../src/simulators/centre/random.ts';
import type { Answer } from '../program/process.ts';
import { openScene, type Scene } from '../scenarios/stage.ts';
import { selects } from './fields.ts';
import type { Grant } from './gateway.ts';

const whole = buildGatewaySchema(vendors);
const unified = planeOf(whole, 'unified', vendors);
const SCOPES = [...scopesOf(vendors)].filter((scope) => scope !== 'admin');
const random = chance(15, 'scopes');
const some = () => SCOPES.filter(() => random.happens(0.4));
const GRANTS: Record<string, Grant> = Object.fromEntries([
  ...SCOPES.map((scope) => [scope, { scopes: [scope] }]),
  ...Array.from({ length: 6 }, () => some()).map((scopes) => [scopes.join(' '), { scopes }]),
]);
const KEYS = Object.keys(GRANTS);

const LIMITS = { aliases: 100_000, tokens: 1_000_000, nodes: 1_000_000, bodyBytes: 10_000_000, pointsPerMinute: 1e9 };
let scene: Scene;
beforeAll(async () => {
  const alerts = [{ id: 'few-waiting', figure: 'CALLS_WAITING', below: 1_000_000, forSeconds: 0 }];
  scene = await openScene({ seed: 21, grants: GRANTS, more: { alerts, limits: { ...LIMITS, lookupsPerMinute: 1e6 } } });
}, 60_000);
afterAll(() => scene.close());

/** The arguments of a field that keep lists short. */
const pageOf = ({ args }: GraphQLField<unknown, unknown>) =>
  args.some(({ name }) => name === 'first') ? '(first: 2)' : '';

/** Every field below a type without required arguments, each under an alias that names its type. */
function selectionOf(type: GraphQLNamedType, depth: number): string {
  if (isUnionType(type) || isInterfaceType(type)) {
    const members = unified
      .getPossibleTypes(type)
      .map((member) => `... on ${member.name} ${selectionOf(member, depth)}`);
    return `{ __typename ${members.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const below = getNamedType(field.type);
    const isLeaf = !isObjectType(below) && !isInterfaceType(below) && !isUnionType(below);
    if (field.args.some(isRequiredArgument) || (!isLeaf && depth === 0)) return [];
    return [`${type.name}__${field.name}: ${field.name}${pageOf(field)} ${selectionOf(below, depth - 1)}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

const HERE = ['Query.node', 'Query.nodes'];

/** A document for each query of the unified plane that selects everything below it. */
const DOCUMENTS = Object.values(unified.getQueryType()?.getFields() ?? {})
  .filter(({ name }) => !HERE.includes(`Query.${name}`))
  .map((field) => {
    const root = field.args.some(({ name }) => name === 'first') ? selects(field, { first: '3' }) : selects(field);
    const text = root.replace(/ \{ __typename \}$/, '');
    return `{ Query__${text} ${selectionOf(getNamedType(field.type), 4)} }`.replace(/Query__(\w+)/, 'Query__$1: $1');
  });

/** Every `Type.field` below a value that is not null, by the aliases. */
function coordinatesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) coordinatesIn(item, found);
  else if (typeof value === 'object' && value !== null)
    for (const [alias, below] of Object.entries(value)) {
      if (alias.includes('__') && alias !== '__typename' && below !== null) found.add(alias.replace('__', '.'));
      coordinatesIn(below, found);
    }
  return found;
}

/** The fields that were refused for a scope. */
function refusedIn({ errors }: Answer): string[] {
  const refused =
    errors?.filter(
      ({ message, extensions }) =>
        extensions.code === 'PERMISSION_DENIED' && message.startsWith('This needs the scope'),
    ) ?? [];
  const namesIn = (path: unknown) => (path as readonly unknown[]).filter((part) => typeof part === 'string');
  return refused.map(({ path }) => String(namesIn(path).at(-1)).replace('__', '.'));
}

async function schemaOf(key: string): Promise<GraphQLSchema> {
  const { data } = await scene.gateway.ask(getIntrospectionQuery(), {}, key);
  return buildClientSchema(data as unknown as IntrospectionQuery);
}

function isShown(schema: GraphQLSchema, coordinate: string): boolean {
  const [type = '', field = ''] = coordinate.split('.');
  const named = schema.getType(type);
  return isObjectType(named) && named.getFields()[field] !== undefined;
}

describe('A key', () => {
  test('with every scope reads a value of most fields that can be selected', async () => {
    const found = new Set<string>();
    for (const text of DOCUMENTS) coordinatesIn((await scene.gateway.ask(text)).data, found);
    const types = new Set([...found].map((coordinate) => coordinate.split('.')[0]));
    expect([...types]).toEqual(
      expect.arrayContaining(['Call', 'Agent', 'Campaign', 'Recording', 'Contact', 'ContactList']),
    );
    expect(found.size).toBeGreaterThan(250);
  });

  test.each(KEYS)('with %s gets exactly the fields that introspection shows it', async (key) => {
    const visible = await schemaOf(key);
    const [values, refused] = [new Set<string>(), new Set<string>()];
    for (const text of DOCUMENTS) {
      const answer = await scene.gateway.ask(text, {}, key);
      for (const coordinate of coordinatesIn(answer.data)) values.add(coordinate);
      for (const coordinate of refusedIn(answer)) refused.add(coordinate);
    }
    expect([...refused].filter((coordinate) => isShown(visible, coordinate))).toEqual([]);
    expect([...values].filter((coordinate) => !isShown(visible, coordinate))).toEqual([]);
    expect(refused.size).toBeGreaterThan(0);
  });
});
