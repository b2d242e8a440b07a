import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, type DefinitionNode, Kind, parse, print, visit } from 'graphql';
import { afterEach, beforeEach, expect, test } from 'vitest';

const RELEASED = `
type Query {
  call(id: ID!, old: Int @deprecated(reason: "Ignored.")): Call
  calls(first: Int = 25, filter: Filter): [Call!]
  gone: Gone @deprecated(reason: "Use call.")
}
type Gone { name: String }
type Call { id: ID! from: String state: State }
enum State { RINGING ENDED LATE @deprecated(reason: "Is ENDED.") }
input Filter { state: State = RINGING }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'schema-'));
  mkdirSync(join(folder, 'schema'));
  write('released.graphql', RELEASED);
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(folder, 'schema', file), text);
const read = (file: string) => readFileSync(join(folder, 'schema', file), 'utf8');
const run = (...words: string[]) =>
  spawnSync('node', ['scripts/schema-changes.mjs', ...words, folder], { encoding: 'utf8', env: process.env });

test.each([
  ['a field that is missing', 'from: String', '', 'Call.from was removed.'],
  ['an enum value that is missing', 'RINGING ', '', 'RINGING was removed from enum type State.'],
  ['an answer that may be null', 'id: ID! from', 'id: ID from', 'Call.id changed type from ID! to ID.'],
  [
    'a new required argument',
    'call(id: ID!',
    'call(account: ID!, id: ID!',
    'A required arg account on Query.call was added.',
  ],
  [
    'another default of an argument',
    'Int = 25',
    'Int = 20',
    'Query.calls arg first has changed defaultValue from 25 to 20.',
  ],
  ['another default of an input field', 'State = RINGING', 'State = ENDED', 'Filter.state has changed defaultValue.'],
  ['an argument that has no default any more', 'Int = 25', 'Int', 'Query.calls arg first defaultValue was removed.'],
])('A change of the schema is refused for %s', (_, before, after, message) => {
  write('schema.graphql', RELEASED.replace(before, after));
  const { status, stderr } = run('--check');
  expect([status, stderr]).toEqual([1, expect.stringContaining(`breaks clients: ${message}`)]);
});

test.each([
  ['additions', 'from: String', 'from: String to: String'],
  ['the removal of a deprecated field and of its type', /gone: .*|type Gone .*/g, ''],
  ['the removal of a deprecated argument', /, old: Int @deprecated\(reason: "Ignored."\)/, ''],
  ['the removal of a deprecated enum value', /LATE @deprecated\(reason: "Is ENDED."\)/, ''],
  ['a new deprecation', 'from: String', 'from: String @deprecated(reason: "Use party.")'],
])('A change of the schema is accepted for %s', (_, before, after) => {
  write('schema.graphql', RELEASED.replace(before, after));
  const { status, stderr } = run('--check');
  expect([status, stderr]).toEqual([0, '']);
});

test('A removal is refused while the released schema does not deprecate it', () => {
  write('released.graphql', RELEASED.replace(' @deprecated(reason: "Use call.")', ''));
  write('schema.graphql', RELEASED.replace(/gone: .*|type Gone .*/g, ''));
  const { status, stderr } = run('--check');
  expect(status).toBe(1);
  expect(stderr).toContain('Query.gone was removed.');
  expect(stderr).toContain('Gone was removed.');
});

const PARTS: readonly string[] = [Kind.FIELD_DEFINITION, Kind.INPUT_VALUE_DEFINITION, Kind.ENUM_VALUE_DEFINITION];

/** Names of the parts that a schema loses: every so many fields, arguments, input fields and enum values. */
function thinned(text: string, every: number) {
  const removed: string[] = [];
  let seen = 0;
  const left = visit(parse(text, { noLocation: true }), {
    enter(node, _key, parent) {
      const siblings = Array.isArray(parent) ? parent.length : 0;
      if (!PARTS.includes(node.kind) || siblings < 3) return undefined;
      seen += 1;
      if (seen % every !== 0) return undefined;
      removed.push((node as DefinitionNode & { name: { value: string } }).name.value);
      return null;
    },
  });
  return { text: print(left), removed };
}

test('P5: the schema of today breaks no document of a client of the last release', () => {
  const { status, stderr } = spawnSync('node', ['scripts/schema-changes.mjs', '--check'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test('P5: whichever part the released schema loses, documents of clients are known to break', () => {
  const released = readFileSync('schema/released.graphql', 'utf8');
  const { text, removed } = thinned(released, 101);
  expect(removed.length).toBeGreaterThan(40);
  expect(Object.keys(buildSchema(text).getTypeMap()).length).toBeGreaterThan(100);
  write('released.graphql', released);
  write('schema.graphql', text);
  const { status, stderr } = run('--check');
  expect(status).toBe(1);
  for (const name of removed) expect(stderr).toMatch(new RegExp(`breaks clients: .*\\b${name}\\b.* was removed`));
});

test('A schema that was never released breaks nothing', () => {
  rmSync(join(folder, 'schema/released.graphql'));
  write('schema.graphql', 'type Query { call: String }');
  expect(run('--check').status).toBe(0);
});

test('A release lists the changes of the schema above the earlier ones and becomes the released schema', () => {
  write('CHANGES.md', '# Changes of the schema\n\n## 0.1.0\n\nThe first release.\n');
  const now = RELEASED.replace('from: String', 'from: String @deprecated(reason: "Use party.") party(role: Int): Party')
    .replace(/gone: .*|type Gone .*/g, '')
    .concat('type Party { number: String }\n');
  write('schema.graphql', now);
  expect(run('--release', '0.2.0').status).toBe(0);
  expect(read('CHANGES.md')).toBe(
    [
      '# Changes of the schema',
      '## 0.2.0',
      '### Added',
      '- `Call.party`\n- `Party`',
      '### Deprecated',
      '- `Call.from`',
      '### Removed',
      '- `Query.gone`\n- `Gone`',
      '## 0.1.0',
      'The first release.\n',
    ].join('\n\n'),
  );
  expect(read('released.graphql')).toBe(now);
});

test('A release of the changelog releases the schema', () => {
  mkdirSync(join(folder, 'changes'));
  writeFileSync(join(folder, 'CHANGELOG.md'), '# Changelog\n\n## 0.1.0\n\n### Added\n\n- The first version.\n');
  writeFileSync(join(folder, 'changes/a.md'), '### Added\n\n- A field.\n');
  write('schema.graphql', RELEASED);
  rmSync(join(folder, 'schema/released.graphql'));
  const { status } = spawnSync('node', ['scripts/changelog.mjs', '0.2.0', folder], { encoding: 'utf8' });
  expect([status, existsSync(join(folder, 'schema/released.graphql'))]).toEqual([0, true]);
  expect(read('CHANGES.md')).toContain('## 0.2.0');
});
