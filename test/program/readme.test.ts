import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { vendors } from '../../src/adapters/vendors.ts';
import { fileShape, readConfiguration } from '../../src/config/configuration.ts';
import { ask, openSocket, type Program, startProgram } from './process.ts';

const README = readFileSync('README.md', 'utf8');

/** The code blocks of a language, as they are printed. */
function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  );
}

/** Every key that a shape takes, at any depth. */
function keysIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysIn);
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, ...others } = schema as { readonly properties?: Readonly<Record<string, unknown>> };
  return [...Object.keys(properties), ...Object.values({ ...others, ...properties }).flatMap(keysIn)];
}

test('every setting there is stands in the README', () => {
  const shapes = [fileShape, ...vendors.map(({ settings }) => settings)];
  const keys = new Set(
    shapes.flatMap((shape) => keysIn(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }))),
  );
  expect(keys.size).toBeGreaterThan(60);
  const words = new Set([...(README.match(/\w+/g) ?? []), ...(README.match(/[\w-]+/g) ?? [])]);
  expect([...keys].filter((key) => !words.has(key))).toEqual([]);
});

let program: Program;
let url: string;
beforeAll(async () => {
  program = startProgram(['serve', '--seed', '3'], { PORT: '0' });
  url = (await program.says(/(http:\/\/\S+\/graphql)/))[1] ?? '';
}, 30_000);
afterAll(() => program.stop());

describe('what the README says is covered', () => {
  const rows = (text: string, columns: number) =>
    [...text.matchAll(/^\|(.+)\|$/gm)].map(([, row = '']) =>
      row
        .split('|')
        .map((cell) => cell.trim())
        .slice(-columns),
    );

  test('is what the coverage table computes', () => {
    const computed = readFileSync('schema/COVERAGE.md', 'utf8').split('## The unified plane')[0] ?? '';
    const counts = rows(computed, 3)
      .slice(2)
      .map(([operations, , events]) => [operations, events === '0' ? '' : events]);
    expect(counts).toHaveLength(5);
    expect(rows(README.split('Two planes')[0] ?? '', 2).slice(2)).toEqual(counts);
    expect(README).toContain(`All ${/^(\d+) documented/m.exec(computed)?.[1]} one by one`);
  });
});

describe('what the README offers to paste', () => {
  const [query = '', mutation = '', subscription = ''] = blocks('graphql');

  test('is a query, a mutation and a subscription', () => {
    expect([query, mutation, subscription].map((text) => text.split(' ', 1)[0])).toEqual([
      'query',
      'mutation',
      'subscription',
    ]);
  });

  test('the query is answered, and the mutation takes an id of its answer', async () => {
    const { data, errors } = await ask(url, query);
    expect(errors).toBeUndefined();
    expect(data.accounts).toHaveLength(5);
    expect(data.calls.edges.length).toBeGreaterThan(0);
    const { id } = data.calls.edges[0].node;
    const answered = await ask(url, mutation, { id });
    expect(answered.errors).toBeUndefined();
    expect(answered.data.callHold.call.id).toBe(id);
  });

  test('the subscription emits calls', async () => {
    const socket = openSocket(url);
    const { value } = await socket.iterate({ query: subscription }).next();
    expect(value).toMatchObject({
      data: { callChanged: { cursor: expect.any(String), call: { id: expect.any(String) } } },
    });
    await socket.dispose();
  });

  test('the configuration is one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-readme-'));
    const file = join(folder, 'crosspoint.yaml');
    writeFileSync(file, blocks('yaml')[0] ?? '');
    const names = [...README.matchAll(/\$\{([A-Z0-9_]+)\}/g)].map(([, name = '']) => [name, 'x'.repeat(40)]);
    const { accounts } = readConfiguration(file, vendors, Object.fromEntries(names));
    expect(accounts.map(({ vendor }) => vendor.key)).toEqual([
      'five9-config',
      'five9-cti',
      'remote-control',
      'recorder',
      'engage',
    ]);
    rmSync(folder, { recursive: true });
  });

  test('every command of the program it names is one', async () => {
    const help = startProgram(['--help']);
    expect(await help.ended()).toBe(0);
    const named = [...README.matchAll(/npx crosspoint (\w+)/g)].map(([, command = '']) => command);
    expect(named.length).toBeGreaterThan(3);
    for (const command of named) expect(help.output()).toContain(`crosspoint ${command}`);
  });
});

test('schema, coverage and key print what they promise', async () => {
  const [schema, coverage, key] = [['schema'], ['coverage'], ['key', '--output', 'text']].map((words) =>
    startProgram(words),
  );
  expect(await schema?.ended()).toBe(0);
  expect(schema?.output()).toContain('type Query {');
  expect(await coverage?.ended()).toBe(0);
  expect(coverage?.output()).toContain('358 documented operations');
  expect(await key?.ended()).toBe(0);
  expect(key?.output()).toMatch(/^key: {2}cpk_\S+\nhash: sha256:[0-9a-f]{64}\n$/);
});

test('schema --plane unified prints the unified plane, and an unknown plane is refused', async () => {
  const unified = startProgram(['schema', '--plane', 'unified']);
  expect(await unified.ended()).toBe(0);
  expect(unified.output()).toBe(readFileSync('schema/unified.graphql', 'utf8'));
  const unknown = startProgram(['schema', '--plane', 'both']);
  expect(await unknown.ended()).toBe(1);
  expect(unknown.output()).toContain('--plane must be one of: unified, vendor');
});
