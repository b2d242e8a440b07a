/** Values nested as deep as a body or a frame allows (H12): refused or passed over, and no mistake of the gateway. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { startGateway, type TestGateway } from './gateway.ts';

const mistakes: unknown[] = [];
const log = { debug() {}, info() {}, warn() {}, error: (...words: unknown[]) => void mistakes.push(words) };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ vendors: ['engage'], log });
}, 30_000);
afterAll(() => gateway.close());
afterEach(() => {
  expect(mistakes.splice(0)).toEqual([]);
});

const nested = (characters: number) => '['.repeat(characters / 2) + ']'.repeat(characters / 2);
const BODY = nested(1_000_000);
const FRAME = nested(60_000);
const SUBSCRIPTION = 'subscription { eventReceived { kind } }';

async function post(path: string, body: string, accept = 'application/json, text/event-stream') {
  const headers = { ...gateway.header(), 'content-type': 'application/json', accept };
  const leave = new AbortController();
  const response = await fetch(gateway.origin + path, { method: 'POST', headers, body, signal: leave.signal });
  const reader = response.body?.getReader();
  const first = await reader?.read();
  leave.abort();
  return { status: response.status, text: Buffer.from(first?.value ?? []).toString() };
}

const asked = (more: string, query = '{ __typename }') => `{"query":${JSON.stringify(query)},${more}}`;

test.each([
  ['variables of a query', '/graphql', () => asked(`"variables":{"x":${BODY}}`), undefined],
  [
    'a variable of a query',
    '/graphql',
    () => asked(`"variables":{"x":${BODY}}`, 'query ($x: ID!) { node(id: $x) { id } }'),
    undefined,
  ],
  [
    'variables of a mutation',
    '/graphql',
    () => asked(`"variables":{"x":${BODY}}`, 'mutation { __typename }'),
    undefined,
  ],
  [
    'variables of a subscription',
    '/graphql',
    () => asked(`"variables":{"x":${BODY}}`, SUBSCRIPTION),
    'text/event-stream',
  ],
  ['extensions', '/graphql', () => asked(`"extensions":{"x":${BODY}}`), undefined],
  [
    'the hash of a document',
    '/graphql',
    () => asked(`"extensions":{"persistedQuery":{"version":1,"sha256Hash":${BODY}}}`),
    undefined,
  ],
  ['the id of a document', '/graphql', () => asked(`"documentId":${BODY}`), undefined],
  ['the name of an operation', '/graphql', () => asked(`"operationName":${BODY}`), undefined],
  ['a message', '/mcp', () => BODY, undefined],
  ['the id of a message', '/mcp', () => `{"jsonrpc":"2.0","method":"ping","id":${BODY}}`, undefined],
  [
    'arguments of a tool',
    '/mcp',
    () => `{"jsonrpc":"2.0","method":"tools/call","id":1,"params":{"name":"list_accounts","arguments":{"x":${BODY}}}}`,
    undefined,
  ],
  [
    'the input of a tool',
    '/mcp',
    () =>
      `{"jsonrpc":"2.0","method":"tools/call","id":1,"params":{"name":"find_campaigns","arguments":{"filter":${BODY}}}}`,
    undefined,
  ],
])('%s at %s', async (_, path, body, accept) => {
  const { status, text } = await post(path, body(), accept);
  expect(status, text.slice(0, 300)).toBeLessThan(500);
  expect(text).not.toContain('INTERNAL');
});

/** Sends frames after the introduction; answers the frames that come until `done`, and the code of the end. */
async function speak(frames: readonly string[], introduction = '{"type":"connection_init"}') {
  const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws', {
    headers: gateway.header(),
  });
  const received: string[] = [];
  const ended = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('open', () => socket.send(introduction));
  socket.on('message', (data) => {
    const text = String(data);
    received.push(text);
    if (text.includes('connection_ack'))
      for (const frame of [...frames, '{"type":"ping","payload":{"last":true}}']) socket.send(frame);
    if (text.includes('"last":true')) socket.close(1000);
  });
  return { code: await ended, received };
}

test.each([
  ['the payload of a ping', [`{"type":"ping","payload":{"x":${FRAME}}}`]],
  [
    'variables of a subscription',
    [`{"id":"1","type":"subscribe","payload":{"query":"${SUBSCRIPTION}","variables":{"x":${FRAME}}}}`],
  ],
  [
    'extensions of a subscription',
    [`{"id":"1","type":"subscribe","payload":{"query":"${SUBSCRIPTION}","extensions":{"x":${FRAME}}}}`],
  ],
  [
    'variables of a query',
    [`{"id":"1","type":"subscribe","payload":{"query":"{ __typename }","variables":{"x":${FRAME}}}}`],
  ],
])('%s in a frame', async (_, frames) => {
  const { code, received } = await speak(frames);
  expect([1000, 1009, 4400]).toContain(code);
  expect(received.join()).not.toContain('INTERNAL');
});

test('the introduction', async () => {
  const { code } = await speak([], `{"type":"connection_init","payload":{"x":${FRAME}}}`);
  expect([1000, 4400]).toContain(code);
});
