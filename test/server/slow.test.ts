/** Clients that send slowly or not at all: many are open without harm to the others, and none for long. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkConfiguration } from '../../src/config/configuration.ts';
import { exampleVendor, smallestFile } from './example.ts';
import { startGateway, type TestGateway } from './gateway.ts';

/** Milliseconds; the check for them comes as often as the shorter one. */
const LIMITS = { headersMilliseconds: 3_000, requestMilliseconds: 4_000, keepAliveMilliseconds: 2_000 };
/** Milliseconds after its answer for which an idle connection stays open, and Node's margin. */
const KEEP_ALIVE = 2_000 + 1_000;
const EACH = 200;
const TOLERANCE = 3_000;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ vendors: ['engage'], more: { limits: LIMITS } });
}, 30_000);
afterAll(() => gateway.close());

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
const body = () => `authorization: ${gateway.header().authorization}\r\ncontent-length: 1000\r\n\r\n{`;

/** What each kind of client says, and the milliseconds for which it is open at least and at most. */
const KINDS: Readonly<Record<string, { says(): string; least: number; most: number }>> = {
  'says nothing': { says: () => '', least: LIMITS.headersMilliseconds, most: 2 * LIMITS.headersMilliseconds },
  'stops in the headers': { says: () => HEAD, least: LIMITS.headersMilliseconds, most: 2 * LIMITS.headersMilliseconds },
  'stops in the body': {
    says: () => HEAD + body(),
    least: LIMITS.requestMilliseconds,
    most: LIMITS.requestMilliseconds + LIMITS.headersMilliseconds,
  },
  'is answered and stays': { says: () => 'GET /livez HTTP/1.1\r\nhost: x\r\n\r\n', least: 0, most: KEEP_ALIVE },
};

interface Client {
  readonly kind: string;
  readonly socket: Socket;
  readonly closed: Promise<number>;
}

/** A client that stays open on its side, like one whose machine was switched off. */
async function client(kind: string): Promise<Client> {
  const socket = connect({ port: gateway.application.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  socket.resume();
  await once(socket, 'connect');
  const began = performance.now();
  const closed = new Promise<number>((resolve) => {
    for (const word of ['end', 'close']) socket.once(word, () => resolve(performance.now() - began));
  });
  const says = KINDS[kind]?.says() ?? '';
  if (says) socket.write(says);
  return { kind, socket, closed };
}

test('800 slow clients do not delay the others, and are disconnected in time (H15)', { timeout: 60_000 }, async () => {
  const kinds = Object.keys(KINDS).flatMap((kind) => Array.from({ length: EACH }, () => kind));
  const clients = await Promise.all(kinds.map(client));
  let open = clients.length;
  for (const { closed } of clients) void closed.then(() => (open -= 1));
  for (let answered = 0; answered < 40; answered += 1) {
    const { errors, data } = await gateway.ask('{ campaigns(first: 5) { sources { count error { code } } } }');
    expect([errors, data.campaigns.sources[0].error]).toEqual([undefined, null]);
    expect(open).toBeGreaterThan(0);
  }
  const closed = await Promise.all(clients.map(async ({ kind, closed }) => ({ kind, open: await closed })));
  for (const [kind, { least, most }] of Object.entries(KINDS)) {
    const times = closed.filter((each) => each.kind === kind).map((each) => each.open);
    expect(Math.min(...times), `${kind}, the shortest`).toBeGreaterThanOrEqual(least - 50);
    expect(Math.max(...times), `${kind}, the longest`).toBeLessThan(most + TOLERANCE);
  }
  for (const { socket } of clients) socket.destroy();
});

test('the default limits disconnect the slowest client within half a minute (H15)', () => {
  const { limits } = checkConfiguration(smallestFile, [exampleVendor]);
  const checkedEvery = 5_000;
  expect(Math.max(limits.headersMilliseconds, limits.requestMilliseconds) + checkedEvery).toBeLessThan(30_000);
});
