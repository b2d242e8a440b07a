import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { checkConfiguration } from '../../src/config/configuration.ts';
import { Documents, type Prepared } from '../../src/server/documents.ts';
import { findErrors, findErrorsInPieces } from '../../src/server/validation.ts';
import { exampleVendor, smallestFile } from './example.ts';

const schema = buildSchema(`
  type Call { id: ID! agent: Agent other: Call }
  type Agent { name: String calls(first: Int): [Call!]! }
  type Query { call(id: ID): Call agents(first: Int, last: Int): [Agent!]! }
  type Subscription { callChanged: Call }
`);
const { limits } = checkConfiguration(smallestFile, [exampleVendor]);

function prepare(text: string) {
  return new Documents(schema, limits).prepare(text);
}

function problem(text: string): string | undefined {
  return prepare(text).errors?.[0]?.message;
}

const nested = (depth: number) => `{ call ${'{ other '.repeat(depth)} { id } ${'}'.repeat(depth)} }`;
const doubling = (n: number) =>
  `{ call { ...f${n} } } fragment f0 on Call { id } ${Array.from({ length: n }, (_, i) => `fragment f${i + 1} on Call { ...f${i} other { ...f${i} } }`).join(' ')}`;

describe('documents beyond the limits are refused before they run (H1, H2, H3, H4, H5, H6)', () => {
  test.each([
    ['nesting', nested(101), /nested 103 deep/],
    ['nesting beyond what can be read', nested(3000), /cannot be read|token/i],
    ['aliases', `{ ${Array.from({ length: 100 }, (_, i) => `a${i}: __typename`).join(' ')} }`, /aliases/],
    ['directives', `{ call { id ${'@include(if: true) '.repeat(51)} } }`, /directives/],
    [
      'fragments',
      `{ call { id } } ${Array.from({ length: 101 }, (_, i) => `fragment f${i} on Call { id }`).join(' ')}`,
      /fragments/,
    ],
    [
      'a fragment cycle',
      '{ call { ...a } } fragment a on Call { other { ...b } } fragment b on Call { ...a }',
      /spreads itself/,
    ],
    ['fragments that double', doubling(18), /nested|fields/],
    ['one huge page', '{ agents(first: 300000) { name } }', /objects/],
    ['one from the end', '{ agents(last: 300000) { name } }', /objects/],
    [
      'pages within pages',
      '{ agents(first: 100) { calls(first: 100) { agent { calls(first: 100) { id } } } } }',
      /objects/,
    ],
    [
      'pages of unknown size',
      'query ($n: Int) { agents(first: $n) { calls(first: $n) { agent { calls(first: $n) { id } } } } }',
      /objects/,
    ],
  ])('%s', (_, text, message) => {
    expect(problem(text)).toMatch(message);
  });
});

test.each([
  ['nested 3,000 deep', nested(3_000)],
  ['nested 101 deep', nested(101)],
  ['of fragments that double', doubling(30)],
  ['of 5,000 aliases', `{ ${Array.from({ length: 5_000 }, (_, i) => `a${i}: __typename`).join(' ')} }`],
])('a document %s is refused in no more CPU time than its length needs (H1, H2, H5)', (_, text) => {
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    expect(prepare(text).errors?.length).toBeGreaterThan(0);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  expect(Math.min(...times)).toBeLessThan(500);
});

test.each([
  ['nested 8 deep', nested(6)],
  ['of 15 aliases', `{ ${Array.from({ length: 15 }, (_, i) => `a${i}: __typename`).join(' ')} }`],
])('a document %s is within the limits (H1, H2)', (_, text) => {
  expect(prepare(text).errors).toBeUndefined();
});

test('a usual document passes and is answered again from memory', () => {
  const documents = new Documents(schema, limits);
  const text = `${nested(6)}`;
  const first = documents.prepare(text);
  expect(first.errors).toBeUndefined();
  expect(documents.prepare(text)).toBe(first);
});

test('errors are at most five and suggest nothing (H3, H10)', () => {
  const prepared = prepare(`{ ${Array.from({ length: 40 }, () => 'agentz').join(' ')} call { idd } }`);
  expect(prepared.errors?.length).toBeLessThanOrEqual(5);
  expect(JSON.stringify(prepared.errors)).not.toMatch(/did you mean|"agents"/i);
});

test('an error of the syntax says where it is', () => {
  const [error] = prepare('{\n  call { id\n').errors ?? [];
  expect(error?.toJSON()).toMatchObject({
    locations: [{ line: 3, column: 1 }],
    extensions: { code: 'GRAPHQL_PARSE_FAILED' },
  });
});

test('where suggestions are on, an error suggests names of the schema', () => {
  const { errors } = new Documents(schema, limits, true).prepare('{ call { idd } }');
  expect(errors?.[0]?.message).toMatch(/Did you mean "id"/);
});

test('a document that asks for the schema is known as one', () => {
  expect(prepare('{ __schema { types { name } } }')).toMatchObject({ introspects: true });
  expect(prepare('{ call { __typename } }')).toMatchObject({ introspects: false });
});

test('a document that passed is known by its text, a refused one is not', () => {
  const documents = new Documents(schema, limits);
  const { document } = documents.prepare('{ call { id } }');
  documents.prepare('{ call { nothing } }');
  expect(documents.known('{ call { id } }')).toBe(document);
  expect(documents.known('{ call { nothing } }')).toBeUndefined();
});

test('a long document is found valid or refused in pieces as it is in one', async () => {
  const long = (field: string) =>
    `{ ${Array.from({ length: 10 }, (_, at) => `a${at}: call { id other { id agent { name } } }`).join(' ')} ${field} }`;
  const errorsOf = ({ errors }: Prepared) => errors?.map(({ message, positions }) => ({ message, positions }));
  for (const text of [long('call { id }'), long('call { nothing }'), long('call(id: 1) { id } nowhere { id }')]) {
    expect(text.length).toBeLessThan(600);
    let pauses = 0;
    const pause = () => {
      pauses += 1;
      return null;
    };
    const inPieces = await new Documents(schema, limits).prepareInPieces(text, pause);
    expect(pauses).toBeGreaterThan(3);
    expect(errorsOf(inPieces)).toEqual(errorsOf(prepare(text)));
  }
});

test('a subscription whose condition is an undeclared variable is refused as a document, in one go and in pieces', async () => {
  const schema = buildSchema('type Query { id: ID } type Subscription { id: ID }');
  const document = parse('subscription { id @include(if: $v) }');
  const message = expect.stringContaining('$v');
  expect(findErrors(schema, document)).toMatchObject([{ message }]);
  expect(await findErrorsInPieces(schema, document, () => null)).toEqual(
    expect.arrayContaining([expect.objectContaining({ message })]),
  );
});
