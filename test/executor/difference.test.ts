import fc from 'fast-check';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { Executor } from '../../src/executor/executor.ts';
import { type Asked, answersOf } from './compare.ts';
import { QUERIES, randomQuery, SEEDS, SHARES } from './queries.ts';
import { buildWorld } from './world.ts';

const schema = buildWorld();
const executor = new Executor(schema);
/** Writes a reader for everything at once. */
const eager = new Executor(schema, 0);

async function expectAlike(text: string, more: Omit<Asked, 'document'> = {}) {
  const { expected, answered } = await answersOf(schema, executor, { document: parse(text), ...more });
  expect(answered).toBe(expected);
  expect((await answersOf(schema, eager, { document: parse(text), ...more })).answered).toBe(expected);
  return expected;
}

describe('answers are those of graphql-js', () => {
  test.each(QUERIES)('%s', async (_name, text) => {
    expect(validate(schema, parse(text))).toEqual([]);
    for (const seed of SEEDS) for (const share of SHARES) await expectAlike(text, { seed, share });
  });

  test('conditions by variables, each choice by itself', async () => {
    const text = `query ($a: Boolean!, $b: Boolean = true) {
      call { id @skip(if: $a) ...f @include(if: $b) ... @include(if: $a) { name } } }
      fragment f on Call { seconds agent { id @include(if: $b) @skip(if: $a) } }`;
    for (const variables of [{ a: true }, { a: false }, { a: true, b: false }, { a: false, b: false }])
      for (const seed of SEEDS.slice(0, 5)) await expectAlike(text, { variables, seed });
  });

  test.each([
    [{}, '{"of":"x"}'],
    [{ filter: { moods: 'SAD' } }, '{"of":"x","filter":{"name":"any","moods":["SAD"],"limit":3}}'],
    [{ filter: null }, '{"of":"x","filter":null}'],
    [{ filter: { depth: { limit: 5, name: null } } }, '"depth":{"name":null,"limit":5}'],
  ])('input %j is coerced', async (variables, within) => {
    const text = 'query ($filter: Filter) { text(of: "x", filter: $filter) }';
    const answer = JSON.parse(await expectAlike(text, { variables }));
    expect(answer.data.text).toContain(within);
  });

  test('defaults of arguments and variables', async () => {
    const text =
      'query ($m: [Mood!] = ANGRY, $n: [Mood!]) { a: moody b: moody(mood: HAPPY) c: moody(mood: $m) d: moody(mood: $n) e: moody(mood: null) }';
    const answer = JSON.parse(await expectAlike(text));
    expect(answer.data).toEqual({ a: 'SAD', b: 'HAPPY', c: 'ANGRY', d: 'SAD', e: null });
  });

  test('an argument whose variable turns out to be null', async () => {
    const answer = await expectAlike('query ($of: String = "x") { text(of: $of) }', { variables: { of: null } });
    expect(answer).toContain('must not be null');
  });

  test('one of several operations', async () => {
    const text = 'query A { agents { id } } query B { call { name } }';
    expect(await expectAlike(text, { operationName: 'B' })).toContain('"call"');
    expect(executor.prepare({ document: parse(text) })).toBeNull();
    expect(executor.prepare({ document: parse(text), operationName: 'C' })).toBeNull();
  });

  test('a list that fails at once leaves no unhandled rejection of its items', async () => {
    const late = {
      get id() {
        return Promise.reject(new Error('late'));
      },
    };
    const small = buildSchema('type Item { id: ID! } type Query { items: [Item!] }');
    const field = small.getQueryType()?.getFields().items;
    if (field) field.resolve = () => [late, null];
    for (const readsBefore of [0, 100]) {
      const ready = new Executor(small, readsBefore).prepare({ document: parse('{ items { id } }') });
      const answer = await ready?.(null);
      expect(answer?.data).toEqual({ items: null });
      const messages = answer?.errors?.map(({ message }) => message);
      expect(messages).toEqual(['Cannot return null for non-nullable field Query.items.']);
    }
    await new Promise((resolve) => setImmediate(resolve));
  });

  test('a key that would be the prototype of an answer', async () => {
    const text = '{ __proto__: call { id __proto__: name } agents { __proto__: id name } }';
    expect(await expectAlike(text)).toContain('"__proto__"');
  });

  test('queries made at random, on data that goes wrong at random', async () => {
    const inputs = fc.record({ shape: fc.integer(), seed: fc.integer(), share: fc.constantFrom(0, 0.02, 0.1, 0.3) });
    let compared = 0;
    const sameAnswer = fc.asyncProperty(inputs, async ({ shape, seed, share }) => {
      const { text, variables } = randomQuery(schema, shape);
      const document = parse(text);
      fc.pre(validate(schema, document).length === 0);
      compared += 1;
      const { expected, answered } = await answersOf(schema, executor, { document, variables, seed, share });
      expect(answered, text).toBe(expected);
      expect((await answersOf(schema, eager, { document, variables, seed, share })).answered, text).toBe(expected);
    });
    await fc.assert(sameAnswer, { numRuns: 600 });
    expect(compared).toBeGreaterThan(500);
  });
});

describe('what is left to graphql-js, or planned anew', () => {
  test.each([
    ['an act', 'mutation { act { id } }', {}],
    ['a variable that does not fit', 'query ($n: Int) { agents(first: $n) { id } }', { n: 'many' }],
    ['a variable that is missing', 'query ($of: String!) { text(of: $of) }', {}],
    ['a condition without a value', 'query ($a: Boolean = true) { call { id @skip(if: $a) } }', { a: null }],
  ])('%s', (_name, text, variables) => {
    expect(executor.prepare({ document: parse(text), variables })).toBeNull();
  });

  test('more choices than plans are cached for, which are planned anew', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const declared = names.map((name) => `$${name}: Boolean!`).join(' ');
    const fields = names.map((name) => `${name}: id @include(if: $${name})`).join(' ');
    const document = parse(`query (${declared}) { call { id ${fields} } }`);
    const choices = Array.from({ length: 64 }, (_, bits) =>
      Object.fromEntries(names.map((name, at) => [name, (bits & (1 << at)) > 0])),
    );
    for (const variables of choices) {
      const { expected, answered } = await answersOf(schema, executor, { document, variables, seed: 3 });
      expect(answered).toBe(expected);
    }
  });
});
