import { expect, test } from 'vitest';
import { type WebSocket, WebSocket as WebSocketClient, WebSocketServer } from 'ws';
import { SocketWriter } from '../../src/websocket/socket-writer.ts';
import { until } from '../helpers/until.ts';

const LIMITS = { buffered: 1_000_000, stalled: 1_000 };

/** Sends one message through a socket with or without compression; answers what its client got and how it was sent. */
async function sendOver(perMessageDeflate: boolean) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate });
  const sent: string[] = [];
  server.on('connection', (socket: WebSocket, request) => {
    const send = socket.send.bind(socket);
    socket.send = ((data: string) => {
      sent.push(data);
      send(data);
    }) as typeof socket.send;
    new SocketWriter(socket, LIMITS, request.socket).sendParts('{"a":', Buffer.from('1}'));
  });
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as { port: number };
  const client = new WebSocketClient(`ws://127.0.0.1:${port}`);
  const got: string[] = [];
  client.on('message', (data) => got.push(String(data)));
  await until(() => got.length === 1, 'the message');
  client.terminate();
  await new Promise((done) => server.close(done));
  return { got, sent };
}

test('frames are written directly where no compression was negotiated', async () => {
  expect(await sendOver(false)).toEqual({ got: ['{"a":1}'], sent: [] });
});

test('frames are left to ws where compression was negotiated, since they would be read as compressed', async () => {
  expect(await sendOver(true)).toEqual({ got: ['{"a":1}'], sent: ['{"a":1}'] });
});

test('every socket of a flush receives its messages, whether or not those of the socket before were like them', async () => {
  const [short, medium, long] = [20, 300, 70_000].map((length) => Buffer.from(`"${'é'.repeat(length / 2)}"}`));
  const [one, two, other] = ['{"id":"1","of":', '{"id":"2","of":', '{"id":"other","of":'];
  const rows: [string, Buffer | undefined][][] = [
    [
      [one, short],
      [one, medium],
    ],
    [
      [two, short],
      [two, medium],
    ],
    [
      [two, short],
      [one, medium],
    ],
    [
      [other, short],
      [other, medium],
    ],
    [
      [two, medium],
      [two, short],
    ],
    [[two, medium]],
    [[one, medium]],
    [[one, long]],
    [[two, long]],
  ];
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  const writers: SocketWriter[] = [];
  server.on('connection', (socket, request) => {
    const at = Number(request.url?.slice(1));
    writers[at] = new SocketWriter(socket, LIMITS, request.socket);
  });
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as { port: number };
  const got = rows.map((): string[] => []);
  const clients = rows.map((_, at) => new WebSocketClient(`ws://127.0.0.1:${port}/${at}`));
  for (const [at, client] of clients.entries()) client.on('message', (data) => got[at]?.push(String(data)));
  await until(() => writers.filter(Boolean).length === rows.length, 'all sockets');
  const wanted = rows.map((messages) => messages.map(([head, body]) => `${head}${body}`));

  for (let round = 1; round <= 2; round += 1) {
    for (const [at, messages] of rows.entries())
      for (const [head, body] of messages) writers[at]?.sendParts(head, body ?? Buffer.alloc(0));
    await until(() => got.flat().length === wanted.flat().length * round, 'the messages of this round');
  }

  expect(got).toEqual(wanted.map((texts) => [...texts, ...texts]));
  for (const client of clients) client.terminate();
  await new Promise((done) => server.close(done));
});
