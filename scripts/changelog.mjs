// Assembles the files of changes/ into CHANGELOG.md. `node scripts/changelog.mjs` previews the next release, with a version it
// writes the release, removes the files and lists the changes of the schema, with --check it validates the files only. A folder may follow the options.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HEADINGS = ['Added', 'Changed', 'Fixed', 'Security'];
const [option, folder = '.'] = process.argv.slice(2);
const changes = join(folder, 'changes');
const files = readdirSync(changes).filter((file) => file.endsWith('.md') && file !== 'README.md');
const problems = [];

/** Adds the entries of a section of Markdown to those of their headings. */
function collect(name, text, entries) {
  let heading = '';
  for (const line of text.split('\n')) {
    const found = /^### (.*)$/.exec(line)?.[1];
    if (found !== undefined) {
      heading = found;
      if (!HEADINGS.includes(found)) problems.push(`${name}: ${found} is not one of ${HEADINGS.join(', ')}`);
    } else if (heading === '') {
      if (line.trim()) problems.push(`${name}: text before the first heading`);
    } else if (line.startsWith('- ') || /^ {2}\S/.test(line)) entries[heading]?.push(line);
    else if (line.trim()) problems.push(`${name}: an entry starts with "- " and continues with two spaces: ${line}`);
  }
}

const log = join(folder, 'CHANGELOG.md');
const text = readFileSync(log, 'utf8');
/** The section of the next release, whose entries precede those of the files, and its introduction. */
const unreleased = /^## Unreleased\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(text);
const intro = unreleased?.[1].split(/^### /m, 1)[0].trim() ?? '';

const entries = Object.fromEntries(HEADINGS.map((heading) => [heading, []]));
if (unreleased) collect('CHANGELOG.md', unreleased[1].slice(unreleased[1].search(/^### /m)), entries);
for (const file of files.sort()) {
  const before = Object.values(entries).flat().length;
  collect(file, readFileSync(join(changes, file), 'utf8'), entries);
  if (Object.values(entries).flat().length === before) problems.push(`${file}: has no entry`);
}

for (const problem of problems) console.error(problem);
if (problems.length) process.exit(1);
if (option === '--check') process.exit(0);

const sections = HEADINGS.filter((heading) => entries[heading].length);
const body = sections.map((heading) => `### ${heading}\n\n${entries[heading].join('\n')}\n`).join('\n');
if (option === undefined) {
  process.stdout.write(body || 'No entries.\n');
  process.exit(0);
}
if (!/^\d+\.\d+\.\d+$/.test(option)) {
  console.error(`${option} is not a version such as 0.2.0`);
  process.exit(1);
}
const at = unreleased?.index ?? text.search(/^## /m);
const older = text.slice(at + (unreleased?.[0].length ?? 0));
const head = `## ${option} (${new Date().toISOString().slice(0, 10)})`;
writeFileSync(
  log,
  [`${text.slice(0, at)}${head}`, intro, body, older]
    .filter(Boolean)
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n'),
);
for (const file of files) rmSync(join(changes, file));
if (existsSync(join(folder, 'schema/schema.graphql')))
  execFileSync(process.execPath, [join(import.meta.dirname, 'schema-changes.mjs'), '--release', option, folder]);
