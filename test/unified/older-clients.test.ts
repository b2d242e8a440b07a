/** Documents of clients that were written for an earlier schema, against the schema of today. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, NoUnusedFragmentsRule, parse, specifiedRules, UniqueOperationNamesRule, validate } from 'graphql';
import { expect, test } from 'vitest';

/** One file for each version: every root field with its arguments as variables, and every field of every type in a fragment. */
const FOLDER = 'test/fixtures/client-documents';
const NOW = readFileSync('schema/schema.graphql', 'utf8');
/** A file holds the documents of many clients. */
const MANY: readonly unknown[] = [NoUnusedFragmentsRule, UniqueOperationNamesRule];
const RULES = specifiedRules.filter((rule) => !MANY.includes(rule));

const mistakes = (file: string, schema: string): string[] => {
  const document = parse(readFileSync(join(FOLDER, file), 'utf8'));
  return validate(buildSchema(schema), document, RULES, { maxErrors: 20 }).map(({ message }) => message);
};

test.each(readdirSync(FOLDER))('documents of clients of version %s still run (P5)', (file) => {
  expect(mistakes(file, NOW)).toEqual([]);
});

test.each([
  ['a field is removed', /^ {2}callPark\(/m, '  callShelve(', 'Cannot query field "callPark"'],
  [
    'an argument becomes required',
    /(^ {2}campaigns\([\s\S]*?filter: CampaignFilter)/m,
    '$1!',
    'expecting type "CampaignFilter!"',
  ],
])('where %s, documents of clients are refused (P5)', (_, before, after, expected) => {
  expect(NOW).toMatch(before);
  expect(mistakes('0.1.0.graphql', NOW.replace(before, after)).join('\n')).toContain(expected);
});
