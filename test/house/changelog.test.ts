import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'changelog-'));
  mkdirSync(join(folder, 'changes'));
  writeFileSync(join(folder, 'changes/README.md'), 'How to write an entry.\n');
  writeFileSync(
    join(folder, 'CHANGELOG.md'),
    '# Changelog\n\n## 0.1.0 (2026-01-01)\n\n### Added\n\n- The first version.\n',
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

const entry = (file: string, text: string) => writeFileSync(join(folder, 'changes', file), text);
const run = (option: string) =>
  spawnSync('node', ['scripts/changelog.mjs', option, folder], { encoding: 'utf8', env: process.env });

test('a release collects the entries by heading, above the earlier versions, and removes their files', () => {
  entry('b.md', '### Fixed\n\n- A second mend.\n\n### Added\n\n- A field,\n  in two lines.\n');
  entry('a.md', '### Fixed\n\n- A mend.\n');
  expect(run('0.2.0').status).toBe(0);
  const text = readFileSync(join(folder, 'CHANGELOG.md'), 'utf8');
  expect(text.replace(/\(\d{4}-\d\d-\d\d\)/, '(date)')).toContain(
    '# Changelog\n\n## 0.2.0 (date)\n\n### Added\n\n- A field,\n  in two lines.\n\n### Fixed\n\n- A mend.\n- A second mend.\n\n## 0.1.0',
  );
  expect(readdirSync(join(folder, 'changes'))).toEqual(['README.md']);
});

test('a release takes over the section Unreleased with its introduction', () => {
  writeFileSync(
    join(folder, 'CHANGELOG.md'),
    '# Changelog\n\n## Unreleased\n\nThe first version.\n\n### Fixed\n\n- A mend.\n',
  );
  entry('a.md', '### Added\n\n- A field.\n\n### Fixed\n\n- A second mend.\n');
  expect(run('0.1.0').status).toBe(0);
  expect(readFileSync(join(folder, 'CHANGELOG.md'), 'utf8').replace(/\(\d{4}-\d\d-\d\d\)/, '(date)')).toBe(
    '# Changelog\n\n## 0.1.0 (date)\n\nThe first version.\n\n### Added\n\n- A field.\n\n### Fixed\n\n- A mend.\n- A second mend.\n',
  );
});

test.each([
  ['an unknown heading', '### News\n\n- Something.\n', 'News is not one of Added'],
  ['text without a heading', '- Something.\n', 'text before the first heading'],
  ['a file without an entry', '### Added\n', 'has no entry'],
  ['a paragraph instead of an entry', '### Added\n\nSomething.\n', 'an entry starts with'],
])('%s is refused', (_, text, message) => {
  entry('wrong.md', text);
  const { status, stderr } = run('--check');
  expect(stderr).toContain(message);
  expect(status).toBe(1);
});

test('a version that is none is refused before anything is written', () => {
  entry('a.md', '### Fixed\n\n- A mend.\n');
  expect(run('next').status).toBe(1);
  expect(readdirSync(join(folder, 'changes'))).toEqual(['README.md', 'a.md']);
});
