// Refuses imports against the direction of ARCHITECTURE.md, circles of modules or folders, exports that nothing imports,
// and reads of the environment outside src/config.
// `node scripts/check-architecture.mjs [folder]` checks another tree of the same layout.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

process.chdir(process.argv[2] ?? '.');
const ROOTS = ['schema', 'src', 'console', 'test', 'bench', 'scripts'];
const PROJECT = /^(schema|src|console)\//;

/** The imports that a folder may have in addition to its own; folders not named here may import all but the refused. */
const ALLOWED = {
  schema: [],
  console: [],
  'src/executor': [],
  'src/adapters': ['schema/', 'src/storage/back-off.ts'],
  'src/figures': ['schema/', 'src/adapters/'],
  'src/access': ['schema/', 'src/adapters/errors.ts', 'src/adapters/vendor.ts', 'src/adapters/vendors.ts'],
};
const REFUSED = {
  'src/config': ['src/resolvers/', 'src/server/', 'src/subscriptions/', 'src/webhooks/'],
};
/** Folders of the product that may not read the environment. */
const WITHOUT_ENVIRONMENT = /^(schema|src|console)\/(?!config\/)/;
const SERVER_IMPORTERS = ['src/server', 'src/commands', 'src/cli.ts', 'src/index.ts'];

/** Modules that import only the schema: no circle of folders can go through them. */
const LEAVES = ['src/adapters/errors.ts', 'src/storage/back-off.ts'];
/** Chapters that export every type they declare, used or not: the language, and the contracts copied from the guides. */
const CHAPTERS = /^schema\/|^src\/adapters\/[\w-]+\/contract\/(?!wsdl)/;

const IMPORT =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:(\*(?:\s+as\s+\w+)?|\w+(?:\s*,\s*\{[^}]*\})?|\{[^}]*\})\s+from\s+)?'(\.[^']+)'/g;
const DYNAMIC = /import\('(\.[^']+)'\)(?:\.(\w+))?/g;
const DECLARED =
  /^export (?:declare )?(?:async )?(?:abstract )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm;
const LISTED = /^export (?:type )?\{([^}]*)\}(?! from)(?!\s*from)/gm;

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => normalize(join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('node_modules'));
}

/** The names of `{ a, type b, c as d }`, as the imported file calls them and as they are called afterwards. */
function namesIn(list) {
  return list
    .replace(/\/\/.*|[{}]/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => {
      const [from, to] = name.replace(/^type\s+/, '').split(/\s+as\s+/);
      return { from, to: to ?? from, typeOnly: name.startsWith('type ') };
    });
}

function importsOf(file, text) {
  const found = [];
  for (const [, word, type, clause = '', path] of text.matchAll(IMPORT)) {
    const braces = clause.match(/\{[^}]*\}/)?.[0];
    const names = braces ? namesIn(braces) : [];
    const onlyTypes = Boolean(type) || (names.length > 0 && clause === braces && names.every((name) => name.typeOnly));
    found.push({ to: normalize(join(dirname(file), path)), onlyTypes, word, names, whole: !braces });
  }
  for (const [, path, name] of text.matchAll(DYNAMIC)) {
    const names = name && name !== 'then' ? [{ from: name }] : [];
    found.push({ to: normalize(join(dirname(file), path)), lazy: true, names, whole: names.length === 0 });
  }
  return found.filter(({ to }) => existsSync(to));
}

function folderOf(file) {
  const [root, folder] = file.split('/');
  return root === 'src' ? `src/${folder}` : root;
}

function refusal(from, to) {
  const folder = folderOf(from);
  if (folder === folderOf(to) || !PROJECT.test(to)) return;
  const under = (path) => to === path || to.startsWith(path);
  if (ALLOWED[folder] && !ALLOWED[folder].some(under)) return `${folder} may not import ${to}`;
  if (REFUSED[folder]?.some(under)) return `${folder} may not import ${to}`;
  if (under('src/server/') && !SERVER_IMPORTERS.includes(folder))
    return `only commands and the entries import src/server`;
}

/** The groups of nodes that reach each other (Tarjan). */
function circles(edges) {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const groups = [];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)));
    }
    if (low.get(node) !== index.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1) groups.push(group.sort());
  };
  for (const node of edges.keys()) if (!index.has(node)) visit(node);
  return groups;
}

function exportsOf(text) {
  const declared = [...text.matchAll(DECLARED)].map(([, name]) => name);
  const listed = [...text.matchAll(LISTED)].flatMap(([, list]) => namesIn(list).map(({ to }) => to));
  return [...declared, ...listed];
}

const files = ROOTS.filter(existsSync).flatMap(sources);
const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')]));
const imports = new Map(files.map((file) => [file, importsOf(file, texts.get(file))]));
const ours = files.filter((file) => PROJECT.test(file));
const problems = [];

const atRunTime = new Map();
const folders = new Map();
for (const from of ours) {
  if (WITHOUT_ENVIRONMENT.test(from) && /\bprocess\.env\b/.test(texts.get(from)))
    problems.push(`${from}: only src/config may read process.env`);
  for (const { to, onlyTypes, lazy } of imports.get(from)) {
    const why = refusal(from, to);
    if (why) problems.push(`${from}: ${why}`);
    // Types of the schema name each other in functions that run later.
    const deferred = lazy || (from.startsWith('schema/') && to.startsWith('schema/'));
    if (!onlyTypes && !deferred) atRunTime.set(from, [...(atRunTime.get(from) ?? []), to]);
    const [folder, other] = [folderOf(from), folderOf(to)];
    if (LEAVES.includes(from) && other !== 'schema') problems.push(`${from}: a leaf may not import ${to}`);
    if (folder === other || LEAVES.includes(to)) continue;
    const between = folders.get(folder) ?? new Map();
    folders.set(folder, between.set(other, [...(between.get(other) ?? []), `${from} -> ${to}`]));
  }
}
for (const group of circles(atRunTime)) problems.push(`${group[0]}: circle at run time: ${group.join(', ')}`);
for (const group of circles(new Map([...folders].map(([folder, between]) => [folder, [...between.keys()]])))) {
  const edges = group.flatMap((folder) =>
    group.flatMap((other) => {
      const uses = folders.get(folder)?.get(other) ?? [];
      return uses.length ? [`    ${folder} -> ${other}: ${uses.length}, as ${uses.slice(0, 3).join('; ')}`] : [];
    }),
  );
  problems.push(`circle of folders ${group.join(', ')}:\n${edges.join('\n')}`);
}

const used = new Map();
for (const list of imports.values())
  for (const { to, names, whole } of list) {
    const seen = used.get(to) ?? new Set();
    for (const { from } of names) seen.add(from);
    if (whole) seen.add('*');
    used.set(to, seen);
  }
for (const file of ours) {
  const names = used.get(file) ?? new Set();
  if (names.has('*') || CHAPTERS.test(file)) continue;
  for (const name of exportsOf(texts.get(file)))
    if (!names.has(name)) problems.push(`${file}: exports ${name}, which nothing imports`);
}

for (const problem of problems.sort()) console.log(problem);
console.log(`${problems.length} problems of architecture`);
process.exitCode = problems.length > 0 ? 1 : 0;
