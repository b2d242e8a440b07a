// Lists the changes of the schema that clients notice, descriptions aside.
//   node scripts/schema-changes.mjs [commit]           compares schema/schema.graphql with that of a commit, HEAD when left out
//   node scripts/schema-changes.mjs --check [folder]   fails where it breaks clients of the last release, schema/released.graphql
//   node scripts/schema-changes.mjs --release VERSION [folder]   lists the changes in schema/CHANGES.md and makes it the released one
// Anything that the older schema marks as deprecated may be removed (docs/deprecation.md).
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  buildASTSchema,
  buildSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  isInputObjectType,
  Kind,
  parse,
  visit,
} from 'graphql';

const FILE = 'schema/schema.graphql';
const COMPOSED = [Kind.OBJECT_TYPE_DEFINITION, Kind.INTERFACE_TYPE_DEFINITION, Kind.INPUT_OBJECT_TYPE_DEFINITION];

const isDeprecated = (node) => (node.directives ?? []).some(({ name }) => name.value === 'deprecated');

/** Names of the types that a definition refers to. */
function namesIn(definition) {
  const names = [];
  visit(definition, { NamedType: ({ name }) => void names.push(name.value) });
  return names;
}

/** The definitions that the root types reach; an implementation is reached by its interface. */
function reachable(definitions) {
  const found = new Set();
  const pending = ['Query', 'Mutation', 'Subscription'];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const definition of definitions) {
      if (definition.name?.value === name) pending.push(...namesIn(definition));
      else if (definition.interfaces?.some((one) => one.name.value === name)) pending.push(definition.name.value);
    }
  }
  return definitions.filter(({ kind, name }) => kind === Kind.DIRECTIVE_DEFINITION || !name || found.has(name.value));
}

/** A schema without what it marks as deprecated, and without the types that nothing else reaches. */
function withoutDeprecated(text) {
  const remaining = visit(parse(text, { noLocation: true }), {
    enter: (node) => (isDeprecated(node) ? null : undefined),
  });
  const filled = remaining.definitions.filter((one) => !COMPOSED.includes(one.kind) || one.fields?.length);
  return buildASTSchema({ ...remaining, definitions: reachable(filled) }, { assumeValidSDL: true });
}

/** Input fields whose default differs, which graphql-js does not compare. */
function changedDefaults(before, after) {
  return Object.values(before.getTypeMap()).flatMap((type) => {
    const now = after.getType(type.name);
    if (!isInputObjectType(type) || !isInputObjectType(now)) return [];
    return Object.values(type.getFields())
      .filter(({ name }) => now.getFields()[name])
      .filter(({ name, defaultValue }) => !isDeepStrictEqual(defaultValue, now.getFields()[name].defaultValue))
      .map(({ name }) => `${type.name}.${name} has changed defaultValue.`);
  });
}

function changesBetween(before, after) {
  const [old, now] = [withoutDeprecated(before), buildSchema(after)];
  const isDefault = ({ type }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE;
  const descriptions = (changes) => changes.map(({ description }) => description);
  return {
    breaking: [
      ...descriptions(findBreakingChanges(old, now)),
      ...descriptions(findDangerousChanges(old, now).filter(isDefault)),
      ...changedDefaults(old, now),
    ],
    dangerous: descriptions(findDangerousChanges(buildSchema(before), now).filter((change) => !isDefault(change))),
  };
}

/** The coordinates of a schema, such as `Call.from`, each with whether it is deprecated. */
function coordinatesOf(text) {
  const coordinates = new Map();
  for (const definition of parse(text, { noLocation: true }).definitions) {
    if (!definition.name) continue;
    const type = definition.name.value;
    coordinates.set(type, false);
    for (const part of [...(definition.fields ?? []), ...(definition.values ?? [])]) {
      coordinates.set(`${type}.${part.name.value}`, isDeprecated(part));
      for (const argument of part.arguments ?? [])
        coordinates.set(`${type}.${part.name.value}(${argument.name.value}:)`, isDeprecated(argument));
    }
  }
  return coordinates;
}

/** Coordinates without those of a type or field that is among them itself. */
function outermost(coordinates) {
  const all = new Set(coordinates);
  return coordinates.filter((one) => {
    const parents = [one.replace(/\(.*/, ''), one.replace(/\..*/, '')];
    return !parents.some((parent) => parent !== one && all.has(parent));
  });
}

const section = (title, items) =>
  items.length ? `### ${title}\n\n${items.map((item) => `- ${item}\n`).join('')}\n` : '';

/** The changes of a release as Markdown. */
function changelogOf(version, before, after) {
  const [old, now] = [coordinatesOf(before), coordinatesOf(after)];
  const code = (coordinates) => outermost(coordinates).map((one) => `\`${one}\``);
  const { breaking, dangerous } = changesBetween(before, after);
  const parts = [
    section('Added', code([...now.keys()].filter((one) => !old.has(one)))),
    section(
      'Deprecated',
      code([...now].filter(([one, deprecated]) => deprecated && !old.get(one)).map(([one]) => one)),
    ),
    section('Removed', code([...old.keys()].filter((one) => !now.has(one)))),
    section('Breaks clients', breaking),
    section('May surprise clients', dangerous),
  ];
  return `## ${version}\n\n${parts.join('') || 'No changes.\n\n'}`;
}

/** Prints the changes and answers how many break clients. */
function report(before, after, older) {
  const { breaking, dangerous } = changesBetween(before, after);
  for (const description of breaking) console.error(`breaks clients: ${description}`);
  for (const description of dangerous) console.log(`may surprise clients: ${description}`);
  if (breaking.length)
    console.error(
      `${breaking.length} changes break clients of ${older}; deprecate in a release what a later one removes`,
    );
  return breaking.length;
}

function release(version, folder) {
  const [file, released, list] = ['schema.graphql', 'released.graphql', 'CHANGES.md'].map((one) =>
    join(folder, 'schema', one),
  );
  const after = readFileSync(file, 'utf8');
  const title = '# Changes of the schema\n\n';
  const earlier = existsSync(list) ? readFileSync(list, 'utf8').slice(title.length) : '';
  const entry = existsSync(released)
    ? changelogOf(version, readFileSync(released, 'utf8'), after)
    : `## ${version}\n\nThe first release.\n\n`;
  writeFileSync(list, `${title}${entry}${earlier}`.trimEnd().concat('\n'));
  writeFileSync(released, after);
}

function check(folder) {
  const released = join(folder, 'schema/released.graphql');
  if (!existsSync(released)) return 0;
  return report(readFileSync(released, 'utf8'), readFileSync(join(folder, FILE), 'utf8'), 'the last release');
}

function compareWithCommit(commit) {
  const before = execFileSync('git', ['show', `${commit}:${FILE}`], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const broken = report(before, readFileSync(FILE, 'utf8'), commit);
  if (!broken) console.log(`Nothing breaks clients of ${commit}.`);
  return broken;
}

const [word = 'HEAD', ...rest] = process.argv.slice(2);
if (word === '--release') release(rest[0], rest[1] ?? '.');
else process.exitCode = (word === '--check' ? check(rest[0] ?? '.') : compareWithCommit(word)) ? 1 : 0;
