// Starts a vendor from the invented one in test/sixth: `node scripts/new-vendor.mjs <name> [folder of the project]`. Adds its files,
// in the shape that test/vendors/shape.test.ts requires, and its line in each list of vendors.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const TEMPLATE = fileURLToPath(new URL('../test/sixth/src', import.meta.url));
const [name = '', project = '.'] = process.argv.slice(2);
const word = name.toUpperCase().replaceAll('-', '_');
const identifier = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const typeName = identifier.replace(/^./, (letter) => letter.toUpperCase());

/** The lines of an index. */
const EXPORTS = /^(?:export .*\n)+/m;

/** The lines of an index with that of the new vendor, in the order that the linter wants. */
function exportedAs(kind) {
  const folderOf = (line) => line.slice(line.indexOf("'"));
  const added = `export { ${kind} as ${identifier} } from './${name}/index.ts';`;
  return (lines) =>
    [...lines.trim().split('\n'), added]
      .sort((one, other) => (folderOf(one) < folderOf(other) ? -1 : 1))
      .map((line) => `${line}\n`)
      .join('');
}

/** Each list of vendors: its file, the lines beside which the new one stands, and their text with it. */
const LISTS = [
  ['schema/vocabulary.ts', /^ {2}ENGAGE: .*$/m, `$&\n  ${word}: '${name}.',`],
  ['src/adapters/index.ts', EXPORTS, exportedAs('vendor')],
  ['src/simulators/index.ts', EXPORTS, exportedAs('simulator')],
  [
    'src/commands/account-templates.ts',
    /^};$(?![\s\S]*^};$)/m,
    `  ${/-/.test(name) ? `'${name}'` : name}: { exampleUrl: 'http://turret.example/', questions: [], settings: (url) => ({ url }) },\n$&`,
  ],
];

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** The template's text with the new name: as a key, as an identifier, in a type's name and as a word of the schema. */
function renamed(text) {
  return text
    .replaceAll('TURRET', word)
    .replaceAll('Turret', typeName)
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
