import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, NoUnusedFragmentsRule, parse, specifiedRules, validate } from 'graphql';
import { expect, test } from 'vitest';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));

/**
 * Documents that clients have: test/clients names every root field of the unified plane with every argument by its type,
 * and every field of its types. They are added to and never changed, so that a schema that breaks one breaks here first.
 */
const FOLDER = 'test/clients';
const DOCUMENTS: readonly (readonly [string, string])[] = [
  ...readdirSync(FOLDER).map((name) => [name, readFileSync(`${FOLDER}/${name}`, 'utf8')] as const),
  ...[...readFileSync('README.md', 'utf8').matchAll(/^```graphql\n([\s\S]*?)^```/gm)].map(
    ([, text = ''], index) => [`README.md, block ${index + 1}`, text] as const,
  ),
  ...[...readFileSync('src/commands/banner.ts', 'utf8').matchAll(/const FIRST_QUERY = '(.*?)';/g)].map(
    ([, text = '']) => ['the first query of the banner', text] as const,
  ),
];

/** The fields of every type stand in separate fragments, which no document spreads. */
const RULES = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule);

const problems = (text: string) => validate(schema, parse(text), RULES).map(({ message }) => message);

test('the documents are there', () => {
  const files = ['fields', 'mutations', 'queries', 'subscriptions'].map((name) => `${name}.graphql`);
  const wanted = [...files, 'README.md, block 1', 'the first query of the banner'];
  expect(DOCUMENTS.map(([name]) => name)).toEqual(expect.arrayContaining(wanted));
});

test.each(DOCUMENTS)('%s is still one that the schema takes', (_, text) => {
  expect(problems(text)).toEqual([]);
});

test.each([
  ['a field renamed', 'type Call implements Node ', 'startedAtAmbiguity', 'startedAtAmbiguities'],
  ['an argument made to be required', 'input CallDialInput {', 'idempotencyKey: String', 'idempotencyKey: String!'],
  ['a type changed', 'type Recording implements Node ', 'agent: Agent', 'agent: Call'],
])('%s would be noticed', (_, place, from, to) => {
  const text = readFileSync('schema/schema.graphql', 'utf8');
  const at = text.indexOf(from, text.indexOf(place));
  expect(text.indexOf(place)).toBeGreaterThan(0);
  const changed = buildSchema(text.slice(0, at) + to + text.slice(at + from.length), { assumeValid: true });
  const found = DOCUMENTS.flatMap(([, document]) => validate(changed, parse(document), RULES));
  expect(found.length).toBeGreaterThan(0);
});
