import {
  buildClientSchema,
  buildSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
  validateSchema,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allows, rootScope, scopesOf, typeScope } from '../../src/access/policy.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { CallerSchemas } from '../../src/resolvers/caller-schema.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { startGateway, type TestGateway } from './gateway.ts';

const whole = buildGatewaySchema(vendors);
const schemas = new CallerSchemas(whole, vendors, { introspection: 'scopes' });
const caller = (...scopes: string[]) => ({ scopes: new Set(scopes) });
const SINGLE = [...scopesOf(vendors)].filter((scope) => scope !== 'admin');

/** Every field of a schema's objects as `Type.field`. */
function fieldsOf(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
    );
}

const ROOTS = ['Query', 'Mutation', 'Subscription'];

describe('The schema that a caller may use', () => {
  test.each([[], ...SINGLE.map((scope) => [scope]), ['calls:read', 'recordings:read', 'calls:control']])(
    'with %s %s %s is valid and has no field that the policy forbids',
    (...scopes) => {
      const visible = schemas.of(caller(...scopes.filter(Boolean)));
      expect(validateSchema(visible)).toEqual([]);
      const may = (scope: string | null) => scope === null || allows(caller(...scopes), scope);
      for (const type of Object.values(visible.getTypeMap())) {
        if (!isObjectType(type) || type.name.startsWith('__')) continue;
        for (const field of Object.values(type.getFields())) {
          if (ROOTS.includes(type.name))
            expect([field.name, may(rootScope(field.name, vendors))]).toEqual([field.name, true]);
          expect([type.name, field.name, may(typeScope(getNamedType(field.type).name))]).toEqual([
            type.name,
            field.name,
            true,
          ]);
        }
      }
    },
  );

  test('lacks no field that the caller may use', () => {
    const visible = new Set(fieldsOf(schemas.of(caller('calls:read'))));
    const present = [
      'Query.calls',
      'Query.agents',
      'Query.accounts',
      'Call.agent',
      'Agent.currentCalls',
      'Subscription.callChanged',
    ];
    const absent = [
      'Query.campaigns',
      'Call.campaign',
      'Call.recordings',
      'Call.disposition',
      'Mutation.callHold',
      'Query.webhooks',
    ];
    expect(present.filter((field) => !visible.has(field))).toEqual([]);
    expect(absent.filter((field) => visible.has(field))).toEqual([]);
  });

  test('has no type that no visible field reaches', () => {
    const names = Object.keys(schemas.of(caller('calls:read')).getTypeMap());
    expect(names).not.toContain('Webhook');
    expect(names).not.toContain('Recording');
    expect(names.filter((name) => name.startsWith('five9'))).toEqual([]);
  });

  test('is the whole for admin', () => {
    expect(schemas.of(caller('admin'))).toBe(whole);
  });
});

describe('Introspection by a key without admin', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ vendors: ['engage'], grants: { reader: { scopes: ['calls:read'] } } });
  }, 30_000);
  afterAll(() => gateway.close());

  test('shows GraphiQL and code generators what the key may use (H9)', async () => {
    const { data } = await gateway.ask(getIntrospectionQuery({ specifiedByUrl: true }), {}, 'reader');
    const client = buildClientSchema(data as never);
    const ownPart = schemas.of(caller('calls:read'));
    expect(printSchema(lexicographicSortSchema(client))).toBe(printSchema(lexicographicSortSchema(ownPart)));
  });

  test('answers a type that the key may not use as one that does not exist', async () => {
    const ask = async (name: string) => (await gateway.ask(`{ __type(name: "${name}") { name } }`, {}, 'reader')).data;
    expect([await ask('Webhook'), await ask('Nonsense'), await ask('Call')]).toEqual([
      { __type: null },
      { __type: null },
      { __type: { name: 'Call' } },
    ]);
  });

  test('is refused beside other fields', async () => {
    const { errors } = await gateway.ask('{ accounts { key } __schema { types { name } } }', {}, 'reader');
    expect(errors).toMatchObject([{ extensions: { code: 'PERMISSION_DENIED' } }]);
  });

  test('is the same as /schema.graphql, which names the scopes', async () => {
    const read = (headers = {}) => fetch(`${gateway.origin}/schema.graphql`, { headers });
    expect((await read()).status).toBe(401);
    const text = await (await read(gateway.header('reader'))).text();
    expect(text).toContain('): CallConnection! @requiresScope(scope: "calls:read")');
    expect(text).toContain('type Call implements Node @requiresScope(scope: "calls:read") {');
    const fields = fieldsOf(buildSchema(text));
    expect(fields.sort()).toEqual(fieldsOf(schemas.of(caller('calls:read'))).sort());
  });
});

test('Introspection is refused to others where it is for admin alone', async () => {
  const gateway = await startGateway({
    vendors: ['engage'],
    grants: { reader: { scopes: ['calls:read'] } },
    more: { introspection: 'admin' },
  });
  try {
    const { errors } = await gateway.ask('{ __schema { types { name } } }', {}, 'reader');
    expect(errors).toMatchObject([{ extensions: { code: 'PERMISSION_DENIED' } }]);
    const { status } = await fetch(`${gateway.origin}/schema.graphql`, { headers: gateway.header('reader') });
    expect(status).toBe(403);
  } finally {
    await gateway.close();
  }
});

test.each(['engage_unknownOperation', 'unknown_getCampaigns', 'undeclared'])(
  'a field %s has no policy, and so no scope',
  (field) => {
    expect(() => rootScope(field, vendors)).toThrow(`the root field ${field} has no policy`);
  },
);
