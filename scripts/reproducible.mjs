// Builds dist/ again and compares it byte by byte with the one that is there: `node scripts/reproducible.mjs`.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The hash of each file of a folder, by its path. */
function hashesOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]));
}

const before = hashesOf('dist');
execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
const after = hashesOf('dist');
const different = [...new Set([...before.keys(), ...after.keys()])].filter(
  (path) => before.get(path) !== after.get(path),
);
for (const path of different) console.error(`${path} differs`);
console.log(`${after.size} files of dist, ${different.length} of them differ between two builds`);
process.exitCode = different.length ? 1 : 0;
