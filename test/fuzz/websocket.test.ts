import { once } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { gateway, memory } from '../subscriptions/sockets.ts';
import { damaged, fuzz, HOSTILE_TEXTS } from './fuzz.ts';

const query = fc.constantFrom(
  '{ hello }',
  '{ broken }',
  'mutation { shout(text: "a") }',
  'subscription { callChanged { type } }',
  '{',
  '{ none }',
);
const unexpected = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
);
const payload = fc.oneof(
  { weight: 3, arbitrary: fc.record({ query }) },
  {
    weight: 2,
    arbitrary: fc.record(
      { query: fc.oneof(query, unexpected), variables: unexpected, operationName: unexpected, extensions: unexpected },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: unexpected },
);
const type = fc.constantFrom(
  'connection_init',
  'ping',
  'pong',
  'subscribe',
  'subscribe',
  'complete',
  'next',
  'error',
  'connection_ack',
  '__proto__',
);
const id = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('1', '2', '__proto__') },
  { weight: 1, arbitrary: unexpected },
);
const messages = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type, id, payload }, { requiredKeys: ['type'] }) },
  { weight: 1, arbitrary: unexpected },
);
const pieces = ['{', '}', '[', ']', '"', ',', ':', '\\u0000', 'null', '['.repeat(20_000), '"id":', '"payload":null'];
const texts = fc.oneof(
  { weight: 4, arbitrary: messages.map((message) => JSON.stringify(message)) },
  {
    weight: 1,
    arbitrary: damaged(
      messages.map((message) => JSON.stringify(message)),
      pieces,
    ),
  },
);
const conversations = fc.tuple(fc.boolean(), fc.array(texts, { minLength: 1, maxLength: 6 }));
const INTERNAL = [1_011, 4_500];
const TOO_LONG = 1_009;

/** An open socket. A busy kernel resets some of thousands of connections before the gateway has them; these are made again. */
async function connected(url: string, attempts = 5): Promise<WebSocket> {
  const socket = new WebSocket(url, 'graphql-transport-ws');
  try {
    await once(socket, 'open');
    return socket;
  } catch (thrown) {
    if (attempts === 1) throw thrown;
    return connected(url, attempts - 1);
  }
}

/** Sends the texts, then what is no message, and resolves with the code that the socket is closed with. */
async function closeCode(url: string, sent: readonly string[]): Promise<number> {
  const socket = await connected(url);
  const closed = new Promise<number>((done) => socket.once('close', done));
  for (const text of [...sent, '{"type":"of no kind"}']) socket.send(text);
  return closed;
}

test('a socket that receives any messages is closed for a fault of the client, and the gateway serves on', async () => {
  const started = await gateway(await memory());
  await fuzz(
    conversations,
    async ([isIntroduced, sent]) => {
      const code = await closeCode(started.url, isIntroduced ? ['{"type":"connection_init"}', ...sent] : sent);
      expect(INTERNAL).not.toContain(code);
      expect(code === TOO_LONG || code >= 4_400).toBe(true);
    },
    100,
  );
  await expect.poll(() => started.handler.count().sockets).toBe(0);
});
