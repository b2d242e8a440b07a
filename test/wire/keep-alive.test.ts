import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { httpCall } from '../../src/adapters/http/http.ts';

const sockets = new Set<Socket>();
const closing: (() => void)[] = [];
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const close of closing.splice(0)) close();
});

/** A server that answers the first request of a connection and ends the connection in its own way at the second. */
async function closingServer(end: (socket: Socket) => void) {
  const connections: number[] = [];
  const places = new Map<Socket, number>();
  const server = createServer(({ socket }, response) => {
    const at = places.get(socket) ?? connections.push(0) - 1;
    places.set(socket, at);
    sockets.add(socket);
    connections[at] = (connections[at] ?? 0) + 1;
    if (connections[at] === 1) response.end('ok');
    else end(socket);
  });
  closing.push(() => server.close());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const ask = (act: boolean) =>
    httpCall({ method: 'POST', url, body: 'x', act, account: 'a', vendor: 'ENGAGE', operation: 'o', deadline: 5_000 });
  return { connections, ask };
}

/** The client frees a connection only after the answer's last callback. */
const freed = () => new Promise((done) => setImmediate(done));

describe.each<[string, (socket: Socket) => void]>([
  ['closed', (socket) => socket.end()],
  ['reset', (socket) => socket.resetAndDestroy()],
])('F3: on an idle connection that the server has %s', (_how, end) => {
  test('a read is made again on a fresh one', async () => {
    const { connections, ask } = await closingServer(end);
    await ask(false);
    await freed();
    expect((await ask(false)).body.toString()).toBe('ok');
    expect(connections).toEqual([2, 1]);
  });

  test('an act is sent once, and its outcome is not known', async () => {
    const { connections, ask } = await closingServer(end);
    await ask(false);
    await freed();
    await expect(ask(true)).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(connections).toEqual([2]);
  });
});
