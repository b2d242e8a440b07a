import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { createApiKey } from '../../src/server/auth.ts';
import { ask, type Program, startProgram } from '../program/process.ts';

const house = mkdtempSync(join(tmpdir(), 'crosspoint-sixth-'));
const programs: Program[] = [];
const key = createApiKey();

/** The files that the vendor adds or changes. */
let written: string[];

const started = async (words: string[]) => {
  const program = startProgram(words, { PORT: '0' }, join(house, 'dist', 'cli.js'));
  programs.push(program);
  return program;
};

let url: string;
const send = (query: string, variables: object = {}) =>
  ask(url, query, variables, { authorization: `Bearer ${key.key}` });

beforeAll(async () => {
  const parts = [
    'schema',
    'src',
    'package.json',
    'tsconfig.json',
    'biome.json',
    '.gitignore',
    'test/vendors/shape.test.ts',
  ];
  for (const part of parts) cpSync(part, join(house, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(house, 'node_modules'));
  written = execFileSync(process.execPath, ['scripts/new-vendor.mjs', 'turret', house], { encoding: 'utf8' })
    .trim()
    .split('\n');
  await build({
    ...{ absWorkingDir: house, entryPoints: ['src/cli.ts'], outdir: 'dist', bundle: true, splitting: true },
    ...{ platform: 'node', format: 'esm', target: 'node20', packages: 'external', logLevel: 'warning' },
  });
  const simulators = await started(['simulate', 'all', '--port', '0', '--seed', '4']);
  await simulators.says(/# ready/);
  const accounts = (parse(simulators.output()).accounts as { vendor: string }[]).filter(({ vendor }) =>
    ['turret', 'recorder', 'five9-config'].includes(vendor),
  );
  const file = join(house, 'crosspoint.yaml');
  const auth = { keys: [{ id: 'tester', hash: key.hash, scopes: ['admin'] }] };
  writeFileSync(file, stringify({ accounts, auth, events: { file: ':memory:' } }));
  const gateway = await started(['serve', '--config', file]);
  url = (await gateway.says(/(http:\/\/\S+\/graphql)/))[1] ?? '';
}, 60_000);

afterAll(async () => {
  await Promise.all(programs.map((program) => program.stop()));
  rmSync(house, { recursive: true, force: true });
});

describe('a sixth vendor, invented', () => {
  test('is its own two folders and four lines', () => {
    const lists = [
      'schema/vocabulary.ts',
      'src/adapters/index.ts',
      'src/simulators/index.ts',
      'src/commands/account-templates.ts',
    ];
    expect(written.filter((file) => !/^src\/(adapters|simulators)\/turret\//.test(file))).toEqual(lists);
    for (const file of lists) {
      const added = (path: string) => readFileSync(path, 'utf8').split('\n').length;
      expect(added(join(house, file)) - added(file), file).toBe(1);
    }
  });

  test('passes the type check of the house', { timeout: 60_000 }, () => {
    expect(() => execFileSync(resolve('node_modules/.bin/tsc'), ['--noEmit', '-p', '.'], { cwd: house })).not.toThrow();
  });

  test('has the shape of every vendor, and is formatted', { timeout: 60_000 }, () => {
    const run = (tool: string, words: string[]) =>
      execFileSync(tool === process.execPath ? tool : resolve('node_modules/.bin', tool), words, {
        cwd: house,
        encoding: 'utf8',
        stdio: 'pipe',
        env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' },
      });
    expect(run('vitest', ['run', '--reporter=dot', 'test/vendors/shape.test.ts'])).toMatch(/Tests {2}\d+ passed/);
    expect(() => run('biome', ['check', ...written])).not.toThrow();
  });

  test('says by itself what it can do', async () => {
    const { data } = await send('{ accounts { vendor capabilities status } }');
    expect(data.accounts).toContainEqual({
      ...{ vendor: 'TURRET', capabilities: ['AGENTS', 'CALLS', 'CALL_HOLD'] },
      status: expect.any(String),
    });
    const table = execFileSync(process.execPath, [join(house, 'dist', 'cli.js'), 'coverage'], { encoding: 'utf8' });
    expect(table).toContain('| turret | 3 | 3 | 0 |');
    expect(table).toMatch(/\| `CALL_HOLD` \|.* ✓ \|$/m);
  });

  test('joins its people to those of the others, and its calls to its people', async () => {
    const { data } = await send(
      `{ calls(first: 10, filter: { vendors: [TURRET] }) { edges { node { state device to agent { email identities { account { vendor } } } } } } }`,
    );
    expect(data.calls.edges).toHaveLength(3);
    for (const { node } of data.calls.edges) {
      expect(node).toMatchObject({ state: 'CONNECTED', to: '+15550000003' });
      const vendors = node.agent.identities.map(({ account }: { account: { vendor: string } }) => account.vendor);
      expect(vendors).toEqual(expect.arrayContaining(['TURRET', 'FIVE9_CONFIG']));
    }
  });

  test('acts through the unified plane, and answers with its own faults through its own', async () => {
    const { data } = await send('{ turret_listLines { line onHold } }');
    const [{ line }] = data.turret_listLines;
    const calls = await send('{ calls(first: 10, filter: { vendors: [TURRET] }) { edges { node { id device } } } }');
    const { id } = calls.data.calls.edges.find(({ node }: { node: { device: string } }) => node.device === line).node;
    const onHold = await send(
      'mutation ($id: ID!) { callHold(input: { id: $id }) { call { state } userErrors { code } } }',
      {
        id,
      },
    );
    expect(onHold.data.callHold).toEqual({ call: { state: 'HELD' }, userErrors: [] });
    const refused = await send('mutation { turret_holdLine(line: "0") }');
    expect(refused.errors?.[0]?.extensions).toMatchObject({
      ...{ code: 'NOT_FOUND', vendor: 'TURRET', vendorCode: 'NoSuchLine', details: { line: '0' } },
    });
  });
});
