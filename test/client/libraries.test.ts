/** The programs of docs/clients for Apollo Client, urql, graphql-request and graphql-sse, as they are printed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { until, untilAnswer } from '../helpers/until.ts';
import { idle, nameOf, openScene, type Scene } from '../scenarios/stage.ts';
import { openCuttable } from './cuttable.ts';
import { blocksOf } from './snippets.ts';

interface Shown {
  readonly name: string;
  readonly presence: string | null;
}

let scene: Scene;
let folder: string;
let people: SimulatedPerson[];
const closing: (() => unknown)[] = [];
beforeAll(async () => {
  scene = await openScene({ seed: 21, vendors: ['five9-cti'], grants: { reader: { scopes: ['calls:read'] } } });
  await untilAnswer(agentsOfGateway, (agents) => agents.length > 0);
  people = [idle(scene.world), idle(scene.world), idle(scene.world)];
  // Inside the project, so that programs find its packages.
  folder = mkdtempSync(resolve('node_modules/.libraries-'));
}, 60_000);
afterAll(async () => {
  for (const close of closing) close();
  await scene.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the program of a page with the key of a caller, over connections that can be cut and are soon made again. */
async function run(page: string, caller = 'admin', edit = (code: string) => code) {
  const { host, cut, close } = await openCuttable(scene.gateway.url);
  const file = join(folder, `${page}-${caller}.mjs`);
  const [code = ''] = blocksOf(`docs/clients/${page}.md`, 'js');
  writeFileSync(file, edit(code).replaceAll('localhost:4000', host).replace('1_000 + Math.random() * 2_000', '100'));
  const CROSSPOINT_KEY = scene.gateway.header(caller).authorization.replace('Bearer ', '');
  const child: ChildProcess = spawn(process.execPath, [file], {
    env: { PATH: process.env.PATH, CROSSPOINT_KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  closing.push(close, () => child.kill('SIGKILL'));
  const text = { printed: '', errors: '' };
  child.stdout?.on('data', (chunk) => {
    text.printed += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text.errors += chunk;
  });
  const lines = () => text.printed.split('\n').slice(0, -1);
  return {
    ...{ child, cut },
    errors: () => text.errors,
    printed: () => lines().map((line) => JSON.parse(line)),
    until: (holds: () => unknown, what: string) =>
      until(holds, what).catch((error) => {
        throw new Error(`${error.message}: ${text.errors || text.printed}`);
      }),
  };
}

/** One of the idle agents, who is not ready; each test has another one. */
function takePerson(): SimulatedPerson {
  const person = people.pop();
  if (!person) throw new Error('There are too few idle agents');
  return person;
}

async function agentsOfGateway(): Promise<Shown[]> {
  const { agents } = await scene.ask('{ agents(first: 100) { edges { node { name presence } } } }');
  return agents.edges.map(({ node }: { node: Shown }) => node);
}

/** The page shows changes of a person's presence, also one while its connection is cut. */
async function expectChanges(
  program: Awaited<ReturnType<typeof run>>,
  person: SimulatedPerson,
  presence: () => string | null | undefined,
): Promise<void> {
  const { world } = scene;
  world.setReady(person);
  await program.until(() => presence() === 'READY', 'a change');
  expect(program.cut()).toBeGreaterThan(0);
  world.setNotReady(person, null);
  await program.until(() => presence() === 'NOT_READY', 'a change while the connection was cut');
  world.setReady(person);
  await program.until(() => presence() === 'READY', 'a change after that');
  expect(program.errors()).toBe('');
}

describe.concurrent('the page', { timeout: 60_000 }, () => {
  test('for Apollo Client lists the agents of all pages and their changes, also after its connection was cut', async () => {
    const smaller = (code: string) => code.replace('first: 20', 'first: 10');
    const program = await run('apollo-client', 'admin', smaller);
    const names = (await agentsOfGateway()).map(({ name }) => name);
    const last = (): Shown[] => program.printed().at(-1) ?? [];
    await program.until(() => last().length === names.length, 'the agents of all pages');
    expect(last().map(({ name }) => name)).toEqual(names);
    expect(program.printed().map(({ length }) => length)).toContain(10);
    const person = takePerson();
    const presence = () => last().find(({ name }) => name === nameOf(person))?.presence;
    await expectChanges(program, person, presence);
  });

  test('for urql prints the accounts and the changes of agents, also after its connection was cut', async () => {
    const program = await run('urql');
    await program.until(() => program.printed().length > 1, 'the accounts and a first state');
    const [accounts] = program.printed();
    expect(accounts).toMatchObject([{ key: 'floor', vendor: 'FIVE9_CTI' }]);
    const person = takePerson();
    const presence = () => program.printed().findLast(({ name }) => name === nameOf(person))?.presence;
    await expectChanges(program, person, presence);
  });

  test('for graphql-sse prints each change once, also those while its connection was cut', async () => {
    const { world } = scene;
    const program = await run('graphql-sse');
    const person = takePerson();
    const change = () => {
      world.setReady(person);
      world.setNotReady(person, null);
    };
    const cursors = (): string[] => program.printed().map(({ cursor }) => cursor);
    await untilAnswer(async () => {
      change();
      return cursors().length;
    }, Boolean);
    const stored = async (): Promise<string[]> => {
      const document = `query ($after: Cursor) { events(first: 100, after: $after, filter: { kinds: [AGENT] }) {
        edges { node { cursor } } } }`;
      const { events } = await scene.ask(document, { after: cursors()[0] });
      return events.edges.map(({ node }: { node: { cursor: string } }) => node.cursor);
    };
    const { length } = await stored();
    expect(program.cut()).toBeGreaterThan(0);
    for (let changes = 0; changes < 5; changes += 1) change();
    const after = await untilAnswer(stored, (found) => found.length >= length + 8);
    await program.until(() => cursors().includes(after.at(-1) ?? ''), 'the changes while the connection was cut');
    expect(cursors().slice(1, after.length + 1)).toEqual(after);
    expect(program.errors()).toBe('');
  });

  test('for graphql-request prints the agents of all pages, and the errors of fields without a scope', async () => {
    const smaller = (code: string) => code.replace('first: 20', 'first: 10');
    const program = await run('graphql-request', 'reader', smaller);
    await once(program.child, 'close');
    const names = (await agentsOfGateway()).map(({ name }) => name);
    expect(program.printed().map(({ name, skills }) => ({ name, skills }))).toEqual(
      names.map((name) => ({ name, skills: null })),
    );
    expect(program.errors()).toMatch(/^PERMISSION_DENIED agents\.edges\.0\.node\.skills /);
    expect(program.child.exitCode).toBe(0);
  });

  test('for graphql-request prints the error of a wrong key and fails', async () => {
    const program = await run('graphql-request', 'admin', (code) => code.replace('Bearer $', 'Bearer wrong-$'));
    await once(program.child, 'close');
    expect(program.errors()).toMatch(/^UNAUTHENTICATED /);
    expect(program.child.exitCode).toBe(1);
  });
  test('for graphql-sse repeats a refusal no more often than it says, and prints it', async () => {
    const program = await run('graphql-sse', 'reader', (code) =>
      code.replace('Bearer $', 'Bearer wrong-$').replace('Number.POSITIVE_INFINITY', '0'),
    );
    await once(program.child, 'close');
    expect(program.errors()).toContain('401');
    expect(program.printed()).toEqual([]);
  });
});
