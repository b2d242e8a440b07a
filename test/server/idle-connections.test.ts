/** Connections that send nothing: none stays, and no more than the bound are open (H15). */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Log } from '../../src/adapters/vendor.ts';
import { type LimitSettings, limitsShape } from '../../src/config/limits.ts';
import { createHttpServer } from '../../src/server/http-server.ts';
import { logRefusedConnections } from '../../src/server/refused-connections.ts';
import { until } from '../helpers/until.ts';
import { silent } from '../subscriptions/events.ts';

const read = (name: string) => readFileSync(`test/fixtures/tls/${name}`, 'utf8');
const TLS = { certificate: read('first.crt'), key: read('first.key') };

/** Starts a server; answers how to connect to it. */
async function start(
  limits: Partial<LimitSettings>,
  tls?: typeof TLS,
  log: Log = silent,
): Promise<() => Promise<Socket>> {
  const server = createHttpServer({ limits: limitsShape.parse(limits), tls }, (_, response) => response.end('done'));
  logRefusedConnections(server, log, 500);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {}).resume();
    await once(socket, 'connect');
    return socket;
  };
}

const TIMES = { headersMilliseconds: 100 };

test.each([
  ['without TLS', undefined, ''],
  ['before its TLS handshake', TLS, ''],
  ['in the midst of its TLS handshake', TLS, '\x16\x03\x01'],
])('one that sends nothing %s is closed when its time is over', async (_, tls, begun) => {
  const open = await start(TIMES, tls);
  const socket = await open();
  const began = performance.now();
  if (begun) socket.write(begun, 'latin1');
  await once(socket, 'close');
  expect(performance.now() - began).toBeLessThan(2_000);
});

test('one beyond the bound is closed at once, and the place of one that leaves is free', async () => {
  const open = await start({ connections: 2 });
  const [first] = [await open(), await open()];
  const third = await open();
  const began = performance.now();
  await once(third, 'close');
  expect(performance.now() - began, 'long before the time for its headers is over').toBeLessThan(5_000);
  first.destroy();
  const served = async () => {
    const socket = await open();
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    const [data] = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [''])]);
    return String(data).includes('200');
  };
  await until(served, 'a further connection is served');
});

test('those beyond the bound are logged: the first at once, further ones as a number', async () => {
  const lines: object[] = [];
  const open = await start({ connections: 1 }, undefined, { ...silent, warn: (fields) => void lines.push(fields) });
  await open();
  await Promise.all([open(), open(), open()]);
  await until(() => lines.length > 1, 'a second line');
  expect(lines).toEqual([
    { refused: 1, connections: 1 },
    { refused: 2, connections: 1 },
  ]);
});
