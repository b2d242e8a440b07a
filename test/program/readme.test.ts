import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, openSocket, type Program, startProgram } from './process.ts';

const README = readFileSync('README.md', 'utf8');

/** The code blocks of a language, as they are printed. */
function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  );
}

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

  test('its commands install, start and test the program', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    expect(blocks('sh')).toEqual(['npm ci\nnpm start\n']);
    expect(scripts.start).toMatch(/^node (--[a-z\d-]+(=\d+)? )*dist\/cli\.js serve$/);
    expect(scripts.prepare).toContain('npm run build');
    expect(README).toContain('`npm test`');
  });

  test('its links lead to files', () => {
    const links = [...README.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
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
  expect(await unknown.ended()).toBe(2);
  expect(unknown.output()).toContain('--plane must be one of: unified, vendor');
});
