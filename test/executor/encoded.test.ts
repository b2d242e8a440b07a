import fc from 'fast-check';
import { buildSchema, type DocumentNode, execute, type GraphQLSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { EncodedObjects } from '../../src/executor/encoded-objects.ts';
import { EncodedPart, encodeWithParts, itemsIn } from '../../src/executor/encoded-part.ts';
import { Executor } from '../../src/executor/executor.ts';

function schemaOf(): GraphQLSchema {
  const schema = buildSchema(`
    enum Mood { HAPPY SAD }
    interface Named { name: String }
    type Item implements Named { id: ID! name: String mood: Mood rank: Int! ratio: Float open: Boolean parts: [Item!] tags: [String] of: Item named: Named resolved: String }
    type Query { items: [Item!] item: Item loose: [Item] }
  `);
  const resolved = schema.getType('Item');
  const fields = resolved && 'getFields' in resolved ? resolved.getFields() : {};
  if (fields.resolved) Object.assign(fields.resolved, { resolve: () => 'computed' });
  return schema;
}

const schema = schemaOf();
const QUERIES = [
  '{ items { id name mood rank ratio open } }',
  '{ items { key: id __typename parts { id tags } of { rank mood } } }',
  '{ item { id of { name of { id parts { id name } } } } loose { id name } }',
  '{ items { id resolved of { id } } loose { __typename tags } }',
  '{ loose { id named { name } parts { resolved name } } item { tags } }',
].map((text) => parse(text));

/** A value for each field, now and then one that does not fit. */
const unfitting = fc.constantFrom<unknown>(
  null,
  undefined,
  Number.NaN,
  new Error('no'),
  () => 'called',
  ['x'],
  'SAD',
  2 ** 40,
);
const usually = (value: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 30, arbitrary: value }, { weight: 1, arbitrary: unfitting });
const { item } = fc.letrec<{ item: object }>((tie) => ({
  item: fc
    .record({
      values: fc.record(
        {
          ...{ id: usually(fc.string()), name: usually(fc.string({ unit: 'grapheme' })), rank: usually(fc.integer()) },
          ...{ mood: usually(fc.constantFrom('HAPPY', 'SAD')), ratio: usually(fc.double({ noNaN: true })) },
          open: usually(fc.boolean()),
          tags: usually(fc.array(fc.string()).map((tags) => Object.freeze(tags))),
          parts: fc.option(fc.array(tie('item'), { maxLength: 2 }), { maxDepth: 3, depthIdentifier: 'item' }),
          of: fc.option(tie('item'), { maxDepth: 3, depthIdentifier: 'item' }),
          named: fc.constantFrom(null, Object.freeze({ __typename: 'Item', name: 'named' })),
        },
        { requiredKeys: ['id', 'rank'] },
      ),
      kind: fc.constantFrom('frozen', 'frozen', 'frozen', 'open', 'inherited', 'computed'),
    })
    .map(({ values, kind }) => made(values, kind)),
}));

function made(values: Record<string, unknown>, kind: string): object {
  if (Array.isArray(values.parts) && kind !== 'open') Object.freeze(values.parts);
  if (kind === 'open') return values;
  if (kind === 'inherited') return Object.freeze(Object.create(values));
  if (kind === 'frozen') return Object.freeze(values);
  let reads = 0;
  const get = () => {
    reads += 1;
    return reads > 0 ? 'read' : '';
  };
  return Object.freeze(Object.defineProperty(values, 'name', { get, enumerable: true }));
}

function changeOpen(value: unknown): void {
  if (typeof value !== 'object' || value === null || value instanceof Error) return;
  if (!Object.isFrozen(value) && !Array.isArray(value)) Object.assign(value, { name: 'changed', rank: 7 });
  for (const name of ['parts', 'of', 'items', 'loose', 'item']) {
    const inner = Object.getOwnPropertyDescriptor(value, name)?.value;
    for (const each of [inner].flat()) changeOpen(each);
  }
}

/** The text of graphql-js and that of the executor, which encodes what cannot change once. */
async function texts(executor: Executor, document: DocumentNode, rootValue: object) {
  const usual = await execute({ schema, document, rootValue });
  const answered = await executor.prepare({ document })?.(null, rootValue, undefined, true);
  return {
    expected: JSON.stringify(usual),
    answered: encodeWithParts(answered),
    items: itemsIn(usual.data),
    answer: answered,
  };
}

function hasPart(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof EncodedPart || Object.values(value).some(hasPart);
}

test('texts are those of graphql-js for data that is frozen, open, computed, inherited and wrong at random', async () => {
  const roots = fc.record({ items: fc.array(item), item, loose: fc.array(fc.option(item)) });
  let encoded = 0;
  await fc.assert(
    fc.asyncProperty(roots, fc.constantFrom(...QUERIES), fc.constantFrom(1, 10_000), async (root, document, bytes) => {
      const executor = new Executor(schema, 0, new EncodedObjects(bytes));
      for (const change of [false, false, true, false]) {
        if (change) changeOpen(root);
        const { expected, answered, items, answer } = await texts(executor, document, root);
        expect(answered).toBe(expected);
        expect(itemsIn(answer?.data)).toBe(items);
        if (hasPart(answer?.data)) encoded += 1;
      }
    }),
    { numRuns: 400 },
  );
  expect(encoded).toBeGreaterThan(50);
});

test('frozen rows are encoded once, and read again where one of them may change', async () => {
  const executor = new Executor(schema, 0);
  const [document] = QUERIES;
  const frozen = Object.freeze({ id: 'a', rank: 1, tags: Object.freeze(['x']) });
  const open = { id: 'b', rank: 2 };
  const first = await executor.prepare({ document: document as DocumentNode })?.(
    null,
    { items: [frozen] },
    undefined,
    true,
  );
  expect(first?.data?.items).toBeInstanceOf(EncodedPart);
  const rootValue = { items: [frozen, open] };
  expect((await texts(executor, document as DocumentNode, rootValue)).answered).toContain('"rank":2');
  open.rank = 3;
  expect((await texts(executor, document as DocumentNode, rootValue)).answered).toContain('"rank":3');
});

test('a value of an answer that is the mark of an encoded part stays as it is', async () => {
  const mark = await markOf();
  const rootValue = { items: [Object.freeze({ id: 'a', name: 'b', rank: 1 })], loose: [{ id: mark, name: mark }] };
  const { expected, answered } = await texts(
    new Executor(schema, 0),
    parse('{ loose { id } items { id } }'),
    rootValue,
  );
  expect(answered).toBe(expected);
});

/** The text that stands for an encoded part while the rest is encoded. */
async function markOf(): Promise<string> {
  let mark = '';
  const part = new EncodedPart('1', 0);
  encodeWithParts({
    toJSON: () => {
      mark = String(part.toJSON());
      return mark;
    },
  });
  return mark;
}
