// Starts a vendor from the invented one in test/sixth: `node scripts/new-vendor.mjs <name> [folder of the project]`. Adds its files
// and its line in each list of vendors; test/vendors/shape.test.ts then says which files the folder still lacks.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const TEMPLATE = fileURLToPath(new URL('../test/sixth/src', import.meta.url));
const [name = '', project = '.'] = process.argv.slice(2);
const word = name.toUpperCase().replaceAll('-', '_');
const identifier = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** Each list of vendors: its file, the line that the new one follows or precedes, and the new line. */
const LISTS = [
  ['schema/vocabulary.ts', /^ {2}ENGAGE: .*$/m, `$&\n  ${word}: '${name}.',`],
  [
    'src/adapters/index.ts',
    /export { vendor as recorder }/,
    `export { vendor as ${identifier} } from './${name}/index.ts';\n$&`,
  ],
  [
    'src/simulators/index.ts',
    /export { simulator as recorder }/,
    `export { simulator as ${identifier} } from './${name}/index.ts';\n$&`,
  ],
];

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** The template's text with the new name: as a key, as an identifier and as a word of the schema. */
function renamed(text) {
  return text
    .replaceAll('TURRET', word)
    .replace(/prefix: 'turret'/g, `prefix: '${identifier}'`)
    .replace(/(?<=['/:])turret(?=['/.])/g, name)
    .replace(/\bturret\b(?!\.')/g, identifier);
}

if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
  fail('new-vendor needs a name of lower-case letters, digits and hyphens, such as acme-phones');
if (existsSync(join(project, 'src/adapters', name))) fail(`src/adapters/${name} is there already`);

const lists = LISTS.map(([file, line, added]) => {
  const text = readFileSync(join(project, file), 'utf8');
  if (text.split(line).length !== 2)
    fail(`${file} has no single line that matches ${line}, beside which the vendor is listed`);
  return [file, text.replace(line, added)];
});
const entries = readdirSync(TEMPLATE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const copies = entries.map((entry) => {
  const path = join(entry.parentPath, entry.name);
  return [join('src', relative(TEMPLATE, path).replace('turret', name)), renamed(readFileSync(path, 'utf8'))];
});
for (const [file, text] of [...copies, ...lists]) {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
  console.log(file);
}
