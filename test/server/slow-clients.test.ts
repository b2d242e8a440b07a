import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { gateway, query, send } from './raw-request.ts';

describe('slow clients (H15)', () => {
  test.each([
    ['headers', 'POST /graphql HTTP/1.1\r\nhost: x\r\n', 'x-slow: 1\r\n'],
    [
      'a body',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nAUTH\r\ncontent-length: 1000\r\n\r\n{',
      ' ',
    ],
  ])('one that sends %s byte by byte is disconnected', async (_, start, drop) => {
    const socket = connect(gateway.application.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => {});
    socket.resume();
    const closed = once(socket, 'close');
    socket.write(start.replace('AUTH', `authorization: ${gateway.header().authorization}`));
    const dripping = setInterval(() => socket.write(drop), 50);
    const began = performance.now();
    await closed;
    clearInterval(dripping);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('200 half-open ones do not delay another client', async () => {
    const sockets = Array.from({ length: 200 }, () => connect(gateway.application.port, '127.0.0.1'));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const socket of sockets) socket.on('error', () => {}).write('POST /graphql HTTP/1.1\r\n');
    expect((await send(query('{ accounts { key } }'))).status).toBe(200);
    expect(
      sockets.some(({ closed }) => closed),
      'answered before the first of them was disconnected',
    ).toBe(false);
    for (const socket of sockets) socket.destroy();
  });
});
