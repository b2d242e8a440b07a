/** Requests that a proxy and a server may read differently: refused, with their connection, and none runs within another. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { gateway } from './raw-request.ts';

const HIDDEN = 'GET /livez?hidden HTTP/1.1\r\nhost: x\r\n\r\n';
const LAST = HIDDEN.replace('host: x', 'host: x\r\nconnection: close');
const CHUNK = `${HIDDEN.length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`;

/** Sends these bytes; answers the status lines of all answers until the connection is closed. */
async function statuses(bytes: string): Promise<string[]> {
  const socket = connect(gateway.application.port, '127.0.0.1')
    .setEncoding('latin1')
    .on('error', () => {});
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (data) => {
    text += data;
  });
  socket.write(bytes, 'latin1');
  await once(socket, 'close');
  return [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status = '']) => status);
}

const head = (...lines: string[]) =>
  `${['POST /graphql HTTP/1.1', 'host: x', 'content-type: application/json', ...lines].join('\r\n')}\r\n\r\n`;

test.each([
  ['a length and chunks', head('content-length: 4', 'transfer-encoding: chunked') + CHUNK],
  ['chunks and a length', head('transfer-encoding: chunked', 'content-length: 4') + CHUNK],
  ['two lengths', head('content-length: 0', `content-length: ${HIDDEN.length}`) + HIDDEN],
  ['two lengths in one', head(`content-length: 0, ${HIDDEN.length}`) + HIDDEN],
  ['a length with a sign', head('content-length: +0') + HIDDEN],
  ['a length in hexadecimal', head('content-length: 0x0') + HIDDEN],
  ['a length with a space before the colon', head('content-length : 0') + HIDDEN],
  ['another coding than chunks', head('transfer-encoding: xchunked') + CHUNK],
  ['chunks that are not last', head('transfer-encoding: chunked, identity') + CHUNK],
  ['chunks named with a control character', head('transfer-encoding: \x0bchunked') + CHUNK],
  ['chunks twice', head('transfer-encoding: chunked', 'transfer-encoding: identity') + CHUNK],
  ['a header continued on the next line', head('x: 1', ' transfer-encoding: chunked', 'content-length: 0') + HIDDEN],
  ['a line that ends without a carriage return', head('x: 1\ncontent-length: 0') + HIDDEN],
  ['a carriage return in a header', head('x: 1\rcontent-length: 0') + HIDDEN],
  ['a NUL in a header', head('x: 1\0', 'content-length: 0') + HIDDEN],
  ['a chunk whose length has a sign', `${head('transfer-encoding: chunked')}+0\r\n\r\n${HIDDEN}`],
  ['a chunk whose length is too long', `${head('transfer-encoding: chunked')}fffffffffffffffff\r\n${HIDDEN}`],
])('%s', async (_, bytes) => {
  expect(await statuses(bytes)).toEqual(['400']);
});

test('a chunk that ends without its line', async () => {
  const bytes = `${head('transfer-encoding: chunked')}1\r\n{X\r\n0\r\n\r\n${HIDDEN}`;
  expect((await statuses(bytes)).at(-1)).toBe('400');
  expect(await statuses(bytes)).not.toContain('200');
});

test('a body that is refused unread is no request', async () => {
  expect(await statuses(head(`content-length: ${HIDDEN.length}`, 'connection: close') + HIDDEN)).toEqual(['401']);
});

test('requests after one another are each answered', async () => {
  expect(await statuses(HIDDEN + HIDDEN + LAST)).toEqual(['200', '200', '200']);
});
