import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfiguration } from '../../src/config.ts';
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

test('PORT overrides the file', () => {
  expect(read(GOOD, { PASSWORD: 'x', PORT: '4999' }).port).toBe(4999);
});

test('a secret may come from a file', () => {
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'from-a-file\n');
  const configuration = read(GOOD.replace('${PASSWORD}', `\${file:${secret}}`));
  expect(configuration.accounts[0]?.settings).toMatchObject({ password: 'from-a-file' });
});

describe('what is wrong is named by its path, without its value', () => {
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
    ['no lock on the door', GOOD.slice(0, GOOD.indexOf('auth:')), 'auth:'],
    [
      'a lock without keys',
      `${GOOD.slice(0, GOOD.indexOf('auth:'))}auth: { keys: [] }`,
      'auth: needs at least one of keys and jwt',
    ],
    ['a key that is not hashed', GOOD.replace(/sha256:0+/, 'plain'), 'auth.keys[0].hash:'],
    [
      'an account named twice',
      GOOD.replace('auth:', '  - { id: one, vendor: example, url: "http://x", password: y }\nauth:'),
      'accounts[1].id: one is used twice',
    ],
    ['text that is not YAML', `${GOOD}\n  - [hush-hush`, 'is not YAML'],
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
