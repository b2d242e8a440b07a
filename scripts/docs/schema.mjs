// The reference of the unified plane, from schema/unified.graphql: root fields with an example each, types, inputs, enums, and
// the scope of each field.
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql';

const schema = buildSchema(readFileSync('schema/unified.graphql', 'utf8'));
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const ROOTS = {
  queries: schema.getQueryType(),
  mutations: schema.getMutationType(),
  subscriptions: schema.getSubscriptionType(),
};
const rootNames = new Set(Object.values(ROOTS).map(({ name }) => name));

/** The scope that a field needs, which a directive names. */
export function scopeOf({ astNode }) {
  const directive = astNode?.directives?.find(({ name }) => name.value === 'requiresScope');
  return directive?.arguments?.[0]?.value.value;
}

/** A text in a cell of a table. */
const cell = (text) => (text ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|');

/** The page that describes a type. */
function pageOf(type) {
  if (isEnumType(type)) return 'enums';
  if (isInputObjectType(type)) return 'inputs';
  return 'types';
}

function typeLink(type) {
  const { name } = getNamedType(type);
  const isPlain = rootNames.has(name) || ['String', 'Int', 'Float', 'Boolean', 'ID'].includes(name);
  const page = pageOf(getNamedType(type));
  const shown = isPlain ? name : `<a href="${page}.html#${name.toLowerCase()}">${name}</a>`;
  return `<code>${String(type).replace(name, shown)}</code>`;
}

function rows(members, head) {
  if (members.length === 0) return '';
  const lines = members.map(({ name, type, description, deprecationReason }) => {
    const gone = deprecationReason ? ` Deprecated: ${deprecationReason}` : '';
    return `| \`${name}\` | ${type ? `${typeLink(type)} | ` : ''}${cell(description)}${cell(gone)} |`;
  });
  const typed = members[0].type ? '| Type ' : '';
  return `| ${head} ${typed}| Meaning |\n| --- |${typed ? ' --- |' : ''} --- |\n${lines.join('\n')}\n`;
}

/** The arguments that an example needs, as variables. */
function variablesOf(field) {
  const needed = field.args.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
  return needed.map(({ name, type }) => ({ name, type: String(type) }));
}

/** The fields of an example: those with values, and one level below for objects. */
function selection(type, depth, indent) {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  const inner = `${indent}  `;
  if (isUnionType(named)) return ` {\n${inner}__typename\n${indent}}`;
  const fields = Object.values(named.getFields()).filter(({ args, deprecationReason }) => {
    return !deprecationReason && args.every(({ type: given }) => !isNonNullType(given));
  });
  const leaves = fields.filter((field) => isLeafType(getNamedType(field.type))).slice(0, 6);
  const wanted = [
    'edges',
    'node',
    'sources',
    'userErrors',
    'pageInfo',
    'error',
    'account',
    'call',
    'agent',
    'campaign',
  ];
  const objects =
    depth > 0
      ? fields.filter(({ name, type: given }) => wanted.includes(name) && !isLeafType(getNamedType(given)))
      : [];
  const shown = [...leaves, ...objects];
  const lines = shown.map((field) => `${inner}${field.name}${selection(field.type, depth - 1, inner)}`);
  if (lines.length === 0) lines.push(`${inner}__typename`);
  return ` {\n${lines.join('\n')}\n${indent}}`;
}

const KEYWORDS = { queries: 'query', mutations: 'mutation', subscriptions: 'subscription' };

/** A document that asks for one root field. */
function example(kind, field) {
  const variables = variablesOf(field);
  const declared = variables.length ? `(${variables.map(({ name, type }) => `$${name}: ${type}`).join(', ')})` : '';
  const page = field.args.some(({ name }) => name === 'first') && !variables.length ? ['first: 5'] : [];
  const given = [...variables.map(({ name }) => `${name}: $${name}`), ...page];
  const called = `${field.name}${given.length ? `(${given.join(', ')})` : ''}`;
  const name = field.name[0].toUpperCase() + field.name.slice(1);
  return `${KEYWORDS[kind]} ${name}${declared} {\n  ${called}${selection(field.type, 3, '  ')}\n}`;
}

/** All examples of the reference, by their root fields. */
export function referenceExamples() {
  return Object.entries(ROOTS).flatMap(([kind, root]) =>
    Object.values(root.getFields()).map((field) => ({ name: field.name, kind, text: example(kind, field) })),
  );
}

function rootField(kind, field) {
  const scope = scopeOf(field);
  const inputs = field.args.map(({ type }) => getNamedType(type)).filter(isInputObjectType);
  // The input of a mutation is described where it is used; conditions of lists have a place of their own.
  const input =
    kind === 'mutations' && inputs.length === 1 ? rows(Object.values(inputs[0].getFields()), 'Field of `input`') : '';
  return [
    `## ${field.name}`,
    field.description ?? '',
    `Answers ${typeLink(field.type)}.${scope ? ` Scope: \`${scope}\`.` : ''}`,
    input || rows([...field.args], 'Argument'),
    `\`\`\`graphql example\n${example(kind, field)}\n\`\`\``,
  ].join('\n\n');
}

const INTRODUCTIONS = {
  queries: ['Queries', 'What can be read in the unified plane. A query asks every account that can answer it.'],
  mutations: [
    'Mutations',
    'The acts of the unified plane. Each has one `input`; see [Acts and unknown outcomes](../concepts/acts.md).',
  ],
  subscriptions: ['Subscriptions', 'Changes as they happen; see [Events, cursors and gaps](../concepts/events.md).'],
};

function rootPage(kind) {
  const [title, sentence] = INTRODUCTIONS[kind];
  const fields = Object.values(ROOTS[kind].getFields()).toSorted((one, other) => one.name.localeCompare(other.name));
  const list = fields.map(({ name }) => `[\`${name}\`](#${name.toLowerCase()})`).join(' · ');
  return [`# ${title}`, sentence, list, ...fields.map((field) => rootField(kind, field))].join('\n\n');
}

function typePage(title, sentence, found, describe) {
  const sorted = found.toSorted((one, other) => one.name.localeCompare(other.name));
  const sections = sorted.map((type) => [`## ${type.name}`, type.description ?? '', describe(type)].join('\n\n'));
  return [`# ${title}`, sentence, ...sections].join('\n\n');
}

function objectText(type) {
  if (isScalarType(type)) return type.specifiedByURL ? `Specified by <${type.specifiedByURL}>.` : '';
  if (isUnionType(type)) return `One of ${type.getTypes().map(typeLink).join(', ')}.`;
  const scope = scopeOf(type);
  const kinds = isInterfaceType(type) ? schema.getPossibleTypes(type).map(typeLink) : [];
  const facts = [scope ? `Scope: \`${scope}\`.` : '', kinds.length ? `Implemented by ${kinds.join(', ')}.` : ''];
  return [facts.join(' '), rows(Object.values(type.getFields()), 'Field')].join('\n\n');
}

/** Root fields and types by the scope that they need. */
function scopesPage() {
  const lines = Object.entries(ROOTS).flatMap(([kind, root]) =>
    Object.values(root.getFields()).map((field) => [
      scopeOf(field) ?? 'any key',
      `${kind}.md#${field.name.toLowerCase()}`,
      field.name,
    ]),
  );
  const objects = types.filter((type) => isObjectType(type) && scopeOf(type));
  for (const type of objects) lines.push([scopeOf(type), `types.md#${type.name.toLowerCase()}`, type.name]);
  const scopes = [...new Set(lines.map(([scope]) => scope))].toSorted();
  const table = scopes.map((scope) => {
    const links = lines.filter(([found]) => found === scope).map(([, address, name]) => `[\`${name}\`](${address})`);
    return `| ${scope === 'any key' ? scope : `\`${scope}\``} | ${links.join(', ')} |`;
  });
  return (
    readFileSync('docs/_includes/scopes.md', 'utf8') +
    `\n| Scope | Root fields and types |\n| --- | --- |\n${table.join('\n')}\n`
  );
}

/** The pages of the unified plane, by their paths. */
export function schemaPages() {
  const isReadable = (type) => !isEnumType(type) && !isInputObjectType(type) && !rootNames.has(type.name);
  return {
    ...Object.fromEntries(Object.keys(ROOTS).map((kind) => [`reference/${kind}`, rootPage(kind)])),
    'reference/types': typePage(
      'Types',
      'Everything that the unified plane answers.',
      types.filter(isReadable),
      objectText,
    ),
    'reference/inputs': typePage(
      'Inputs',
      'Filters of lists and inputs of mutations.',
      types.filter(isInputObjectType),
      (type) => rows(Object.values(type.getFields()), 'Field'),
    ),
    'reference/enums': typePage('Enums', 'The values of the unified plane.', types.filter(isEnumType), (type) =>
      rows(type.getValues(), 'Value'),
    ),
    'reference/scopes': scopesPage(),
  };
}
