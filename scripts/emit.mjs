// Writes schema/, docs/vendors/ and the generated types of packages/client from the built program; with --check, fails if they
// are not up to date.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { clientTypes } from './client-types.mjs';

const checking = process.argv.includes('--check');
const VENDORS = readdirSync('src/adapters').filter((folder) => existsSync(`src/adapters/${folder}/readings.ts`));
const emitted = {
  'schema/schema.graphql': ['schema'],
  'schema/unified.graphql': ['schema', '--plane', 'unified'],
  'schema/webhooks.json': ['schema', '--webhooks'],
  'schema/config.json': ['schema', '--configuration'],
  'schema/COVERAGE.md': ['coverage'],
  ...Object.fromEntries(VENDORS.map((vendor) => [`docs/vendors/${vendor}.md`, ['readings', vendor]])),
};

function printed(words) {
  return execFileSync(process.execPath, ['dist/cli.js', ...words], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

const texts = Object.fromEntries(Object.entries(emitted).map(([file, words]) => [file, printed(words)]));
Object.assign(texts, await clientTypes(texts['schema/unified.graphql']));

let stale = 0;
for (const [file, text] of Object.entries(texts)) {
  if (!checking) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the sources say: run npm run schema`);
    stale += 1;
  }
}
process.exitCode = stale ? 1 : 0;
