import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'architecture-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function check(files: Record<string, string>) {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  const { stdout, status } = spawnSync('node', ['scripts/check-architecture.mjs', folder], { encoding: 'utf8' });
  return { stdout, status };
}

it('accepts a tree whose imports follow the direction', async () => {
  const { stdout, status } = await check({
    'src/gateway/front.ts': "import { read } from '../adapters/read.ts';\nread();\n",
    'src/adapters/read.ts': 'export function read() {}\n',
  });
  expect(stdout).toBe('0 problems of architecture\n');
  expect(status).toBe(0);
});

it.each([
  ['the schema', 'schema/a.ts', 'src/access/caller.ts'],
  ['the executor', 'src/executor/a.ts', 'schema/b.ts'],
  ['an adapter', 'src/adapters/a.ts', 'src/gateway/b.ts'],
  ['access', 'src/access/a.ts', 'src/adapters/adapter.ts'],
  ['the configuration', 'src/config/a.ts', 'src/webhooks/b.ts'],
  ['a resolver', 'src/resolvers/a.ts', 'src/server/b.ts'],
])('refuses that %s imports a folder it may not', async (_, from, to) => {
  const { stdout, status } = await check({
    [from]: `import { b } from '../${'../'.repeat(from.split('/').length - 2)}${to}';\nb;\n`,
    [to]: 'export const b = 1;\n',
  });
  expect(stdout).toMatch(new RegExp(`${from}: .*${to}|only commands and the entries import src/server`));
  expect(status).toBe(1);
});

it('refuses circles of modules at run time and lets types go round', async () => {
  const round = (word: string) => ({
    'src/gateway/a.ts': `import ${word} { B } from './b.ts';\nexport const A = 1 as unknown as B;\n`,
    'src/gateway/b.ts': `import ${word} { A } from './a.ts';\nexport type B = typeof A;\n`,
  });
  expect((await check(round('type'))).stdout).toBe('0 problems of architecture\n');
  expect((await check(round(''))).stdout).toContain('circle at run time: src/gateway/a.ts, src/gateway/b.ts');
});

it('refuses circles of folders, of types too', async () => {
  const { stdout } = await check({
    'src/gateway/a.ts': "import type { B } from '../resolvers/b.ts';\nexport type A = B;\n",
    'src/resolvers/b.ts': "import type { A } from '../gateway/a.ts';\nexport type B = A;\n",
  });
  expect(stdout).toContain('circle of folders src/gateway, src/resolvers');
});

it('refuses to read the environment outside the configuration', async () => {
  const { stdout } = await check({
    'src/config/a.ts': 'const port = process.env.PORT;\nport;\n',
    'src/commands/b.ts': 'const port = process.env.PORT;\nport;\n',
  });
  expect(stdout).toBe('src/commands/b.ts: only src/config may read process.env\n1 problems of architecture\n');
});

it('refuses exports that nothing imports', async () => {
  const { stdout } = await check({ 'src/gateway/a.ts': 'export const unused = 1;\n' });
  expect(stdout).toContain('src/gateway/a.ts: exports unused, which nothing imports');
});

it('refuses a name that two modules export, but for names of the one shape of all vendors and for the console', async () => {
  const exporting = (...files: string[]) =>
    check({
      ...Object.fromEntries(files.map((file) => [file, 'export const createActs = 1;\n'])),
      'test/uses.ts': files.map((file, at) => `import { createActs as a${at} } from '../${file}';\na${at};\n`).join(''),
    });
  expect((await exporting('src/gateway/a.ts', 'src/server/b.ts')).stdout).toContain(
    'src/gateway/a.ts: exports createActs, as src/server/b.ts does',
  );
  await rm(join(folder, 'src'), { recursive: true });
  const vendors = ['src/adapters/engage/acts.ts', 'src/adapters/recorder/acts.ts', 'console/acts.ts'];
  expect((await exporting(...vendors)).stdout).toBe('0 problems of architecture\n');
  expect((await exporting(...vendors, 'src/adapters/recorder/reads.ts', 'src/gateway/a.ts')).stdout).toContain(
    'src/adapters/recorder/reads.ts: exports createActs, as src/gateway/a.ts does',
  );
});
