import fc from 'fast-check';
import { type GraphQLSchema, Kind, print } from 'graphql';
import { expect, test } from 'vitest';
import { vendors } from '../../src/adapters/vendors.ts';
import { checkConfiguration } from '../../src/config/configuration.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { Documents } from '../../src/server/documents.ts';
import { pointsOf } from '../../src/server/query-cost.ts';
import { exampleVendor, smallestFile } from '../server/example.ts';
import { damaged, fuzz, HOSTILE_TEXTS } from './fuzz.ts';

const schema: GraphQLSchema = buildGatewaySchema(vendors);
const { limits } = checkConfiguration(smallestFile, [exampleVendor]);
const CODES = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'LIMIT_EXCEEDED'];

/** Names of the schema that the next selection may use, whether or not they fit where it stands. */
const roots = Object.keys(schema.getQueryType()?.getFields() ?? {}).filter((name) => !name.includes('_'));
const members = ['id', 'edges', 'node', 'nodes', 'pageInfo', 'calls', 'agents', 'recordings', 'sources', '__typename'];
const name = fc.oneof(
  fc.constantFrom(...roots),
  fc.constantFrom(...members, '__schema', '__type', '_entities', 'ofType'),
);
const number = fc.oneof(
  fc.integer(),
  fc.constantFrom('0', '-1', '100', '1e400', '9'.repeat(400), '$size', 'null', '"5"'),
);
const values = fc.oneof(
  number.map(String),
  fc.constantFrom('[]', '["a"]', '[[[[]]]]', '{}', '{a: {a: 1}}', 'ENUM', '$v', '"""x"""'),
);
const argument = fc.tuple(
  fc.constantFrom('first', 'last', 'after', 'ids', 'id', 'filter', 'numbers', 'representations'),
  values,
);
const args = fc.oneof(
  fc.constant(''),
  fc
    .array(argument, { minLength: 1, maxLength: 3 })
    .map((list) => `(${list.map((pair) => pair.join(': ')).join(', ')})`),
);
const directive = fc.constantFrom('', '', '', ' @skip(if: true)', ' @include(if: $v)', ' @defer', ' @none(a: 1)');

const { selection } = fc.letrec<{ selection: string; field: string }>((tie) => ({
  field: fc
    .tuple(fc.constantFrom('', '', 'a: ', 'b: '), name, args, directive, fc.option(tie('selection'), { maxDepth: 6 }))
    .map(([alias, of, given, directed, inner]) => `${alias}${of}${given}${directed}${inner ?? ''}`),
  selection: fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: tie('field') },
        { weight: 1, arbitrary: fc.constantFrom('...f0', '...f1', '... on Agent { id }') },
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .map((parts) => `{ ${parts.join(' ')} }`),
}));
const operation = fc
  .tuple(fc.constantFrom('', 'query ', 'mutation ', 'subscription ', 'query A($v: Boolean!, $size: Int) '), selection)
  .map((parts) => parts.join(''));
const fragments = fc
  .array(fc.tuple(fc.constantFrom('Agent', 'Call', 'Query', 'None'), selection), { maxLength: 3 })
  .map((list) => list.map(([on, inner], at) => `fragment f${at} on ${on} ${inner}`).join('\n'));
const pieces = [
  ...HOSTILE_TEXTS,
  ...['{', '}', '(', ')', '...', '...f1', '$', '!', '@', '"""', '#', 'fragment f2 on Query {', 'on', '{a', '[', 'a:'],
];
const SOUND = [
  '{ agents(first: 5) { edges { node { id } } pageInfo { hasNextPage } } }',
  'query ($v: Boolean!) { accounts @include(if: $v) { id } calls(first: 100) { edges { node { id } } } }',
  'subscription { callChanged { cursor } }',
];
const generated = fc.tuple(operation, fragments).map((parts) => parts.join('\n'));
const documents = fc.oneof(
  { weight: 5, arbitrary: damaged(generated, pieces) },
  { weight: 1, arbitrary: damaged(fc.constantFrom(...SOUND), pieces) },
  { weight: 1, arbitrary: fc.constantFrom(...SOUND) },
);

test('a document of any text has a cost within the limits, or errors with a code', async () => {
  for (const text of SOUND) expect(new Documents(schema, limits).prepare(text).errors).toBeUndefined();
  await fuzz(
    documents,
    (text) => {
      const prepared = new Documents(schema, limits).prepare(text);
      if (prepared.errors) {
        expect(prepared.errors.length).toBeGreaterThan(0);
        for (const { extensions } of prepared.errors) expect(CODES).toContain(extensions.code);
        return;
      }
      for (const cost of prepared.costs.values()) {
        expect(Object.values(cost).every((count) => Number.isFinite(count) && count >= 0)).toBe(true);
        expect(pointsOf(cost)).toBeGreaterThan(0);
        expect(cost.nodes).toBeLessThanOrEqual(limits.nodes);
      }
      const again = new Documents(schema, limits).prepare(print(prepared.document));
      expect(again.costs).toEqual(prepared.costs);
      expect(prepared.document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION)).toBe(true);
    },
    200,
  );
});
