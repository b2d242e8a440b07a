import {
  buildSchema,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  printSchema,
  validateSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { rootScope, scopesOf, typeScope } from '../../src/access/policy.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { PLANES, planeOf } from '../../src/resolvers/planes.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';

const schema = buildGatewaySchema(vendors);
const unified = planeOf(schema, 'unified', vendors);
const ROOTS = ['Query', 'Mutation', 'Subscription'];
/** Fields that read objects of any type; their description says that the type decides. */
const ANY_TYPE = new Set(['node', 'nodes']);

/** The scopes that a description says are required. */
const stated = (description: string | null | undefined) =>
  [...(description ?? '').matchAll(/Requires `([^`]+)`\./g)].map(([, scope]) => scope);

const expected = (scope: string | null) => (scope === null ? [] : [scope]);

function typesOf(of: GraphQLSchema) {
  return Object.values(of.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
}

describe('descriptions state the scope that the policy demands', () => {
  test.each(ROOTS)('of each field of %s', (name) => {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`no type ${name}`);
    const fields = Object.values(type.getFields()).filter((field) => !ANY_TYPE.has(field.name));
    expect(Object.fromEntries(fields.map((field) => [field.name, stated(field.description)]))).toEqual(
      Object.fromEntries(fields.map((field) => [field.name, expected(rootScope(field.name, vendors))])),
    );
  });

  test('of each type and of each link to a type of another scope', () => {
    const wrong = typesOf(unified)
      .filter((type) => isObjectType(type) && !ROOTS.includes(type.name))
      .flatMap((type) => {
        const scope = typeScope(type.name);
        const links = Object.values(isObjectType(type) ? type.getFields() : {}).map((field) => {
          const needed = typeScope(getNamedType(field.type).name);
          return { place: `${type.name}.${field.name}`, field, needed: needed === scope ? null : needed };
        });
        return [{ place: type.name, field: type, needed: scope }, ...links].filter(
          ({ field, needed }) => String(stated(field.description)) !== String(expected(needed)),
        );
      });
    expect(wrong.map(({ place }) => place)).toEqual([]);
  });

  test('by names of scopes that exist', () => {
    const known = scopesOf(vendors);
    const named = [...printSchema(schema).matchAll(/Requires `([^`]+)`\./g)].map(([, scope]) => scope ?? '');
    expect(named.length).toBeGreaterThan(400);
    expect(named.filter((scope) => !known.has(scope))).toEqual([]);
  });
});

describe.each(PLANES)('the %s plane printed alone', (plane) => {
  const alone = buildSchema(printSchema(planeOf(schema, plane, vendors)));
  const isVendorField = (name: string) => vendors.some(({ contract }) => name.startsWith(`${contract.prefix}_`));

  test('is a valid schema', () => {
    expect(validateSchema(alone)).toEqual([]);
  });

  test('has the root fields of its plane and no others', () => {
    for (const name of ROOTS) {
      const [whole, filtered] = [schema.getType(name), alone.getType(name)];
      const fields = Object.keys(isObjectType(whole) ? whole.getFields() : {});
      const wanted = fields.filter((field) => !field.startsWith('_') && isVendorField(field) === (plane === 'vendor'));
      expect(Object.keys(isObjectType(filtered) ? filtered.getFields() : {})).toEqual(wanted);
    }
  });

  test('has no type that none of its documents can use', () => {
    const printed = printSchema(alone);
    const unused = typesOf(alone).filter((type) => {
      if (ROOTS.includes(type.name) || /^(String|Boolean)$/.test(type.name)) return false;
      const implementing = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
      if (implementing.some(({ name }) => alone.getType(name))) return false;
      const uses = new RegExp(`[:\\[|=] ?${type.name}\\b`);
      return !uses.test(printed.replace(/"""[\s\S]*?"""/g, ''));
    });
    expect(unused.map(({ name }) => name)).toEqual([]);
  });
});

test('the unified plane has no type of a vendor', () => {
  const prefixes = vendors.map(({ contract: { prefix } }) => `${prefix[0]?.toUpperCase()}${prefix.slice(1)}_`);
  const foreign = typesOf(unified).filter(({ name }) => prefixes.some((prefix) => name.startsWith(prefix)));
  expect(foreign.map(({ name }) => name)).toEqual([]);
});
