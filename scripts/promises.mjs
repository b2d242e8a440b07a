// Measures each promise by the command that tries it, and prints the table of docs/promises.md: `npm run promises`, after a build.
// `--long` runs each command at full length, `--write` puts the table into the page. Exits with 1 when a promise does not hold.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { MEASUREMENTS, table } from './promises/rows.mjs';

const flag = { type: 'boolean', default: false };
const { values } = parseArgs({ options: { long: flag, write: flag } });
const PAGE = 'docs/promises.md';
const BETWEEN = /(<!-- table -->\n)[\s\S]*(<!-- end of the table -->)/;

/** Runs a command; answers what it printed. */
function run(words) {
  return new Promise((done) => {
    const child = spawn('npm', ['run', '-s', ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stderr.write(chunk);
    });
    child.on('close', () => done(output));
  });
}

/** The rows of one measurement; a figure that the output lacks is none. */
function rowsOf({ rows: promised }, words, output) {
  return promised.map(({ promise, figure: read, holds, isJudged = () => true }) => {
    const figure = read(output);
    const verdict = figure === null || !isJudged(output) ? 'not judged' : holds(output) ? 'yes' : 'NO';
    return { promise, figure: figure ?? 'not measured', verdict, command: `npm run ${words.join(' ')}` };
  });
}

const rows = [];
for (const measurement of MEASUREMENTS) {
  const words = values.long ? measurement.long : measurement.short;
  rows.push(...rowsOf(measurement, words, await run(words)));
}
const text = table(rows);
console.log(`\n${text}`);
const withTable = (_, begin, end) => `${begin}\n${text}\n\n${end}`;
if (values.write) writeFileSync(PAGE, readFileSync(PAGE, 'utf8').replace(BETWEEN, withTable));
if (rows.some(({ verdict, figure }) => verdict === 'NO' || figure === 'not measured')) process.exitCode = 1;
