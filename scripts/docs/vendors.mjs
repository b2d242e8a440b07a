// The reference of the vendor plane, by vendor and chapter, from schema/schema.graphql and schema/COVERAGE.md.
import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isLeafType, printType } from 'graphql';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
const COVERAGE = readFileSync('schema/COVERAGE.md', 'utf8');
const fields = { ...schema.getQueryType().getFields(), ...schema.getMutationType().getFields() };

/** The operations of each vendor: its name, chapter, field and the unified fields that it serves. */
function operations() {
  const [, ...parts] = COVERAGE.split(/^## (?=[a-z\d-]+$)/m);
  return parts.map((part) => {
    const rows = [...part.matchAll(/^\| (.+?) \| (\S+) \| `(\w+)` \| (\w+) \| (.*?) \| (.*?) \|$/gm)];
    const found = rows.map(([, chapter, operation, field, kind, unified, remark]) => ({
      chapter,
      operation,
      field,
      kind,
      unified,
      remark,
    }));
    return { vendor: part.split('\n', 1)[0].trim(), operations: found };
  });
}

const slug = (text) =>
  text
    .toLowerCase()
    .replace(/[^a-z\d_]+/g, '-')
    .replace(/^-|-$/g, '');
const cell = (text) => (text ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|');

function typeText(type, vendor) {
  const named = getNamedType(type);
  if (isLeafType(named) && !schema.getType(named.name)?.getValues) return `\`${type}\``;
  return `[\`${type}\`](${vendor}-types.md#${named.name.toLowerCase()})`;
}

function operationText({ operation, field: name, kind, unified, remark }, vendor) {
  const field = fields[name];
  if (!field) throw new Error(`The coverage names ${name}, which is no field`);
  const args = field.args.map(
    (argument) => `| \`${argument.name}\` | ${typeText(argument.type, vendor)} | ${cell(argument.description)} |`,
  );
  return [
    `## ${operation}`,
    field.description ?? '',
    `\`${name}\`, a ${kind}. Answers ${typeText(field.type, vendor)}.${unified ? ` Serves ${unified} of the unified plane.` : ''} ${remark}`,
    args.length ? `| Argument | Type | Meaning |\n| --- | --- | --- |\n${args.join('\n')}` : '',
  ].join('\n\n');
}

/** The types that the operations of a vendor use, at any depth. */
function typesOf(names) {
  const seen = new Map();
  const visit = (type) => {
    const named = getNamedType(type);
    if (seen.has(named.name) || (isLeafType(named) && !named.getValues)) return;
    seen.set(named.name, named);
    for (const inner of Object.values(named.getFields?.() ?? {})) {
      visit(inner.type);
      for (const argument of inner.args ?? []) visit(argument.type);
    }
    for (const inner of named.getTypes?.() ?? []) visit(inner);
  };
  for (const name of names) {
    visit(fields[name].type);
    for (const argument of fields[name].args) visit(argument.type);
  }
  return [...seen.values()].toSorted((one, other) => one.name.localeCompare(other.name));
}

const unified = new Set(Object.keys(buildSchema(readFileSync('schema/unified.graphql', 'utf8')).getTypeMap()));

function typesPage(vendor, names) {
  // Types of the unified plane, such as an account, are described there.
  const sections = typesOf(names).map((type) => {
    const text = unified.has(type.name)
      ? `See the [unified plane](../types.md).`
      : `\`\`\`text\n${printType(type)}\n\`\`\``;
    return `## ${type.name}\n\n${text}`;
  });
  return [`# ${vendor}: types`, "The vendor's types under the vendor's own names.", ...sections].join('\n\n');
}

/** The pages of the vendor plane, by their paths. */
export function vendorPages() {
  const pages = {};
  const index = ['# The vendor plane', readFileSync('docs/_includes/vendor-plane.md', 'utf8')];
  for (const { vendor, operations: all } of operations()) {
    const chapters = [...new Set(all.map(({ chapter }) => chapter))];
    index.push(`## ${vendor}`, `${all.length} operations.`);
    const lines = chapters.map((chapter) => {
      const found = all.filter((operation) => operation.chapter === chapter);
      const page = `${vendor}-${slug(chapter)}`;
      const texts = found.map((operation) => operationText(operation, vendor));
      pages[`reference/vendor/${page}`] = [`# ${vendor}: ${chapter}`, ...texts].join('\n\n');
      const links = found.map(({ operation }) => `[${operation}](vendor/${page}.md#${slug(operation)})`);
      return `| [${chapter}](vendor/${page}.md) | ${links.join(', ')} |`;
    });
    index.push(
      `| Chapter | Operations |\n| --- | --- |\n${lines.join('\n')}`,
      `[Types of ${vendor}](vendor/${vendor}-types.md)`,
    );
    pages[`reference/vendor/${vendor}-types`] = typesPage(
      vendor,
      all.map(({ field }) => field),
    );
  }
  return { ...pages, 'reference/vendor-plane': index.join('\n\n') };
}
