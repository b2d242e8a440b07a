// Reads vitest's JSON reports. `failed REPORT`: prints the files that failed, one per line.
// `count RUN:AGAIN…`: names what failed and ends with the numbers; a file that ran again is counted by its second run.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** The suites of a report by file; none where the run ended before it wrote one. */
function suites(path) {
  const results = path && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).testResults : [];
  return new Map(results.map((suite) => [relative(process.cwd(), suite.name), suite]));
}

const [command, ...paths] = process.argv.slice(2);
if (command === 'failed') {
  for (const [file, suite] of suites(paths[0])) if (suite.status === 'failed') console.log(file);
} else {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const pair of paths) {
    const [run, again] = pair.split(':').map(suites);
    for (const [file, first] of run) {
      const suite = again?.get(file) ?? first;
      if (suite !== first) console.log(`RAN AGAIN ${file}`);
      const failed = suite.assertionResults.filter((test) => test.status === 'failed');
      counts.passed += suite.assertionResults.filter((test) => test.status === 'passed').length;
      counts.skipped += suite.assertionResults.filter((test) =>
        ['pending', 'skipped', 'todo'].includes(test.status),
      ).length;
      counts.failed += suite.status === 'failed' && failed.length === 0 ? 1 : failed.length;
      // Named again here, since the last lines are what a reader of a long run sees.
      if (suite.status === 'failed') console.log(`FAILED ${file}: ${(suite.message ?? '').slice(0, 300)}`);
      for (const test of failed) console.log(`  ${test.fullName}: ${(test.failureMessages[0] ?? '').slice(0, 300)}`);
    }
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}`);
  process.exitCode = counts.failed ? 1 : 0;
}
