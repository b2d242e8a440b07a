import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { vendors } from '../../src/adapters/vendors.ts';
import { checkConfiguration, fileShape, readConfiguration } from '../../src/config/configuration.ts';
import { filesOf } from '../../src/config/file.ts';
import { codeOr, damaged, fuzz, HOSTILE_TEXTS } from './fuzz.ts';

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SECRET = 'hush-hush-hush-hush-hush-hush-hush';
const whole = {
  port: 0,
  accounts: vendors.map(({ key, example }) => ({ id: key, vendor: key, ...(example as object) })),
  auth: { keys: [{ id: 'wallboard', hash: `sha256:${'0'.repeat(64)}`, scopes: ['calls:read'] }] },
  redis: { url: 'redis+sentinel://:secret@one:26379,two:26379/master' },
  webhooks: [{ id: 'w', url: 'https://partner.example', secrets: [`whsec_${'A'.repeat(32)}`], retrySeconds: [1] }],
  webhookNetworks: ['10.0.0.0/8', 'fd00::/8'],
  media: { secret: '${SECRET}' },
  origins: ['https://desk.example'],
  limits: { depth: 12 },
};
const PIECES = [
  ...HOSTILE_TEXTS,
  ...[
    '- ',
    '  ',
    '\t',
    ': ',
    '? ',
    '| ',
    '> ',
    '&a ',
    '*a',
    '&a [*a]',
    '<<: *a',
    '!!binary ',
    '!!js/function ',
    '---',
    '...',
  ],
  ...['{', '}', ',', '#', '"', "'", '%YAML 9.9\n', '.inf', '.nan', '0o17', '1e9999', '~', 'accounts: []', 'auth: null'],
];
const settings = Object.keys(fileShape.shape);
const unexpected = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(...HOSTILE_TEXTS, '${SECRET}', '${NONE}', '${file:/none}'),
);

/** The whole configuration with a few settings of any other value. */
const replaced = fc
  .array(fc.tuple(fc.constantFrom(...settings), unexpected), { maxLength: 3 })
  .map((changes) => stringify({ ...whole, ...Object.fromEntries(changes) }));
const deep = fc.constantFrom('[]', '{}').map(([open, close]) => `origins: ${open?.repeat(200)}${close?.repeat(200)}`);
const cyclic = fc.constantFrom('accounts: &a [*a]', 'accounts: &a {auth: *a}', 'origins: &a\n  - b: *a\n');
const texts = fc.oneof(
  { weight: 12, arbitrary: damaged(fc.oneof(replaced, fc.constant(stringify(whole))), PIECES) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.oneof(deep, cyclic) },
);

test('a configuration file of any text is read, or refused with the path and without the value of a variable', async () => {
  const file = join(folder, 'crosspoint.yaml');
  const read = (text: string) => {
    writeFileSync(file, text);
    try {
      return readConfiguration(file, vendors, { SECRET });
    } catch (error) {
      expect(String(error)).not.toContain(SECRET);
      throw error;
    }
  };
  expect(read(stringify(whole)).accounts).toHaveLength(vendors.length);
  await fuzz(
    texts,
    (text) => {
      codeOr(() => read(text));
      expect(filesOf(file)[0]).toBe(file);
    },
    60,
  );
});

test('a configuration of any values is read, or refused with a code', async () => {
  const values = fc.dictionary(fc.constantFrom(...settings), unexpected).map((changes) => ({ ...whole, ...changes }));
  await fuzz(values, (value) => {
    codeOr(() => checkConfiguration(value, vendors));
  });
});
