import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfiguration, readEnvironment } from '../../src/config/configuration.ts';
import { exampleVendor } from './example.ts';

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const GOOD = `
port: 4100
accounts:
  - id: one
    vendor: example
    url: https://vendor.example/api
    password: \${PASSWORD}
auth:
  keys:
    - { id: wallboard, hash: "sha256:${'0'.repeat(64)}", scopes: ["calls:read"] }
`;

const WEBHOOK = `{ id: w, url: "https://partner.example", secrets: ["whsec_${'A'.repeat(32)}"], filter: { accounts: [one] } }`;

function read(text: string, environment: Record<string, string> = { PASSWORD: 'hush-hush' }) {
  const path = join(folder, `${Math.random()}.yaml`);
  writeFileSync(path, text);
  return readConfiguration(path, [exampleVendor], environment);
}

test('a configuration is read, its secrets filled from the environment', () => {
  const configuration = read(GOOD);
  expect(configuration.port).toBe(4100);
  expect(configuration.accounts[0]?.settings).toEqual({ url: 'https://vendor.example/api', password: 'hush-hush' });
  expect(configuration.events.retentionHours).toBe(72);
});

test('a key may have the scopes of a vendor', () => {
  const text = GOOD.replace('"calls:read"', '"vendor:example:read", "vendor:example:write", recordings:listen, admin');
  expect(read(text).auth?.keys[0]?.scopes).toHaveLength(4);
});

test.each(['verbose', 'trace '])('a level of logging is one there is, and %s is none', (level) => {
  expect(() => readEnvironment({ LOG_LEVEL: level })).toThrow('LOG_LEVEL: must be one of debug, info');
  expect(readEnvironment({ LOG_LEVEL: '' })).toEqual({ port: null, logLevel: 'info' });
});

test('PORT overrides the file', () => {
  expect(read(GOOD, { PASSWORD: 'x', PORT: '4999' }).port).toBe(4999);
});

test('a secret may come from a file', () => {
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'from-a-file\n');
  const configuration = read(GOOD.replace('${PASSWORD}', `\${file:${secret}}`));
  expect(configuration.accounts[0]?.settings).toMatchObject({ password: 'from-a-file' });
});

describe('what is wrong is named by its path, without its value (P8)', () => {
  test.each([
    ['an unknown key', GOOD.replace('port: 4100', 'prot: 4100'), 'prot: unknown key'],
    ["an unknown key of an account's own", GOOD.replace('url:', 'uri:'), 'accounts[0].uri: unknown key'],
    ['a bad address', GOOD.replace('https://vendor.example/api', 'not an address'), 'accounts[0].url:'],
    [
      'an unknown vendor',
      GOOD.replace('vendor: example', 'vendor: other'),
      'accounts[0].vendor: must be one of example',
    ],
    [
      'a missing variable',
      GOOD.replace('PASSWORD', 'NOT_SET'),
      'accounts[0].password: environment variable NOT_SET is not set',
    ],
    [
      'a missing file',
      GOOD.replace('${PASSWORD}', '${file:/no/such/file}'),
      'accounts[0].password: file /no/such/file cannot be read',
    ],
    ['no authentication', GOOD.slice(0, GOOD.indexOf('auth:')), 'auth:'],
    [
      'a lock without keys',
      `${GOOD.slice(0, GOOD.indexOf('auth:'))}auth: { keys: [] }`,
      'auth: needs at least one of keys and jwt; "crosspoint key" generates a key',
    ],
    ['a key that is not hashed', GOOD.replace(/sha256:0+/, 'plain'), 'auth.keys[0].hash:'],
    [
      'an account named twice',
      GOOD.replace('auth:', '  - { id: one, vendor: example, url: "http://x", password: y }\nauth:'),
      'accounts[1].id: one is used twice',
    ],
    ['text that is not YAML', `${GOOD}\n  - [hush-hush`, 'is not YAML'],
    ['the line of what is said twice', `${GOOD}port: 4101\n`, 'is not YAML (DUPLICATE_KEY, line 11)'],
    ['an alias of nothing', `${GOOD}redis: *hush\n`, 'is not YAML (an alias without its anchor'],
    ['an alias inside its own anchor', `${GOOD}redis: &a [*a]\n`, 'is nested too deeply, or an alias stands inside'],
    ['lists nested too deeply', `${GOOD}redis: ${'['.repeat(150)}${']'.repeat(150)}\n`, 'is nested too deeply'],
    ['an empty file', '', 'holds no configuration'],
    ['a file of one word', 'hush', 'holds no configuration'],
    ['every unknown key', `${GOOD}limts: {}\nlogs: {}\n`, 'limts: unknown key\n  logs: unknown key'],
    ['a misspelt scope', GOOD.replace('calls:read', 'call:read'), 'auth.keys[0].scopes[0]: must be one of admin, '],
    [
      'a scope of no vendor',
      GOOD.replace('"calls:read"', '"calls:read", "vendor:exemple:read"'),
      'auth.keys[0].scopes[1]: must be one of admin, audit, calls:control, calls:read',
    ],
    [
      "a key's unknown account",
      GOOD.replace('["calls:read"]', '["calls:read"], accounts: [one, two]'),
      'auth.keys[0].accounts[1]: there is no such account',
    ],
    [
      'a link of an unknown account',
      `${GOOD}identities: { links: [[one/a, two/b]] }\n`,
      'identities.links[0][1]: there is no such account',
    ],
    [
      'a webhook without events',
      `${GOOD}webhooks:\n  - ${WEBHOOK.replace('one', 'two')}\n`,
      'webhooks[0].filter.accounts[0]: there is no such account',
    ],
    ['a webhook named twice', `${GOOD}webhooks:\n  - ${WEBHOOK}\n  - ${WEBHOOK}\n`, 'webhooks[1].id: w is used twice'],
  ])('%s', (_, text, expected) => {
    let message = '';
    try {
      read(text);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(expected);
    expect(message).not.toContain('hush');
  });
});
