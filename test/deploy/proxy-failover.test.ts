/** The proxy of deploy/compose when a gateway is killed or ends in the midst of a request. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { freePort } from '../program/process.ts';

const UPGRADE = {
  connection: 'upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  // The example of RFC 6455, section 1.3, and its answer.
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};
const SWITCHED = [
  'HTTP/1.1 101 Switching Protocols',
  'connection: upgrade',
  'upgrade: websocket',
  'sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
];

/** As much of a gateway as the proxy sees. */
class Backend {
  /** Ends connections without an answer, except those of health checks. */
  isEnding = false;
  readonly posts: string[] = [];
  readonly #server: Server;
  opened = 0;

  constructor() {
    this.#server = createServer((incoming, response) => {
      if (incoming.method === 'POST') this.posts.push(incoming.url ?? '');
      if (this.isEnding && incoming.url !== '/readyz') incoming.socket.destroy();
      else response.end('{}');
    });
    this.#server.on('upgrade', (_, socket) => {
      if (this.isEnding) return socket.destroy();
      this.opened += 1;
      return socket.on('error', () => {}).write(`${SWITCHED.join('\r\n')}\r\n\r\n`);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** As by `kill -9`: new connections are refused. Those of WebSockets stay, as where the whole machine is away. */
  kill(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

let backends: readonly [Backend, Backend];
let proxy: ChildProcess;
let folder: string;
let port: number;

beforeEach(async () => {
  backends = [new Backend(), new Backend()];
  for (const backend of backends) await backend.listen();
  port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'crosspoint-proxy-'));
  const [one, two] = backends;
  const text = readFileSync('deploy/compose/haproxy.cfg', 'utf8')
    .replace(/^resolvers docker[\s\S]*?\n\n/m, '')
    .replace(' resolvers docker init-addr last,libc,none', '')
    .replace('gateway-1:4000', `127.0.0.1:${one.port}`)
    .replace('gateway-2:4000', `127.0.0.1:${two.port}`)
    .replace('bind :8080', `bind 127.0.0.1:${port}`);
  writeFileSync(join(folder, 'haproxy.cfg'), text);
  proxy = spawn('haproxy', ['-f', join(folder, 'haproxy.cfg')], { stdio: 'ignore' });
  await untilAnswer(
    () => ask().catch(() => undefined),
    (status) => status === 200,
  );
});
afterEach(() => {
  proxy?.kill('SIGKILL');
  for (const backend of backends) backend.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** The status of an answer through the proxy. */
async function ask(method = 'GET', headers: Record<string, string> = {}): Promise<number | undefined> {
  const asked = request({ port, host: '127.0.0.1', path: '/graphql', method, headers, agent: false });
  const answered = Promise.race([once(asked, 'response'), once(asked, 'upgrade')]) as Promise<[IncomingMessage]>;
  asked.end();
  const [response] = await answered;
  response.resume();
  return response.statusCode;
}

const open = () => ask('GET', UPGRADE);

describe.skipIf(spawnSync('haproxy', ['-v']).error !== undefined)('the proxy of the compose file', () => {
  test('opens every WebSocket at the other gateway, at once, when one was killed', async () => {
    backends[0].kill();
    const began = performance.now();
    const statuses = await Promise.all(Array.from({ length: 20 }, open));
    expect(new Set(statuses)).toEqual(new Set([101]));
    expect(performance.now() - began).toBeLessThan(900);
  });

  test('opens a WebSocket at the other gateway where one ends before it answers', async () => {
    backends[0].isEnding = true;
    expect(new Set(await Promise.all(Array.from({ length: 10 }, open)))).toEqual(new Set([101]));
    expect(backends[1].opened).toBe(10);
  });

  test('never sends a mutation twice', async () => {
    for (const backend of backends) backend.isEnding = true;
    await Promise.all(Array.from({ length: 6 }, () => ask('POST', { 'content-length': '0' })));
    expect(backends.flatMap(({ posts }) => posts)).toHaveLength(6);
  });

  test('closes the WebSockets of a gateway that is away, so that their clients connect to the other', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const asked = request({ port, host: '127.0.0.1', path: '/graphql', headers: UPGRADE, agent: false }).end();
        const [, socket] = await once(asked, 'upgrade');
        return { socket, closed: once(socket.on('error', () => {}).resume(), 'close') };
      }),
    );
    const { opened } = backends[0];
    expect(opened).toBeGreaterThan(0);
    backends[0].kill();
    let closed = 0;
    for (const each of sockets) void each.closed.then(() => (closed += 1));
    await untilAnswer(
      async () => closed,
      (count) => count === opened,
      8_000,
    );
    for (const { socket } of sockets) socket.destroy();
  });
});
