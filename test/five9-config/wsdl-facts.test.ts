/** The contract against the facts of the vendor's WSDL, read from it by another program: test/fixtures/five9-config/wsdl-facts.py. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { five9ConfigContract } from '../../src/adapters/five9-config/contract/index.ts';
import { readContract } from '../../src/adapters/five9-config/contract/wsdl/contract-facts.ts';
import type { FieldFact } from '../../src/adapters/five9-config/contract/wsdl/facts.ts';

const lines = readFileSync(new URL('../fixtures/five9-config/wsdl-facts.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const ours = readContract(five9ConfigContract);

const words = (text = '') => text.split(' ').filter(Boolean);

/** The lines of one kind: the name, and the columns behind it. */
function rowsOf(kind: string): Map<string, string[]> {
  const rows = lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.split(' | '));
  return new Map(rows.map(([name = '', ...columns]) => [name.slice(kind.length + 1).trim(), columns]));
}

const named = (fields: readonly FieldFact[]) => fields.map(({ name, type }) => `${name}:${type.replaceAll(' ', '')}`);
const unmarked = (column?: string) => words(column).map((field) => field.replace('!:', ':'));
const demanded = (column?: string) =>
  words(column).flatMap((field) => (field.includes('!:') ? [field.split('!:')[0]] : []));

/** What the WSDL demands and the contract does not. */
function undemanded(fields: readonly FieldFact[], column?: string) {
  return demanded(column).filter((name) => !fields.some((field) => field.name === name && field.required));
}

it('has the operations of the WSDL, 182, with their arguments in order, their answers and their faults', () => {
  const theirs = rowsOf('operation');
  expect(theirs.size).toBe(182);
  expect([...ours.operations.keys()].sort()).toEqual([...theirs.keys()].sort());
  for (const [name, [input, output, faults]] of theirs) {
    const { input: sent = [], output: answered = [], faults: refusals = [] } = ours.operations.get(name) ?? {};
    expect(named(sent), name).toEqual(unmarked(input));
    expect(undemanded(sent, input), name).toEqual([]);
    expect(named(answered), name).toEqual(unmarked(output));
    expect([...refusals].sort(), name).toEqual(words(faults).sort());
  }
});

it('has its types, with their fields in order', () => {
  const theirs = rowsOf('type');
  expect([...ours.types.keys()].sort()).toEqual([...theirs.keys()].sort());
  for (const [name, [column]] of theirs) {
    const fields = ours.types.get(name) ?? [];
    expect(named(fields), name).toEqual(unmarked(column));
    expect(undemanded(fields, column), name).toEqual([]);
  }
});

it('has its enumerations, with every word', () => {
  const theirs = rowsOf('enum');
  expect([...ours.enums.keys()].sort()).toEqual([...theirs.keys()].sort());
  for (const [name, [column]] of theirs)
    expect([...(ours.enums.get(name) ?? [])].sort(), name).toEqual(words(column).sort());
});
