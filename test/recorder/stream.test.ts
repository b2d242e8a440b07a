/** The connection for events: how it is granted, left and lost. */
import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openStream } from '../../src/adapters/recorder/events/stream.ts';
import { until, untilStill } from '../helpers/until.ts';
import { okResult, requestIds, scripted } from './dependencies.ts';

const EVENT = '<CALLCOPYEVENT><EVENTTYPE>X</EVENTTYPE></CALLCOPYEVENT>\r\n';

/** Opens a stream of a server that answers the subscription like this. */
async function opened(
  answer: (id: number, socket: Socket) => void,
  milliseconds = 3_000,
  leaving = new AbortController(),
) {
  const server = await scripted((text, socket) => requestIds(text).forEach((id) => void answer(id, socket)));
  onTestFinished(server.close);
  const endpoint = { host: '127.0.0.1', port: server.port };
  const stream = openStream({ endpoint, milliseconds, maxBytes: 65_536, signal: leaving.signal });
  stream.catch(() => undefined);
  return { server, stream, leaving };
}

const grant = (id: number, socket: Socket) => void socket.write(okResult(id));

it.each<[string, string, (id: number, socket: Socket) => void]>([
  ['refused', 'PERMISSION_DENIED', (id, socket) => socket.write(okResult(id).replace('API_OK', 'API_UNLICENSED'))],
  ['answered with nothing in time', 'TIMEOUT', () => undefined],
  ['cut off', 'UNAVAILABLE', (_id, socket) => socket.end()],
])('a subscription that is %s fails and leaves no connection', async (_name, code, answer) => {
  const { server, stream } = await opened(answer, code === 'TIMEOUT' ? 80 : 3_000);
  await expect(stream).rejects.toMatchObject({ code });
  await until(() => server.sockets[0]?.destroyed);
});

it('is left while it is being granted', async () => {
  const { server, stream, leaving } = await opened(() => leaving.abort());
  await expect(stream).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await until(() => server.sockets[0]?.destroyed);
});

it('is left before it is connected', async () => {
  const leaving = new AbortController();
  leaving.abort();
  const { server, stream } = await opened(grant, 3_000, leaving);
  await expect(stream).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await until(() => server.sockets[0]?.destroyed);
});

it('is quiet while nothing comes, and closed when nothing will', async () => {
  const { server, stream, leaving } = await opened(grant);
  const events = await stream;
  expect(await events.wait(20)).toBe('quiet');
  server.sockets[0]?.write(`${okResult(77)}\r\n${EVENT}`);
  expect(await events.wait(5_000)).toBe('more');
  expect([events.take(), events.take()]).toEqual([EVENT.trim(), undefined]);
  const began = performance.now();
  const waiting = events.wait(15_000);
  server.sockets[0]?.end(EVENT);
  expect(await waiting).toBe('more');
  await until(async () => (await events.wait(15_000)) === 'more' && events.take());
  expect(await events.wait(15_000)).toBe('closed');
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(getEventListeners(leaving.signal, 'abort'), 'as a new stream follows under the same signal').toEqual([]);
});

it('wakes at once for what comes, also after a wait that ended before its time', async () => {
  const { server, stream } = await opened(grant);
  const events = await stream;
  const began = performance.now();
  const early = events.wait(50);
  server.sockets[0]?.write(EVENT);
  await early;
  expect(await events.wait(5_000)).toBe('more');
  events.take();
  const next = events.wait(15_000);
  await until(() => performance.now() > began + 100);
  server.sockets[0]?.write(EVENT);
  expect(await next).toBe('more');
  expect(performance.now() - began).toBeLessThan(10_000);
});

it('is not read on while it is not listened to', async () => {
  const count = 20_000;
  const event = `<CALLCOPYEVENT><EVENTTYPE>X</EVENTTYPE><EVENTDATA>${'x'.repeat(1_000)}</EVENTDATA></CALLCOPYEVENT>`;
  const { server, stream } = await opened(grant);
  const events = await stream;
  const [socket] = server.sockets;
  let sent = 0;
  const pour = () => {
    for (; sent < count; sent += 1) if (!socket?.write(event)) break;
  };
  socket?.on('drain', pour);
  pour();
  // What was written and not taken up stays at the server once the buffers between are full.
  expect(await untilStill(() => sent)).toBeLessThan(count);
  let taken = 0;
  while (taken < count) {
    expect(await events.wait(5_000)).toBe('more');
    while (events.take() !== undefined) taken += 1;
  }
  events.close();
  await until(() => socket?.destroyed);
});
