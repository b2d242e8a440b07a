import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Fields, Operation, Type } from '../../src/adapters/contract.ts';
import { five9CtiContract, wire } from '../../src/adapters/five9-cti/contract/index.ts';
import { guideSpellings } from '../../src/adapters/five9-cti/contract/spellings.ts';

interface Entry {
  readonly key: string;
  readonly type: string;
  readonly array: boolean;
}
type Entries = Readonly<Record<string, readonly Entry[]>>;

interface Facts {
  readonly namespace: string;
  readonly operations: Readonly<Record<string, { readonly params: readonly string[] }>>;
  readonly responseTypes: Entries;
  readonly eventTypes: Entries;
  readonly complexTypes: Entries;
}

const vendors = new URL('../../../shared/vendors/', import.meta.url);
const absent = !existsSync(vendors);

function read<Value>(name: string): Value {
  return JSON.parse(readFileSync(new URL(name, vendors), 'utf8')) as Value;
}

const rows = (): [string, Operation][] => Object.entries(wire.operations);

/** The reference lists an object's members after the object itself. */
function flat(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, { type }]) =>
    name === 'info' && type.kind === 'struct' ? [name, ...Object.keys(type.fields)] : [name],
  );
}

function item(type: Type): Type {
  return type.kind === 'list' ? type.of : type;
}

/** A type as the reference spells it. */
function spelling(type: Type): Omit<Entry, 'key'> {
  const { name } = item(type) as { name: string };
  return { type: name, array: type.kind === 'list' };
}

function expected({ type, array }: Entry): Omit<Entry, 'key'> {
  if (type === '[ callInfo ]') return { type: 'callInfo', array: true };
  return { type: type === 'long_id' ? 'long' : type, array };
}

function expectFields(fields: Fields, entries: readonly Entry[], where: string): void {
  expect(Object.keys(fields), where).toEqual(entries.map(({ key }) => key));
  for (const entry of entries) {
    const field = fields[entry.key];
    expect(field && spelling(field.type), `${where}.${entry.key}`).toEqual(expected(entry));
  }
}

function structs(type: Type, found = new Map<string, Fields>()): Map<string, Fields> {
  const inner = item(type);
  if (inner.kind !== 'struct' || found.has(inner.name)) return found;
  found.set(inner.name, inner.fields);
  for (const field of Object.values(inner.fields)) structs(field.type, found);
  return found;
}

describe.skipIf(absent)('the contract against the vendor reference in ../shared', () => {
  it('offers every documented operation in its chapter and no other', () => {
    const documented = read<Record<string, Record<string, string[]>>>('operations.json')['five9-cti'];
    const chapters = Object.entries(wire.chapters).map(([title, chapter]) => [title, Object.keys(chapter)]);
    expect(Object.fromEntries(chapters)).toEqual(documented);
  });

  it('speaks the namespace and the operation names of the wire', async () => {
    const { namespace, operations } = read<Facts>('five9-cti/wire.json');
    const { NAMESPACE } = await import('../../src/adapters/five9-cti/contract/index.ts');
    expect(NAMESPACE).toBe(namespace);
    const names = rows().map(([name, row]) => row.wireName ?? name);
    expect(names.filter((name) => !(name in operations))).toEqual([]);
    expect(
      rows()
        .flatMap(([name, row]) => (row.wireName ? [[name, row.wireName]] : []))
        .sort(),
    ).toEqual(Object.entries(guideSpellings).sort());
  });

  it('sends every argument under its name and in its place', () => {
    const { operations } = read<Facts>('five9-cti/wire.json');
    for (const [name, row] of rows()) expect(flat(row.input), name).toEqual(operations[row.wireName ?? name]?.params);
  });

  it('answers what the reference answers', () => {
    const { responseTypes } = read<Facts>('five9-cti/wire.json');
    const withoutOutput = new Set(['getVersion', 'addListener', 'checkEvent']);
    for (const [name, row] of rows()) {
      const [entry] = responseTypes[row.wireName ?? name] ?? [];
      if (entry) expect(row.output && spelling(row.output), name).toEqual(expected(entry));
      else expect(row.output === undefined, name).toBe(!withoutOutput.has(name));
    }
  });

  it('knows every event with every field', () => {
    const { eventTypes } = read<Facts>('five9-cti/wire.json');
    const events = wire.events ?? {};
    expect(Object.keys(events).sort()).toEqual(Object.keys(eventTypes).sort());
    for (const [name, entries] of Object.entries(eventTypes)) expectFields(events[name]?.fields ?? {}, entries, name);
  });

  it('knows every type that operations and events carry, with every field', () => {
    const { complexTypes } = read<Facts>('five9-cti/wire.json');
    const found = new Map<string, Fields>();
    for (const [, row] of rows()) {
      for (const { type } of Object.values(row.input)) structs(type, found);
      if (row.output) structs(row.output, found);
    }
    for (const event of Object.values(wire.events ?? {})) {
      for (const { type } of Object.values(event.fields)) structs(type, found);
    }
    expect(found.size).toBeGreaterThan(25);
    for (const [name, fields] of found) expectFields(fields, complexTypes[name] ?? [], name);
  });
});

describe('the contract', () => {
  it('asks for the desk before the arguments of every operation, and leaves the wire alone', () => {
    for (const [name, row] of Object.entries(five9CtiContract.operations)) {
      expect(Object.keys(row.input), name).toEqual(['desk', ...Object.keys(wireInput(name))]);
    }
  });

  it('only calls reads queries', () => {
    const queries = rows().flatMap(([name, row]) => (row.kind === 'query' ? [name] : []));
    const others = queries.filter((name) => !name.startsWith('get'));
    expect(others).toEqual(['requestWorksheet', 'requestConnectors']);
    expect(rows().filter(([name, row]) => name.startsWith('get') && row.kind !== 'query')).toEqual([]);
  });

  it('describes every operation, argument, event and field', () => {
    for (const [name, row] of rows()) {
      expect(row.description, name).toMatch(/\.$/);
      for (const [field, { description }] of Object.entries(row.input))
        expect(description, `${name}.${field}`).toMatch(/\.$/);
    }
    for (const [name, event] of Object.entries(wire.events ?? {})) {
      expect(event.description, name).toMatch(/\.$/);
      for (const [field, { description }] of Object.entries(event.fields))
        expect(description, `${name}.${field}`).toMatch(/\.$/);
    }
  });

  it('keeps passwords and card digits secret', () => {
    const secret = rows().flatMap(([name, row]) =>
      Object.entries(row.input).flatMap(([field, rules]) => (rules.secret ? [`${name}.${field}`] : [])),
    );
    expect(secret).toEqual(['login.password', 'loginAsync.password', 'changePassword.newPassword', 'sendDTMF.digit']);
  });
});

function wireInput(name: string): Fields {
  return rows().find(([row]) => row === name)?.[1].input ?? {};
}

/** Every field of the contract with its description, by the names on the way to it. */
function described(fields: Fields, path: string): [string, string][] {
  return Object.entries(fields).flatMap(([name, { type, description }]): [string, string][] => [
    [`${path}.${name}`, description],
    ...(item(type).kind === 'struct' ? described((item(type) as { fields: Fields }).fields, `${path}.${name}`) : []),
  ]);
}

// The guide's chapters CALL, TRANSFER, CALLBACKS and SCRIPT give no unit and no meaning of these.
it.each([
  ['transferCall.timeout', 'no document states the unit'],
  ['snoozeCallback.time', 'no document states the unit'],
  ['addCallback.duedate', 'no document states the unit'],
  ['updateCallback.info.dueDate', 'no document states the unit'],
  ['toggleHold.flag', 'as far as is known'],
  ['recordCall.flag', 'as far as is known'],
  ['setNotReadyState.reasonId', 'no document states'],
])('%s says that its meaning is not documented', (place, words) => {
  const descriptions = new Map(rows().flatMap(([name, { input }]) => described(input, name)));
  expect(descriptions.get(place)).toContain(words);
});
