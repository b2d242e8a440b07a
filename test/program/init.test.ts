import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { vendors } from '../../src/adapters/vendors.ts';
import { ACCOUNT_TEMPLATES } from '../../src/commands/account-templates.ts';
import { runInterview } from '../../src/commands/interview.ts';
import { accountsOfFlags, askAccounts } from '../../src/commands/new-accounts.ts';
import { readConfiguration } from '../../src/config/configuration.ts';
import { checkDraft } from '../../src/config/draft.ts';
import { configurationSchema } from '../../src/config/json-schema.ts';
import { ask, startProgram } from './process.ts';

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-init-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileNamed = (name: string) => join(folder, name);

async function init(file: string, words: readonly string[], environment: Record<string, string> = {}) {
  const program = startProgram(['init', '--config', file, ...words], environment);
  const code = await program.ended();
  return { code, output: program.output() };
}

const fits = new AjvJsonSchemaValidator().getValidator(configurationSchema(vendors) as never);
const schemaProblem = (configuration: unknown) => fits(configuration).errorMessage;

const ALL = [
  ...['--account', 'acme:five9-config=https://api.five9.com/wsadmin/v13/AdminWebService'],
  ...['--account', 'floor:five9-cti=http://10.1.2.12:8080/agent/v2', '--set', 'floor.agent=jdoe'],
  ...['--account', 'dial.1:remote-control=https://acme.example.com', '--set', 'dial.1.userId=12'],
  ...['--account', 'recorder=tcp://10.1.2.30:5620', '--set', 'recorder.timeZone=America/New_York'],
  ...['--account', 'engage=https://service2.example.com/SOAPAPI2', '--set', 'engage.orgId=42'],
];
const SECRETS = {
  ...{ ACME_USERNAME: 'u', ACME_PASSWORD: 'p', DIAL_1_TOKEN: 't' },
  ...{ ENGAGE_USERNAME: 'u', ENGAGE_PASSWORD: 'seeded-secret' },
};

describe('crosspoint init writes a file', () => {
  const file = fileNamed('all.yaml');
  let said: { file: string; key: string; missing: string[]; query: string };
  let text: string;
  beforeAll(async () => {
    const { code, output } = await init(file, [...ALL, '--port', '4100'], { ENGAGE_PASSWORD: 'seeded-secret' });
    expect([code, output]).toEqual([0, expect.stringMatching(/^\{.*\}\n$/)]);
    said = JSON.parse(output);
    text = readFileSync(file, 'utf8');
  });

  test('with an account of every vendor, which the gateway reads when its variables are set', () => {
    const { accounts, port } = readConfiguration(file, vendors, SECRETS);
    expect(accounts.map(({ id, vendor }) => [id, vendor.key])).toEqual([
      ['acme', 'five9-config'],
      ['floor', 'five9-cti'],
      ['dial.1', 'remote-control'],
      ['recorder', 'recorder'],
      ['engage', 'engage'],
    ]);
    expect(Object.keys(ACCOUNT_TEMPLATES)).toEqual(vendors.map(({ key }) => key));
    expect(port).toBe(4100);
    expect(accounts[2]?.settings).toMatchObject({ userId: 12, token: 't' });
    expect(accounts[3]?.settings).toMatchObject({ timeZone: 'America/New_York' });
    expect(accounts[4]?.settings).toMatchObject({ org: { internalId: '42', type: 'Account' } });
  });

  test('with references in place of secrets, and names the variables that are not set', () => {
    expect(text).not.toContain('seeded-secret');
    expect(text).toContain('password: ${ENGAGE_PASSWORD}');
    const { ENGAGE_PASSWORD: _, ...missing } = SECRETS;
    expect(said.missing.toSorted()).toEqual(Object.keys(missing).toSorted());
  });

  test('with the hash of the key that it prints', () => {
    const hash = createHash('sha256').update(said.key).digest('hex');
    expect(parse(text).auth.keys[0].hash).toBe(`sha256:${hash}`);
    expect(text).not.toContain(said.key);
  });

  test('that names the JSON Schema of the package, and fits it', () => {
    const [, path = ''] = /^# yaml-language-server: \$schema=(.+)$/m.exec(text) ?? [];
    expect(path).toBe('./crosspoint.schema.json');
    expect(JSON.parse(readFileSync(join(dirname(file), path), 'utf8'))).toEqual(configurationSchema(vendors));
    expect(schemaProblem(parse(text))).toBeUndefined();
  });

  test('that names the installed package where there is one, also from a folder below it', async () => {
    const folder = join(dirname(file), 'project');
    const shipped = join(folder, 'node_modules/crosspoint/schema');
    mkdirSync(join(folder, 'deploy'), { recursive: true });
    mkdirSync(shipped, { recursive: true });
    copyFileSync('schema/config.json', join(shipped, 'config.json'));
    for (const [name, path] of [
      ['crosspoint.yaml', './node_modules/crosspoint/schema/config.json'],
      ['deploy/crosspoint.yaml', '../node_modules/crosspoint/schema/config.json'],
    ] as const) {
      await init(join(folder, name), ['--account', 'recorder=tcp://127.0.0.1:9']);
      const [line] = readFileSync(join(folder, name), 'utf8').split('\n');
      expect(line).toBe(`# yaml-language-server: $schema=${path}`);
    }
    expect(existsSync(join(folder, 'crosspoint.schema.json'))).toBe(false);
  });

  test('and does not replace it without --force', async () => {
    const words = ['--account', 'recorder=tcp://127.0.0.1:9'];
    const refused = await init(file, words);
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining(`${file} exists; --force overwrites`)]);
    expect(readFileSync(file, 'utf8')).toBe(text);
    await init(file, [...words, '--force']);
    expect(parse(readFileSync(file, 'utf8')).accounts).toHaveLength(1);
  });
});

describe('crosspoint init tests what it wrote', () => {
  test('and its first query is answered with the printed key', async () => {
    const simulator = startProgram(['simulate', 'recorder', '--port', '0']);
    const [, url = ''] = await simulator.says(/ url: (tcp:\S+)[\s\S]*# ready/);
    const file = fileNamed('works.yaml');
    const { code, output } = await init(file, ['--account', `wfo:recorder=${url}`, '--port', '0', '--output', 'text']);
    expect([code, output]).toEqual([0, expect.stringMatching(/^ok {4}wfo: /m)]);
    const [, key = '', body = ''] = /Bearer (cpk_\S+)' -d '([^']+)'/.exec(output) ?? [];
    const gateway = startProgram(['serve', '--config', file]);
    const [, address = ''] = await gateway.says(/"url":"([^"]+)"/);
    const { query } = JSON.parse(body);
    const answer = await ask(address, query, {}, { authorization: `Bearer ${key}` });
    expect([answer.errors, answer.data.calls.edges]).toEqual([undefined, expect.any(Array)]);
    expect((await ask(address, query)).data).toBeFalsy();
    await Promise.all([gateway.stop(), simulator.stop()]);
  });

  test('and keeps the file when an account does not answer', async () => {
    const file = fileNamed('fails.yaml');
    const { code, output } = await init(file, ['--account', 'recorder=tcp://127.0.0.1:9', '--output', 'text']);
    expect([code, output]).toEqual([1, expect.stringMatching(/^FAIL {2}recorder: UNAVAILABLE /m)]);
    expect(existsSync(file)).toBe(true);
  });
});

test('crosspoint init writes nothing that would not be read, and does not ask without a terminal', async () => {
  const file = fileNamed('none.yaml');
  const wrong = await init(file, ['--account', 'recorder=http://127.0.0.1:9']);
  expect([wrong.code, wrong.output]).toEqual([1, expect.stringContaining('accounts[0].url: must be tcp://host:port')]);
  expect(await init(file, [])).toMatchObject({ code: 2, output: expect.stringContaining('init needs --account') });
  expect(existsSync(file)).toBe(false);
});

test.each([
  [['recorder'], [], '--account must be VENDOR=URL'],
  [['avaya=http://x'], [], 'must name one of the vendors five9-config, '],
  [['constructor=http://x'], [], 'must name one of the vendors'],
  [['remote-control=http://x'], [], 'needs --set remote-control.userId=VALUE'],
  [['recorder=tcp://x'], ['recorder.password=1'], '--set recorder.password: init sets webUrl, timeZone'],
  [['recorder=tcp://x'], ['wfo.timeZone=UTC'], '--set wfo: there is no such account'],
  [['recorder=tcp://x'], ['timeZone'], '--set must be ID.KEY=VALUE'],
  [['a-b:recorder=tcp://x', 'a.b:recorder=tcp://y'], [], 'a-b and a.b would share environment variables'],
])('the accounts %j with the settings %j are refused', (accounts, settings, message) => {
  expect(() => accountsOfFlags(accounts, settings)).toThrow(message);
});

test('accounts without an id have the key of their vendor, numbered', () => {
  const made = accountsOfFlags(['recorder=tcp://x', 'recorder=tcp://y'], ['recorder-2.timeZone=Europe/Berlin']);
  expect(made).toEqual([
    { id: 'recorder', vendor: 'recorder', url: 'tcp://x', timeZone: 'UTC' },
    { id: 'recorder-2', vendor: 'recorder', url: 'tcp://y', timeZone: 'Europe/Berlin' },
  ]);
});

test('the interview repeats what is refused, after the reason, and ends with an empty vendor', async () => {
  const answers = [
    '',
    'avaya',
    'recorder',
    'wfo',
    'http://x',
    '',
    '',
    'recorder',
    'wfo',
    '',
    'tcp://x',
    '',
    ' UTC ',
    '',
  ];
  const questions: string[] = [];
  const keys = [{ id: 'k', hash: `sha256:${'0'.repeat(64)}`, scopes: ['calls:read'] }];
  const made = await askAccounts(
    async (question) => {
      questions.push(question);
      return answers[questions.length - 1] as string;
    },
    (accounts) => checkDraft({ accounts, auth: { keys } }, vendors),
  );
  expect(made).toEqual([{ id: 'wfo', vendor: 'recorder', url: 'tcp://x', timeZone: 'UTC' }]);
  expect(questions).toHaveLength(answers.length);
  expect(questions[2]).toMatch(/must name one of the vendors[\s\S]*\nVendor/);
  expect(questions[7]).toMatch(/accounts\[0\]\.url: must be tcp:\/\/host:port\nVendor/);
});

test('the interview takes lines that were pasted ahead of their questions', async () => {
  const streams = { input: new PassThrough(), output: new PassThrough() };
  streams.input.write('recorder\n\ntcp://x\n\n\n\n');
  const made = await runInterview((asked) => askAccounts(asked, () => undefined), streams);
  expect(made).toEqual([{ id: 'recorder', vendor: 'recorder', url: 'tcp://x', timeZone: 'UTC' }]);
});

test('an interview whose input ends is refused', async () => {
  const streams = { input: new PassThrough(), output: new PassThrough() };
  streams.input.end('recorder\n');
  const asking = runInterview((asked) => askAccounts(asked, () => undefined), streams);
  await expect(asking).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringContaining('nothing') });
});
