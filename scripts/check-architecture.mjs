// Refuses imports against the direction of ARCHITECTURE.md, circles of modules or folders, exports that nothing imports or
// whose name another module exports, and reads of the environment outside src/config.
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
  'src/access': [
    'schema/',
    'src/adapters/errors.ts',
    'src/adapters/vendor.ts',
    'src/adapters/vendors.ts',
    'src/storage/back-off.ts',
  ],
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

/**
 * Names that the folders of all vendors export from files of the same place, so that what is known of one vendor is known of
 * the next; test/vendors/shape.test.ts requires most of them.
 */
const SAME_SHAPE = {
  // The ends of a vendor's folder, which src/adapters/index.ts and src/simulators/index.ts list.
  'index.ts': ['vendor', 'simulator'],
  // The parts that adapter.ts assembles.
  'adapter.ts': ['createAdapter'],
  'client.ts': ['createClient'],
  'reads.ts': ['createReads'],
  'acts.ts': ['createActs'],
  'events.ts': ['createEvents'],
  // Data about the vendor.
  'settings.ts': ['settings', 'Settings'],
  'readings.ts': ['readings'],
  'covers.ts': ['covers'],
  // A vendor's words in those of the unified plane.
  'quirks.ts': ['callStateOf', 'campaignStateOf', 'directionOf'],
  // The part of acts.ts, reads.ts or client.ts that is of one kind of object.
  'acts/campaigns.ts': ['campaignActs'],
  'acts/campaign-states.ts': ['campaignStateActs'],
  'acts/contacts.ts': ['contactActs'],
  'reads/contacts.ts': ['contactReads'],
  'client/answer.ts': ['readAnswer'],
};
const VENDOR_FOLDER = /^src\/(?:adapters|simulators)\/(?:engage|five9-config|five9-cti|recorder|remote-control)\//;
/** Chapters of contracts: the names of their types are the vendors' own, and two vendors may have one name. */
const VENDOR_WORDS = /^src\/adapters\/[\w-]+\/contract\//;

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

/** The exported names that a module declares; overloads are one. */
function declaredIn(text) {
  return new Set([...text.matchAll(DECLARED)].map(([, name]) => name));
}

function exportsOf(text) {
  const declared = declaredIn(text);
  const listed = [...text.matchAll(LISTED)].flatMap(([, list]) => namesIn(list).map(({ to }) => to));
  return [...declared, ...listed];
}

const files = ROOTS.filter(existsSync).flatMap(sources);
const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')]));
const imports = new Map(files.map((file) => [file, importsOf(file, texts.get(file))]));
const ours = files.filter((file) => PROJECT.test(file)).sort();
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

// The console is a program of its own, over the public schema: its names and those of the gateway never meet.
const declared = new Map();
for (const file of ours) {
  if (VENDOR_WORDS.test(file)) continue;
  const program = file.startsWith('console/') ? 'console' : 'gateway';
  const exempt = (VENDOR_FOLDER.test(file) && SAME_SHAPE[file.replace(VENDOR_FOLDER, '')]) || [];
  for (const name of declaredIn(texts.get(file))) {
    if (exempt.includes(name)) continue;
    const key = `${program} ${name}`;
    declared.set(key, [...(declared.get(key) ?? []), file]);
  }
}
for (const [key, [file, ...others]] of declared)
  if (others.length > 0) problems.push(`${file}: exports ${key.split(' ')[1]}, as ${others.join(', ')} does`);

for (const problem of problems.sort()) console.log(problem);
console.log(`${problems.length} problems of architecture`);
process.exitCode = problems.length > 0 ? 1 : 0;
