/** However a query is sent, it is executed in pieces, so that no caller takes the event loop with one (D6). */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { OperationPieces } from '../../src/server/operation-pieces.ts';
import { startGateway, type TestGateway } from './gateway.ts';

const ITEMS = 'campaigns(first: 20) { edges { node { id name state skills { id name } } } }';
const AGENTS = 'agents(first: 20) { edges { node { id nothing: name } } }';
const QUERY = `{ ${ITEMS} ${AGENTS} }`;
const TYPES = '{ __schema { types { name fields { name args { name } } } } }';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    vendors: ['engage', 'five9-config'],
    grants: { reader: { scopes: ['campaigns:read'] } },
  });
}, 60_000);
afterEach(() => vi.restoreAllMocks());
afterAll(() => gateway?.close());

interface Sent {
  readonly query?: string;
  readonly key?: string;
  readonly accept?: string;
  readonly more?: object;
  readonly isGet?: boolean;
}

/** Sends a query while every piece of work is over after a step; answers its text and how often the rest was deferred. */
async function deferredBy({ query = QUERY, key = 'admin', accept = 'application/json', more, isGet }: Sent) {
  vi.spyOn(OperationPieces.prototype, 'isOver').mockReturnValue(true);
  const deferred = vi.spyOn(OperationPieces.prototype, 'defer');
  const headers = { accept, ...gateway.header(key) };
  const response = isGet
    ? await fetch(`${gateway.url}?${new URLSearchParams({ query })}`, {
        headers: { ...headers, 'apollo-require-preflight': 'yes' },
      })
    : await fetch(gateway.url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ query, ...more }),
      });
  const text = await response.text();
  const count = deferred.mock.calls.length;
  vi.restoreAllMocks();
  return { text, count, status: response.status };
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const chosen = `query (${NAMES.map((name) => `$${name}: Boolean!`).join(' ')}) {
  ${ITEMS} ${AGENTS} ${NAMES.map((name) => `${name}: __typename @include(if: $${name})`).join(' ')} }`;
const choices = (bits: number) => Object.fromEntries(NAMES.map((name, at) => [name, (bits & (1 << at)) > 0]));

test.each<[string, Sent]>([
  ['with extensions', { more: { extensions: {} } }],
  ['by GET', { isGet: true }],
  ['for a content type that was not asked for before', { accept: 'application/json;q=0.9, */*;q=0.1' }],
  ['as a stream', { accept: 'text/event-stream' }],
  ['with an alias that would be a prototype', { query: QUERY.replace('nothing:', '__proto__:') }],
])('D6: a query sent %s is executed in as many pieces as any other', async (_, sent) => {
  await deferredBy({});
  const usual = await deferredBy({});
  const { text, count, status } = await deferredBy(sent);
  expect([status, text]).toEqual([200, expect.stringContaining('"edges"')]);
  expect(usual.count).toBeGreaterThan(5);
  expect(count).toBeGreaterThan((usual.count * 3) / 4);
});

test('D6: a query with more conditions than plans are stored for is executed in as many pieces as any other', async () => {
  const usual = await deferredBy({ query: chosen, more: { variables: choices(0) } });
  for (let bits = 1; bits < 40; bits += 1) await gateway.ask(chosen, choices(bits));
  const { count } = await deferredBy({ query: chosen, more: { variables: choices(41) } });
  expect(count).toBeGreaterThan((usual.count * 3) / 4);
});

test.each(['admin', 'reader'])('D6: the schema is read in pieces by the caller "%s"', async (key) => {
  const { text, count } = await deferredBy({ query: TYPES, key });
  expect(JSON.parse(text).data.__schema.types.length).toBeGreaterThan(20);
  expect(count).toBeGreaterThan(10);
});

test('D6: the part of the schema that a caller may use is read in pieces over a socket', async () => {
  vi.spyOn(OperationPieces.prototype, 'isOver').mockReturnValue(true);
  const deferred = vi.spyOn(OperationPieces.prototype, 'defer');
  const socket = gateway.socket('reader');
  const answer = await new Promise<object>((resolve, reject) => {
    socket.subscribe({ query: TYPES }, { next: resolve, error: reject, complete: () => undefined });
  });
  expect(answer).toHaveProperty('data.__schema.types.20.name');
  expect(deferred.mock.calls.length).toBeGreaterThan(10);
  await socket.dispose();
});

test('the schema as text is sent compressed and plain', async () => {
  const address = `${gateway.origin}/schema.graphql`;
  const read = (encoding: string) =>
    fetch(address, { headers: { ...gateway.header('reader'), 'accept-encoding': encoding } });
  const plain = await read('identity');
  expect(plain.headers.get('content-encoding')).toBeNull();
  const compressed = await read('gzip');
  expect(compressed.headers.get('content-encoding')).toBe('gzip');
  expect(compressed.headers.get('cache-control')).toBe('private, no-store');
  expect(await compressed.text()).toBe(await plain.text());
});
