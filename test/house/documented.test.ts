import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The text between the brace at `open` and its partner; braces in comments and texts come in pairs here. */
function blockFrom(text: string, open: number): string {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}' && --depth === 0) return text.slice(open + 1, at);
  }
  return '';
}

/** The members of the outermost level of a block, each with whether a comment stands before it. */
function membersOf(block: string): { name: string; documented: boolean }[] {
  const lines = block.split('\n');
  const indent = Math.min(...lines.filter((line) => /^ +\w/.test(line)).map((line) => line.search(/\S/)));
  return lines.flatMap((line, at) => {
    const member = new RegExp(`^ {${indent}}(?:readonly )?(\\w+)(?:[?:(<]|,$)`).exec(line)?.[1];
    return member ? [{ name: member, documented: lines[at - 1]?.trimEnd().endsWith('*/') ?? false }] : [];
  });
}

function undocumented(file: string, opening: RegExp): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(opening)].flatMap((found) => {
    const block = blockFrom(text, found.index + found[0].length - 1);
    const lacking = membersOf(block).filter(({ name, documented }) => !documented && name !== 'kind');
    return lacking.map(({ name }) => `${file}: ${found[1]}.${name}`);
  });
}

const INTERFACES = [
  ...['adapter', 'contact-records', 'contract', 'event', 'records', 'vendor', 'contract-types', 'contract-values'].map(
    (name) => `src/adapters/${name}.ts`,
  ),
  'src/subscriptions/log/log.ts',
];

test.each(INTERFACES)('every member of the exported interfaces of %s has a comment', (file) => {
  const exempt = /: (Log\.\w+)$/; // Levels of a log need no explanation.
  const lacking = undocumented(file, /^export interface (\w+)[^{\n]*\{/gm);
  expect(lacking.filter((member) => !exempt.test(member))).toEqual([]);
});
