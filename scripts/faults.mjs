// Prints every fault and threat of test/fixtures/faults.json with the result of the tests that carry its id in their title.
// `npm run faults` runs those tests, `npm run faults H5 S1` those of some rows; with a vitest JSON report as argument it
// only prints.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ID = /\b([HSXFPRAD]\d{1,2})\b/g;
const asked = process.argv.slice(2).filter((word) => /^[HSXFPRAD]\d{1,2}$/.test(word));
const [given] = process.argv.slice(2).filter((word) => !asked.includes(word));
const all = JSON.parse(readFileSync('test/fixtures/faults.json', 'utf8')).chapters;
const chapters = all
  .map(({ title, rows }) => ({ title, rows: rows.filter(({ id }) => asked.length === 0 || asked.includes(id)) }))
  .filter(({ rows }) => rows.length > 0);
const ids = `\\b(${asked.length > 0 ? asked.join('|') : '[HSXFPRAD][0-9]{1,2}'})\\b`;

/** The test files with one of the ids; loading the others would take most of the time. */
function files() {
  return readdirSync('test', { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('test', file))
    .filter((file) => new RegExp(ids).test(readFileSync(file, 'utf8')));
}

/** Runs the tests whose titles contain an id and returns vitest's report. */
function run() {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-faults-'));
  const report = join(folder, 'report.json');
  const words = ['node_modules/vitest/vitest.mjs', 'run', '-t', ids, ...files()];
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  try {
    // Some rows are tried at full size here only, since CI would take too long.
    const env = { ...process.env, FAULTS_AT_FULL_SIZE: 'true' };
    execFileSync(process.execPath, [...words, ...reporters], { stdio: 'inherit', env });
  } catch {
    // A failed test is in the report.
  }
  const text = readFileSync(report, 'utf8');
  rmSync(folder, { recursive: true });
  return JSON.parse(text);
}

const report = given ? JSON.parse(readFileSync(given, 'utf8')) : run();
const results = new Map();
for (const { assertionResults } of report.testResults) {
  for (const { fullName, status } of assertionResults) {
    for (const [, id] of fullName.matchAll(ID)) {
      const counts = results.get(id) ?? { passed: 0, failed: 0, skipped: 0 };
      counts[status === 'passed' || status === 'failed' ? status : 'skipped'] += 1;
      results.set(id, counts);
    }
  }
}

function verdict(id, elsewhere) {
  const { passed = 0, failed = 0, skipped = 0 } = results.get(id) ?? {};
  if (failed > 0) return `FAILED ${failed} of ${passed + failed}`;
  if (passed > 0) return `passed ${passed}${skipped ? `, skipped ${skipped}` : ''}`;
  if (elsewhere) return 'not shown on one machine';
  return skipped ? 'SKIPPED' : 'NO TEST';
}

let bad = 0;
for (const { title, rows } of chapters) {
  console.log(`\n${title}`);
  for (const { id, what, elsewhere } of rows) {
    const result = verdict(id, elsewhere);
    if (/^(FAILED|NO TEST)/.test(result)) bad += 1;
    console.log(`${id.padEnd(4)} ${result.padEnd(26)} ${what}${elsewhere ? ` (${elsewhere})` : ''}`);
  }
}
console.log(`\n${bad} of ${chapters.flatMap(({ rows }) => rows).length} fail or have no test`);
process.exitCode = bad ? 1 : 0;
