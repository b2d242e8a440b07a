import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** A copy of the package as it is published, built beside the sources so that no other test meets half of it. */
const folder = mkdtempSync(join(tmpdir(), 'crosspoint-client-'));

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build-client.mjs', join(folder, 'dist')]);
  for (const file of ['package.json', 'README.md', 'NOTICE']) cpSync(join('packages/client', file), join(folder, file));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function filesUnder(path: string, ending: RegExp): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => ending.test(file));
}

test('all entries together have at most 15 kB compressed', () => {
  const modules = filesUnder(join(folder, 'dist'), /\.js$/).map((file) => readFileSync(join(folder, 'dist', file)));
  expect(modules.length).toBeGreaterThanOrEqual(3);
  const bytes = gzipSync(Buffer.concat(modules), { level: 9 }).length;
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThanOrEqual(15_000);
});

test('the modules import nothing but react', () => {
  const imported = filesUnder(join(folder, 'dist'), /\.js$/).flatMap((file) =>
    [...readFileSync(join(folder, 'dist', file), 'utf8').matchAll(/\bfrom"([^"]+)"/g)].map(([, name]) => name),
  );
  expect([...new Set(imported)].filter((name) => !name?.startsWith('.'))).toEqual(['react']);
});

test('publint and Are The Types Wrong find nothing', { timeout: 60_000 }, async () => {
  const { messages } = await publint({ pkgDir: folder, strict: true, pack: false });
  expect(messages).toEqual([]);
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--silent'], {
    cwd: folder,
    encoding: 'utf8',
  }).trim();
  const analysis = await checkPackage(createPackageFromTarballData(readFileSync(join(folder, packed))));
  if (!analysis.types) throw new Error('The package has no types');
  // The package is ESM only, so that `require` is answered by Node 22 and not by older ones.
  expect(analysis.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM' && kind !== 'NoResolution')).toEqual([]);
  const byEntry = analysis.problems.filter(({ kind }) => kind === 'NoResolution');
  expect(byEntry.filter((problem) => 'resolutionKind' in problem && problem.resolutionKind !== 'node10')).toEqual([]);
});
