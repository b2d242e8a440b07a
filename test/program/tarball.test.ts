/** The package as it is installed: `scripts/tarball.mjs` packs it, installs it into an empty project and uses it there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Whether the registry, or npm's cache of it, has the one package that is installed beside the bundle. */
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
const canInstall =
  spawnSync('npm', ['view', 'libsql', 'version', '--prefer-offline'], { timeout: 20_000 }).status === 0;
if (!canInstall) console.warn('SKIPPED: the package is not installed, since there is no registry');

test('the package depends only on what the build does not bundle', () => {
  expect(Object.keys(dependencies)).toEqual(['libsql']);
});

test.skipIf(!canInstall)(
  'the packed package serves, embeds and has types in an empty project',
  { timeout: 60_000 },
  () => {
    const printed = execFileSync(process.execPath, ['scripts/tarball.mjs'], { encoding: 'utf8', stdio: 'pipe' });
    expect(printed).toContain('console and embedding answer');
  },
);
