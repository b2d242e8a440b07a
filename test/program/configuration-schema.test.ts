/** The JSON Schema of the configuration file, for editors. */
import { readFileSync } from 'node:fs';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { vendors } from '../../src/adapters/vendors.ts';
import { configurationSchema } from '../../src/config/json-schema.ts';

const fits = new AjvJsonSchemaValidator().getValidator(configurationSchema(vendors) as never);
const [, example = ''] =
  /```yaml\n(# crosspoint\.yaml[\s\S]*?)```/.exec(readFileSync('docs/own-accounts.md', 'utf8')) ?? [];

/** The configuration of the documentation with other values. */
const changed = (change: object) => ({ ...parse(example), ...change });
const recorder = (settings: object) => ({ accounts: [{ id: 'wfo', vendor: 'recorder', url: 'tcp://x', ...settings }] });

test('The package has the schema that the program prints', () => {
  expect(JSON.parse(readFileSync('schema/config.json', 'utf8'))).toEqual(configurationSchema(vendors));
  expect(JSON.parse(readFileSync('package.json', 'utf8')).files).toContain('schema/config.json');
});

test.each([
  ['as the documentation has it', {}],
  ['with references where texts have rules', { publicUrl: '${URL}', ...recorder({ via: '${VIA}' }) }],
  ['with a reference inside a text', { publicUrl: 'https://${HOST}/' }],
  ['with limits', { limits: { depth: 20 } }],
])('The schema admits a configuration %s', (_, change) => {
  expect(fits(changed(change)).errorMessage).toBeUndefined();
});

test.each([
  ['an unknown key', { publicURL: 'https://a.example' }],
  ['a text for a number', { port: '4000' }],
  ['a port above the largest', { port: 70_000 }],
  ['no account', { accounts: [] }],
  ['an unknown vendor', { accounts: [{ id: 'a', vendor: 'avaya' }] }],
  ['a value that is not among those of a setting', recorder({ via: 'pigeon' })],
  ["another vendor's setting", recorder({ skillPause: 1 })],
  ['an account without a required setting', { accounts: [{ id: 'a', vendor: 'recorder' }] }],
  ['an id with a blank', { accounts: [{ id: 'a b', vendor: 'recorder', url: 'tcp://x' }] }],
  ['a hash that is none', { auth: { keys: [{ id: 'k', hash: 'secret', scopes: ['calls:read'] }] } }],
])('The schema refuses %s', (_, change) => {
  expect(fits(changed(change)).valid).toBe(false);
});

/** The paths of the settings without a sentence of what they are. */
function undescribed(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { readonly properties?: Record<string, { description?: string }> };
  const named = Object.entries(properties).flatMap(([name, inner]) => [
    ...(inner.description?.endsWith('.') ? [] : [`${path}.${name}`]),
    ...undescribed(inner, `${path}.${name}`),
  ]);
  const others = Object.entries(schema).filter(([key]) => key !== 'properties' && key !== 'if');
  return [...named, ...others.flatMap(([, inner]) => undescribed(inner, path))];
}

test('The schema describes every setting', () => {
  expect(undescribed(configurationSchema(vendors))).toEqual([]);
});
