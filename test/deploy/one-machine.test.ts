/** The commands of docs/operations/deployment.md for two gateways on one machine, run as they stand, on ports that are free. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ask, freePort, openSocket } from '../program/process.ts';

const isInstalled = (program: string) => spawnSync(program, ['--version']).error === undefined;
const hasPrometheus = isInstalled('prometheus');
const page = readFileSync('docs/operations/deployment.md', 'utf8');
const [, prepare = '', programs = ''] =
  /```sh whole\n(mkdir local[\s\S]*?)```[\s\S]*?```sh whole\n(redis-server[\s\S]*?)```/.exec(page) ?? [];

let folder: string;
let collector: Server;
let traces = 0;
let proxy: string;
let prometheus: string;
let key: string;
let ports: ReadonlyMap<string, string>;
const running = new Map<string, ChildProcess>();

/** Runs a command of the page in a terminal of its own. */
function start(line: string): void {
  const words = [...(line.startsWith('prometheus') ? [`--web.listen-address=127.0.0.1:${prometheus}`] : [])];
  const child = spawn('sh', ['-c', [line, ...words].join(' ')], {
    cwd: join(folder, 'local'),
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    stdio: 'ignore',
    detached: true,
  });
  running.set(line, child);
}

function kill(pattern: RegExp): void {
  for (const [line, { pid }] of running) {
    if (!pattern.test(line) || pid === undefined) continue;
    running.delete(line);
    process.kill(-pid, 'SIGKILL');
  }
}

/** The ports of the page, each with one that is free. The simulated vendors have theirs at a distance of ten. */
async function freePorts(): Promise<Map<string, string>> {
  const ports = new Map<string, string>();
  for (const port of ['6379', '4001', '4002', '8080']) ports.set(port, String(await freePort()));
  const base = 20_000 + 100 * (Number(await freePort()) % 100);
  for (const port of [7600, 7610, 7630]) ports.set(String(port), String(base + port - 7_600));
  ports.set('4318', String((collector.address() as AddressInfo).port));
  return ports;
}

/** Makes the files of the page in a folder, and changes in them what a test cannot wait for. */
async function prepareFolder(): Promise<Map<string, string>> {
  folder = mkdtempSync(join(tmpdir(), 'crosspoint-one-machine-'));
  symlinkSync(resolve('deploy'), join(folder, 'deploy'));
  const program = `#!/bin/sh\nshift\nexec "${process.execPath}" "${resolve('dist/cli.js')}" "$@"\n`;
  writeFileSync(join(folder, 'npx'), program);
  chmodSync(join(folder, 'npx'), 0o755);
  const made = JSON.parse(execFileSync(join(folder, 'npx'), ['crosspoint', 'key'], { encoding: 'utf8' }));
  key = made.key;
  collector = createServer((request, response) => {
    traces += 1;
    request.resume().on('end', () => response.end('{}'));
  }).listen(0, '127.0.0.1');
  const free = await freePorts();
  const script = prepare.replace('sha256:…', made.hash).replace('cpk_…', key);
  execFileSync('sh', ['-e', '-c', script], {
    cwd: folder,
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
  });
  for (const file of ['crosspoint.yaml', 'haproxy.cfg', 'prometheus.yaml'])
    rewrite(file, (text) => withPorts(text, free));
  rewrite('prometheus.yaml', (text) =>
    text.replace('15s', '1s').replace('global: {', 'global: { evaluation_interval: 1s,'),
  );
  rewrite('alerts.yaml', (text) => text.replaceAll('for: 5m', 'for: 2s'));
  return free;
}

function rewrite(file: string, change: (text: string) => string): void {
  const path = join(folder, 'local', file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

function withPorts(text: string, ports: ReadonlyMap<string, string>): string {
  return text.replace(/\b(6379|4001|4002|8080|7600|7610|7630|4318)\b/g, (port) => ports.get(port) ?? port);
}

const states = async () => {
  const asked = ask(`${proxy}/graphql`, '{ accounts { key status } }', {}, { authorization: `Bearer ${key}` });
  return (await asked.catch(() => ({ data: null }))).data as { accounts: { status: string }[] } | null;
};
const areUp = (data: Awaited<ReturnType<typeof states>>) =>
  data?.accounts.length === 2 && data.accounts.every(({ status }) => status === 'UP');

/** The next change of a recording; undefined where the connection failed. */
async function nextEvent(): Promise<unknown> {
  const socket = openSocket(`${proxy}/graphql`, { authorization: `Bearer ${key}` });
  const query = 'subscription { recordingChanged { type } }';
  const received = new Promise((next, error) => socket.subscribe({ query }, { next, error, complete() {} }));
  const event = await received.catch(() => undefined);
  await socket.dispose();
  return event;
}

interface Facts {
  readonly activeTargets?: readonly { readonly health: string }[];
  readonly alerts?: readonly {
    readonly state: string;
    readonly labels: { readonly alertname: string; readonly account?: string };
  }[];
}

/** What Prometheus answers at an address of its API; undefined before it does. */
async function metrics(path: string): Promise<Facts | undefined> {
  const response = await fetch(`http://127.0.0.1:${prometheus}/api/v1/${path}`).catch(() => undefined);
  return response?.ok ? ((await response.json()) as { data: Facts }).data : undefined;
}

const [perTest, inAll] = [70_000, 90_000];

describe.skipIf(!isInstalled('redis-server') || !isInstalled('haproxy'))(
  'two gateways on one machine',
  { timeout: perTest },
  () => {
    beforeAll(async () => {
      ports = await prepareFolder();
      proxy = `http://127.0.0.1:${ports.get('8080')}`;
      prometheus = String(await freePort());
      const lines = programs
        .trim()
        .split('\n')
        .map((line) => withPorts(line, ports));
      const port = ports.get('6379');
      for (const line of lines)
        if (hasPrometheus || !line.startsWith('prometheus'))
          start(line.startsWith('redis-server') ? `${line} --port ${port}` : line);
      await untilAnswer(states, areUp, 60_000);
    }, inAll);

    afterAll(() => {
      kill(/./);
      collector?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('answer at one address, and record traces', async () => {
      await untilAnswer(states, () => traces > 0);
    });

    test.skipIf(!hasPrometheus)('are scraped with their rules, without an alert', async () => {
      const targets = await untilAnswer(
        async () => (await metrics('targets'))?.activeTargets ?? [],
        (found) => found.length === 2 && found.every(({ health }) => health === 'up'),
      );
      expect(targets).toHaveLength(2);
      expect((await metrics('alerts'))?.alerts).toEqual([]);
    });

    test('answer and deliver events when one of them is killed', async () => {
      kill(new RegExp(`^PORT=${ports.get('4001')} `));
      expect(running.size).toBe(5 - (hasPrometheus ? 0 : 1));
      await untilAnswer(states, areUp);
      // Until the proxy has seen that it is away, it may send a client there, which connects again.
      const event = await untilAnswer(nextEvent, (found) => found !== undefined);
      expect(event).toMatchObject({ data: { recordingChanged: { type: expect.any(String) } } });
    });

    test.skipIf(!hasPrometheus)('fire an alert once the vendors are away', async () => {
      kill(/simulate all/);
      const headers = { authorization: `Bearer ${key}` };
      await ask(`${proxy}/graphql`, '{ recordings(first: 1) { edges { cursor } } }', {}, headers);
      const firing = await untilAnswer(
        async () => (await metrics('alerts'))?.alerts ?? [],
        (alerts) =>
          alerts.some(({ state, labels }) => state === 'firing' && labels.alertname === 'CrosspointAccountDown'),
        60_000,
      );
      expect(firing.map(({ labels }) => labels.account)).toContain('wfo');
    });
  },
);
