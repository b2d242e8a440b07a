/** The program of docs/clients/relay.md, compiled by Relay's compiler against the schema and run by its runtime. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../helpers/until.ts';
import { idle, nameOf, openScene, type Scene } from '../scenarios/stage.ts';
import { blocksOf } from './snippets.ts';

const PAGE = 'docs/clients/relay.md';
const [configuration = ''] = blocksOf(PAGE, 'json');
const [code = ''] = blocksOf(PAGE, 'js');

let scene: Scene;
let folder: string;
let child: ChildProcess | undefined;
beforeAll(async () => {
  // Not under node_modules, which the compiler leaves out.
  mkdirSync('packages/client/dist', { recursive: true });
  folder = mkdtempSync(resolve('packages/client/dist/relay-'));
  scene = await openScene({ seed: 21, vendors: ['five9-cti'] });
}, 60_000);
afterAll(async () => {
  child?.kill('SIGKILL');
  await scene.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Replaces documents by what the compiler made of them, which is what Relay's plugins for bundlers do. */
function withArtifacts(source: string): string {
  return source.replace(
    /graphql`\s*\w+ (\w+)[^`]*`/g,
    (_, name) => `(await import('./__generated__/${name}.graphql.js')).default`,
  );
}

/** Compiles the program of the page; answers the file to run. */
function compile(): string {
  mkdirSync(join(folder, 'src/__generated__'), { recursive: true });
  const settings = { ...JSON.parse(configuration), schema: resolve('schema/unified.graphql') };
  writeFileSync(join(folder, 'relay.config.json'), JSON.stringify(settings));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const file = join(folder, 'src/agents.js');
  writeFileSync(file, code);
  execFileSync(process.execPath, [resolve('node_modules/relay-compiler/cli.js')], { cwd: folder, stdio: 'pipe' });
  writeFileSync(file, withArtifacts(code.replaceAll('http://localhost:4000/graphql', scene.gateway.url)));
  return file;
}

test('a program of Relay lists agents page by page and receives their changes in its store', {
  timeout: 90_000,
}, async () => {
  const { world, gateway } = scene;
  const CROSSPOINT_KEY = gateway.header().authorization.replace('Bearer ', '');
  child = spawn(process.execPath, [compile()], {
    env: { PATH: process.env.PATH, CROSSPOINT_KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const listed = () =>
    output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line).agents.edges.map(({ node }: { node: object }) => node));
  const { data } = await gateway.ask('{ agents(first: 100) { edges { node { id name presence } } } }');
  const all = (data as { agents: { edges: { node: { id: string; name: string } }[] } }).agents.edges;
  const ids = all.map(({ node }) => node.id);
  const waited = (holds: () => boolean, what: string) =>
    until(holds, what).catch((error) => {
      throw new Error(`${error.message}: ${errors || output}`);
    });
  await waited(() => listed().at(-1)?.length === ids.length, 'all pages');
  expect(listed().map(({ length }) => length)).toEqual(expect.arrayContaining([2, 4]));
  expect(
    listed()
      .at(-1)
      .map(({ id }: { id: string }) => id),
  ).toEqual(ids);

  const person = idle(world);
  const seen = () =>
    new Set(listed().map((nodes) => nodes.find(({ name }: { name: string }) => name === nameOf(person))?.presence));
  let ready = false;
  await waited(() => {
    ready = !ready;
    if (ready) world.setReady(person);
    else world.setNotReady(person, null);
    return seen().has('READY') && seen().has('NOT_READY');
  }, 'a change of presence in the list');
  expect(errors).toBe('');
});
