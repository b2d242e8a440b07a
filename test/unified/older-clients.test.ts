/** Documents of clients that were written for an earlier schema, against the schema of today. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, NoUnusedFragmentsRule, parse, specifiedRules, UniqueOperationNamesRule, validate } from 'graphql';
import { expect, test } from 'vitest';

/**
 * Files for each version: every root field with its arguments as variables, and every field of every type in a fragment;
 * in `-arguments`, every argument, input field and enum value that a caller may write, as written in a document.
 */
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
  [
    'an enum value is removed',
    /(enum CallState \{[\s\S]*?)^ {2}PARKED$/m,
    '$1  SET_ASIDE',
    'Value "PARKED" does not exist in "CallState" enum',
  ],
  [
    'an input field is removed',
    /(^input CallFilter \{[\s\S]*?)^ {2}states:/m,
    '$1  stages:',
    'Field "states" is not defined',
  ],
  ['an argument is removed', /(^ {2}campaigns\([\s\S]*?)orderBy:/m, '$1sortBy:', 'Unknown argument "orderBy"'],
])('where %s, documents of clients are refused (P5)', (_, before, after, expected) => {
  expect(NOW).toMatch(before);
  const found = readdirSync(FOLDER).flatMap((file) => mistakes(file, NOW.replace(before, after)));
  expect(found.join('\n')).toContain(expected);
});
