/** The programs of docs/clients, as they are printed, against a gateway that is killed. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from '../helpers/until.ts';
import { faultsIn, KEY } from '../instances/gateways.ts';
import { EVENT_SOURCE_PACKAGES } from './event-source-packages.ts';
import { openKillable } from './killable.ts';
import { blocksOf } from './snippets.ts';

const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';
const hasPython = (() => {
  try {
    execFileSync(PYTHON, ['-c', 'import requests, websockets'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let gateway: Awaited<ReturnType<typeof openKillable>>;
let folder: string;
const running: ChildProcess[] = [];
beforeAll(async () => {
  gateway = await openKillable();
  // Inside the project, so that programs find its packages.
  folder = mkdtempSync(resolve('node_modules/.pages-'));
}, 60_000);
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
});

const env = { PATH: process.env.PATH, CROSSPOINT_KEY: KEY };

/** Writes a block of a page to a file, with the gateway's address in it. */
function fileOf(page: string, language: 'js' | 'python', index = 0, edit = (code: string) => code): string {
  const file = join(folder, `${page}-${index}.${language === 'js' ? 'mjs' : 'py'}`);
  const { host } = new URL(gateway.url);
  const code = blocksOf(`docs/clients/${page}.md`, language)[index] ?? '';
  writeFileSync(file, edit(code).replaceAll('localhost:4000', host));
  return file;
}

/** Breaks connections at the gateway's address until so many programs, distinguished by their headers, have tried. */
async function failEach(programs: number): Promise<void> {
  const tried = new Set<string>();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      tried.add(/^(?:accept|user-agent): .*$/gim.exec(String(data))?.[0] ?? 'WebSocket without either');
      socket.destroy();
    });
  });
  const { hostname, port } = new URL(gateway.url);
  server.listen(Number(port), hostname);
  await until(() => tried.size >= programs, 'an attempt of every program while the gateway is down');
  server.close();
  await once(server, 'close');
}

interface Printed {
  readonly payload?: readonly { readonly name: string; readonly value: string }[];
}

/** Runs a program that prints events; answers the numbers of those it has printed and what it says of errors. */
function follow(command: string, file: string) {
  const child = spawn(command, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const output = { text: '', errors: '' };
  child.stdout.on('data', (chunk) => {
    output.text += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.errors += chunk;
  });
  const numbers = () =>
    output.text
      .split('\n')
      .slice(0, -1)
      .map((line) => (JSON.parse(line) as Printed).payload?.find(({ name }) => name === 'GLOBALCALLID')?.value)
      .flatMap((value) => (value ? [Number(value)] : []));
  return { numbers, output };
}

test.each(EVENT_SOURCE_PACKAGES)(
  'the programs of the pages, that for EventSource with the package %s, print every event once although the gateway is killed',
  {
    timeout: 120_000,
  },
  async (name) => {
    const { feeder, restart } = gateway;
    const withPackage = (code: string) => code.replace("'eventsource'", `'${name}'`);
    const programs = [
      follow(process.execPath, fileOf('graphql-ws', 'js')),
      follow(process.execPath, fileOf('event-source', 'js', 0, withPackage)),
      ...(hasPython ? [follow(PYTHON, fileOf('python', 'python', 1))] : []),
    ];
    const all = (holds: (numbers: number[]) => boolean, what: string) =>
      until(() => programs.every(({ numbers }) => holds(numbers())), what).catch((error) => {
        throw new Error(`${error.message}: ${programs.map(({ output }) => output.errors).join('\n')}`);
      });
    await until(() => {
      feeder.publish(1);
      return programs.every(({ numbers }) => numbers().length);
    }, 'a first event');
    feeder.publish(200);
    await all((numbers) => numbers.at(-1) === feeder.last, 'the events before the kill');
    await restart(() => failEach(programs.length));
    await until(() => feeder.listeners > 0, 'the gateway at the recorder');
    feeder.publish(200);
    await all((numbers) => numbers.at(-1) === feeder.last, 'the events while no client was connected');
    feeder.publish(200);
    await all((numbers) => numbers.at(-1) === feeder.last, 'the events after the kill');
    for (const { numbers } of programs) {
      expect(faultsIn(numbers(), numbers()[0] ?? 0, feeder.last)).toEqual({ lost: [], doubled: 0 });
    }
  },
);

test.skipIf(!hasPython)('the query of the page for Python prints the accounts', { timeout: 30_000 }, async () => {
  const { stdout } = await promisify(execFile)(PYTHON, [fileOf('python', 'python')], { env });
  expect(stdout).toContain("'key': 'wfo'");
});
