/** A client that leaves while its request waits (H16): the request ends, and with it its place among the operations under way. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readJsonBody } from '../../src/server/body.ts';

/** A request whose client has sent so much of its body and left, before any of it was read. */
async function abandoned(body: string): Promise<IncomingMessage> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const head = ['POST / HTTP/1.1', 'host: x', 'content-type: application/json', 'content-length: 13', '', ''];
  client.write(head.join('\r\n') + body);
  const [request] = (await once(server, 'request')) as [IncomingMessage];
  const closed = once(request, 'close').catch(() => undefined);
  request.on('error', () => undefined);
  client.destroy();
  await closed;
  return request;
}

test.each([
  ['a part of its body', '{"query'],
  ['its whole body', '{"query":"x"}'],
])(
  'H16: the request of a client that sent %s and left is over when its turn comes',
  async (_, body) => {
    await expect(readJsonBody(await abandoned(body), 1_000)).rejects.toMatchObject({ status: 400 });
  },
  10_000,
);
