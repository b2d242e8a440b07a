// Writes schema/schema.graphql and schema/COVERAGE.md from the built program; with --check, fails if they are not up to date.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const checking = process.argv.includes('--check');
const emitted = { 'schema/schema.graphql': ['schema'], 'schema/COVERAGE.md': ['coverage'] };

let stale = 0;
for (const [file, words] of Object.entries(emitted)) {
  const text = execFileSync(process.execPath, ['dist/cli.js', ...words], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!checking) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the sources say: run npm run schema`);
    stale += 1;
  }
}
process.exitCode = stale ? 1 : 0;
