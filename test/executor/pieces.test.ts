/** Executions in as many pieces as there can be answer what one piece answers, and what graphql-js answers. */
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { Executor } from '../../src/executor/executor.ts';
import type { Pieces } from '../../src/executor/list-items.ts';
import { answersOf } from './compare.ts';
import { QUERIES, randomQuery, SEEDS, SHARES } from './queries.ts';
import { buildWorld } from './world.ts';

const schema = buildWorld();
const executors = [new Executor(schema), new Executor(schema, 0)];
let ended = 0;

/** Ends a piece at every step. */
const everyStep: Pieces = {
  itemsOfStep: 1,
  onEnd: () => undefined,
  isOver: () => true,
  defer: async (run) => {
    ended += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return run();
  },
};

interface Failure {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** Where the answer became null for an error, and the error where it is of that place itself. */
function placeOf(data: unknown, { path, message }: Failure): string {
  let at = data;
  for (const [depth, key] of path.entries()) {
    if (at === null) return JSON.stringify(path.slice(0, depth));
    at = (at as Record<string, unknown>)[key];
  }
  return JSON.stringify([...path, message]);
}

/** The answer with the places of its errors: which of several errors of one place comes first depends on when each resolver answers. */
function comparable(answer: string | null) {
  const { data, errors = [] } = JSON.parse(answer ?? '') as { data: unknown; errors?: Failure[] };
  return { data, places: [...new Set(errors.map((error) => placeOf(data, error)))].sort() };
}

async function expectAlike(text: string, asked: Omit<Parameters<typeof answersOf>[2], 'document'>) {
  const document = parse(text);
  for (const executor of executors) {
    const { expected, answered } = await answersOf(schema, executor, { document, ...asked, pieces: everyStep });
    expect(comparable(answered), text).toEqual(comparable(expected));
  }
}

test.each(QUERIES)('%s', async (_name, text) => {
  for (const seed of SEEDS.slice(0, 10)) for (const share of SHARES) await expectAlike(text, { seed, share });
});

test('queries made at random', async () => {
  ended = 0;
  for (let shape = 0; shape < 500; shape += 1) {
    const { text, variables } = randomQuery(schema, shape);
    if (validate(schema, parse(text)).length > 0) continue;
    await expectAlike(text, { variables, seed: shape, share: shape % 2 ? 0.05 : 0 });
  }
  expect(ended).toBeGreaterThan(500);
});

test.each([
  ['a promise of a list', async () => [0, 1, 2].map(async () => Promise.reject(new Error('gone')))],
  ['a list', () => [0, 1, 2].map(async () => Promise.reject(new Error('gone')))],
])('items of %s that fail before their piece begins end nothing but themselves', async (_, items) => {
  const { GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString } = await import('graphql');
  const fields = { items: { type: new GraphQLList(GraphQLString), resolve: items } };
  const small = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) });
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  try {
    const document = parse('{ items }');
    const answer = await new Executor(small).prepare({ document })?.({}, undefined, everyStep);
    await new Promise((resolve) => setImmediate(resolve));
    expect(answer).toMatchObject({ data: { items: [null, null, null] } });
    expect(answer?.errors).toHaveLength(3);
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
