// Compares the emitted schema with that of another commit, descriptions aside: `node scripts/schema-changes.mjs [commit]`,
// HEAD when left out. Prints what breaks or endangers clients, and fails where something breaks them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges, findDangerousChanges, parse, print, visit } from 'graphql';

const FILE = 'schema/schema.graphql';
const [commit = 'HEAD'] = process.argv.slice(2);
const before = execFileSync('git', ['show', `${commit}:${FILE}`], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const after = readFileSync(FILE, 'utf8');

const withoutDescriptions = (text) =>
  print(visit(parse(text), { enter: (node) => (node.description ? { ...node, description: undefined } : undefined) }));

if (withoutDescriptions(before) === withoutDescriptions(after)) {
  console.log(`Apart from descriptions, the schema equals that of ${commit}.`);
} else {
  const [old, now] = [buildSchema(before), buildSchema(after)];
  const breaking = findBreakingChanges(old, now);
  for (const { description } of breaking) console.log(`breaks clients: ${description}`);
  for (const { description } of findDangerousChanges(old, now)) console.log(`may surprise clients: ${description}`);
  console.log(`The schema differs from that of ${commit}; ${breaking.length} changes break clients.`);
  process.exitCode = breaking.length ? 1 : 0;
}
