import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/adapters/contract.ts';
import { engageContract } from '../../src/adapters/engage/contract/index.ts';

const SHARED = '../shared/vendors';
const GUIDE = `${SHARED}/engage/guide.txt`;
const rows = Object.entries<Operation>(engageContract.operations);

interface Section {
  readonly name: string;
  readonly argumentNames: readonly string[];
  readonly text: string;
}

function sections(guide: string): Section[] {
  const heads = [...guide.matchAll(/^([a-z]\w+) ?\((.*)\)$/gm)];
  return heads.map((head, index) => ({
    name: head[1] ?? '',
    argumentNames: (head[2] ?? '').split(',').map((part) => part.trim().split(/\s+/).at(-1)?.replace('[]', '') ?? ''),
    text: guide.slice(head.index, heads[index + 1]?.index),
  }));
}

describe.skipIf(!existsSync(GUIDE))('the contract of engage beside its guide (skipped without ../shared)', () => {
  const documented = existsSync(GUIDE) ? sections(readFileSync(GUIDE, 'utf8')) : [];
  const each = documented.map((section) => [section.name, section] as const);
  const rowOf = (name: string) => rows.find(([known]) => known === name)?.[1];

  it('has exactly the documented operations', () => {
    const listed = JSON.parse(readFileSync(`${SHARED}/operations.json`, 'utf8')) as Record<
      string,
      Record<string, string[]>
    >;
    expect(new Set(rows.map(([name]) => name))).toEqual(new Set(listed.engage?.['Campaign methods']));
    expect(new Set(documented.map(({ name }) => name))).toEqual(new Set(listed.engage?.['Campaign methods']));
  });

  it.each(each)('has the arguments of %s in their order', (name, { argumentNames }) => {
    expect(Object.keys(rowOf(name)?.input ?? {})).toEqual(argumentNames);
  });

  it.each(each)('has the errors of %s', (name, { text }) => {
    const printed = [...text.matchAll(/• ([A-Z_]+)\s?(?:=|–|-)/g)].map(([, error]) => error);
    expect(new Set(rowOf(name)?.faults.map((fault) => fault.name))).toEqual(new Set(printed));
  });

  it.each(each)('has the cap of %s', (name, { text }) => {
    const printed = /maximum number of items returned using this method is ([\d,]+)/.exec(text)?.[1]?.replace(',', '');
    expect(rowOf(name)?.cap).toBe(printed === undefined ? undefined : Number(printed));
  });

  it.each(each)('marks %s as deprecated or not yet available, where it is', (name, { text }) => {
    const printed = /Availability\n\n(Future|Unscheduled)/.exec(text)?.[1];
    expect(rowOf(name)?.availability).toBe(printed);
    expect(rowOf(name)?.deprecated !== undefined).toBe(/deprecated/i.test(text));
  });

  it.each(each)('answers %s with a list where the guide does', (name, { text }) => {
    const printed = /Response\n\n(.*)/.exec(text)?.[1] ?? '';
    const kind = printed.startsWith('NONE') ? undefined : printed.includes('[]') ? 'list' : 'struct';
    expect(rowOf(name)?.output?.kind).toBe(kind);
  });
});

describe('the contract of engage', () => {
  it('reads with what shows, lists and previews, and acts with everything else', () => {
    for (const [name, { kind }] of rows)
      expect(`${name} ${kind}`).toBe(`${name} ${/^(show|list|preview)/.test(name) ? 'query' : 'mutation'}`);
  });
});
