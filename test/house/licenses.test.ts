import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** What the check says of a lock file with one package. */
function check(entry: object, notices = '') {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-licenses-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, 'node_modules/a': entry } }));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist/THIRD-PARTY-NOTICES.txt'), notices);
  return spawnSync(process.execPath, [resolve('scripts/licenses.mjs')], { cwd: folder, encoding: 'utf8' });
}

test.each([
  ['a permissive licence', { license: 'MIT' }, 0],
  ['a choice with one that is allowed', { license: '(MIT OR GPL-3.0-only)' }, 0],
  ['a sum with one that is not', { license: 'MIT AND GPL-3.0-only' }, 1],
  ['a licence that binds what it is linked with', { license: 'AGPL-3.0-only' }, 1],
  ['no licence', {}, 1],
  ['a licence for tools in what is shipped', { license: 'MPL-2.0' }, 1],
  ['the same in a tool of the build', { license: 'MPL-2.0', dev: true }, 0],
])('the licence check meets %s', (_, entry, status) => {
  const { status: found, stderr } = check(entry);
  expect(found).toBe(status);
  expect(stderr.includes('node_modules/a')).toBe(status === 1);
});

test.each([
  ['MIT', 0],
  ['MPL-2.0', 1],
])('the licence check meets %s in a tool that is bundled', (license, status) => {
  const rule = '='.repeat(100);
  const { status: found } = check({ license: 'MPL-2.0', dev: true }, `${rule}\na 1.0.0 (${license})\n${rule}\n`);
  expect(found).toBe(status);
});

test('every package of the lock file has an allowed licence', () => {
  expect(spawnSync(process.execPath, ['scripts/licenses.mjs'], { encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });
});
