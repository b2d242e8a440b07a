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
