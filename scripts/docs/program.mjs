// Pages of what the program says of itself: its commands, its settings, its changes, and the settings and readings of each vendor.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const CONFIGURATION = JSON.parse(readFileSync('schema/config.json', 'utf8'));
const cell = (text) => String(text).replace(/\s+/g, ' ').replaceAll('|', '\\|');
const help = (...words) => execFileSync(process.execPath, ['dist/cli.js', 'help', ...words], { encoding: 'utf8' });

function commandsPage() {
  const text = help();
  const names = [...text.matchAll(/^ {2}crosspoint (\w+)/gm)].map(([, name]) => name);
  const sections = names.map((name) => `## crosspoint ${name}\n\n\`\`\`text\n${help(name).trim()}\n\`\`\``);
  return [
    `# Commands`,
    'The texts of `crosspoint help`. Installed in a project, the program runs as `npx crosspoint`.',
    ...sections,
  ].join('\n\n');
}

function kindOf(schema) {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.anyOf) return kindOf(schema.anyOf[0]);
  if (schema.type === 'array') return `list of ${kindOf(schema.items)}`;
  return schema.type === 'integer' ? 'whole number' : schema.type === 'string' ? 'text' : (schema.type ?? 'any');
}

/** A row for each setting of an object, and for those inside. */
function settingRows({ properties = {}, required = [] }, path = '') {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const inner = schema.type === 'array' ? schema.items : schema;
    const here = `${path}${name}${schema.type === 'array' && inner.properties ? '[]' : ''}`;
    const needed = required.includes(name) ? ' Required.' : '';
    const text = schema.description.includes('Required.') ? schema.description : schema.description + needed;
    const kind = inner.properties ? '' : kindOf(schema);
    return [
      `| \`${here}\` | ${kind} | ${cell(text)} |`,
      ...(name === 'accounts' && !path ? [] : settingRows(inner, `${here}.`)),
    ];
  });
}

const table = (schema) => `| Setting | Value | Meaning |\n| --- | --- | --- |\n${settingRows(schema).join('\n')}\n`;

/** The settings of each vendor's accounts. */
const ACCOUNTS = CONFIGURATION.properties.accounts.items.allOf.map(({ if: { properties }, then }) => ({
  vendor: properties.vendor.const,
  schema: then,
}));

function configurationPage() {
  const { properties, required } = CONFIGURATION;
  const simple = Object.entries(properties).filter(([, { type, items }]) => type !== 'object' && !items?.properties);
  const sections = Object.entries(properties).filter(([name]) => !simple.some(([other]) => other === name));
  const parts = sections.map(([name, schema]) => {
    const part = { properties: { [name]: schema }, required };
    return `## ${name}\n\n${table(part)}`;
  });
  const vendors = ACCOUNTS.map(({ vendor, schema }) => `## accounts of ${vendor}\n\n${table(schema)}`);
  return [
    '# Configuration',
    readFileSync('docs/_includes/configuration.md', 'utf8'),
    `## General\n\n${table({ properties: Object.fromEntries(simple) })}`,
    ...parts,
    ...vendors,
  ].join('\n\n');
}

/** The page of a vendor: what to know, its settings, and what its guide leaves open. */
function vendorPage({ vendor, schema }) {
  const text = readFileSync(`docs/_includes/vendors/${vendor}.md`, 'utf8').trim();
  const [, ...readings] = readFileSync(`docs/vendors/${vendor}.md`, 'utf8').split(/^## /m);
  const open = readings.map((reading) => `### Reading ${reading.trim()}`).join('\n\n');
  const sentence =
    "What the vendor's documents do not settle. Each question has readings; the default is taken unless the account chooses another.";
  return `${text}\n\n## Settings\n\n${table(schema)}\n\n## Readings\n\n${sentence}\n\n${open}\n`;
}

/** The changes of each release, and before them those of the next one. */
function changelogPage() {
  const entries = readdirSync('changes').filter((name) => name !== 'README.md');
  const next = {};
  for (const name of entries)
    for (const part of readFileSync(`changes/${name}`, 'utf8').split(/^### /m).slice(1)) {
      const [kind, ...lines] = part.split('\n');
      next[kind.trim()] = `${next[kind.trim()] ?? ''}${lines.join('\n').trim()}\n`;
    }
  const text = readFileSync('CHANGELOG.md', 'utf8');
  const at = text.search(/^## /m);
  const unreleased = ['Added', 'Changed', 'Fixed', 'Security'].flatMap((kind) =>
    next[kind] ? [`### ${kind}\n\n${next[kind]}`] : [],
  );
  const released = text.slice(at).replace(/\]\((?!https?:)[^)]*\)/g, (link) => link.replace(/\]\(.*/, ']'));
  const plain = (markdown) =>
    markdown.replace(/\[([^\]]+)\]\((?!https?:)[^)]*\)/g, '$1').replace(/\[([^\]]+)\](?!\()/g, '$1');
  return `# Changelog\n\n${unreleased.length ? `## Next release\n\n${plain(unreleased.join('\n'))}\n` : ''}${plain(released)}`;
}

/** The guide of the client package, whose links lead out of the site. */
function clientPage() {
  return readFileSync('packages/client/README.md', 'utf8').replace('(../../README.md)', '(../index.md)');
}

/** The pages, by their paths. */
export function programPages() {
  return {
    'reference/commands': commandsPage(),
    'reference/configuration': configurationPage(),
    ...Object.fromEntries(
      ACCOUNTS.filter(({ vendor }) => existsSync(`docs/vendors/${vendor}.md`)).map((account) => [
        `configure/${account.vendor}`,
        vendorPage(account),
      ]),
    ),
    'clients/client': clientPage(),
    changelog: changelogPage(),
  };
}
