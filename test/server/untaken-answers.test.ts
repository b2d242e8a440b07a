/** Answers that are sent and not taken: they wait for a bounded time, and hold a bounded number of bytes (D6, D8, H15). */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { countFor, UntakenAnswers, type UntakenLimits } from '../../src/server/untaken-answers.ts';
import { until } from '../helpers/until.ts';
import { startGateway } from './gateway.ts';

const MEGABYTE = 1024 * 1024;
/** More than the buffers of a system between two sockets. */
const LARGE = Buffer.alloc(24 * MEGABYTE, 'x');

/** A server whose answers are watched; each is counted for the caller that the path names. */
async function start(limits: Partial<UntakenLimits>) {
  const untaken = new UntakenAnswers(limits);
  const server = createServer((request, response) => {
    untaken.watch(response);
    const [, caller = '', size = ''] = request.url?.split('/') ?? [];
    countFor(response, caller);
    response.end(LARGE.subarray(0, Number(size)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { untaken, port: (server.address() as AddressInfo).port };
}

interface Client {
  readonly socket: Socket;
  isClosed: boolean;
  bytes: number;
}

/** Asks over a connection of its own and takes nothing of the answer. */
async function ask(port: number, path: string, headers = ''): Promise<Client> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const client = { socket, isClosed: false, bytes: 0 };
  socket
    .on('error', () => {})
    .on('close', () => {
      client.isClosed = true;
    });
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n${headers}\r\n`);
  return client;
}

function read(client: Client): void {
  client.socket.on('data', (data) => {
    client.bytes += data.length;
  });
}

test('an answer that is not taken is broken off after its time, and one that is taken is whole', async () => {
  const { untaken, port } = await start({ milliseconds: 1_500, bytesPerMillisecond: LARGE.length });
  const [stalled, reading] = [await ask(port, `/one/${LARGE.length}`), await ask(port, `/two/${LARGE.length}`)];
  read(reading);
  await until(() => untaken.bytes > 0, 'it waits');
  await until(() => untaken.bytes === 0, 'it waits no more');
  await until(() => reading.bytes > LARGE.length, 'the other is whole');
  read(stalled);
  await until(() => stalled.isClosed, 'it is broken off');
  expect(stalled.bytes).toBeLessThan(LARGE.length);
  expect(reading.isClosed).toBe(false);
});

test('a larger answer may wait for longer', async () => {
  const { untaken, port } = await start({ milliseconds: 0, bytesPerMillisecond: (22 * MEGABYTE) / 60_000 });
  await ask(port, `/one/${LARGE.length}`);
  await until(() => untaken.bytes > 0, 'it waits');
  await new Promise((done) => setTimeout(done, 50));
  expect(untaken.bytes).toBeGreaterThan(0);
});

test('of too many bytes, the largest answer of the client that has most is broken off', async () => {
  const { untaken, port } = await start({ mostBytes: 50 * MEGABYTE });
  const greedy = [await ask(port, `/greedy/${18 * MEGABYTE}`)];
  const other = await ask(port, `/other/${20 * MEGABYTE}`);
  await until(() => untaken.bytes > 25 * MEGABYTE, 'two wait');
  greedy.push(await ask(port, `/greedy/${LARGE.length}`));
  await until(() => untaken.bytes < 40 * MEGABYTE && untaken.bytes > 25 * MEGABYTE);
  for (const client of [...greedy, other]) read(client);
  await until(() => other.bytes > 20 * MEGABYTE, "the other's is whole");
  await until(() => (greedy[0]?.bytes ?? 0) > 18 * MEGABYTE, 'the smaller one is whole');
  expect(greedy[1]?.bytes).toBeLessThan(LARGE.length);
});

test('every answer of a gateway is watched', async () => {
  const watched: (string | undefined)[] = [];
  const watch = vi.spyOn(UntakenAnswers.prototype, 'watch').mockImplementation(({ req }) => void watched.push(req.url));
  onTestFinished(() => watch.mockRestore());
  const gateway = await startGateway({ vendors: ['engage'] });
  onTestFinished(() => gateway.close());
  const paths = ['/graphql', '/mcp', '/schema.graphql', '/metrics', '/console/assets/app.js', '/docs/', '/media/x'];
  for (const path of paths) await (await fetch(gateway.origin + path, { headers: gateway.header() })).text();
  expect(watched).toEqual(paths);
}, 30_000);
