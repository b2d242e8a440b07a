/** Queries over WebSocket are executed as those over HTTP are (D6). */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { OperationPieces } from '../../src/server/operation-pieces.ts';
import type { openSocket } from '../program/process.ts';
import { startGateway, type TestGateway } from './gateway.ts';

const QUERY =
  '{ campaigns(first: 20) { edges { node { id name state skills { id name } } } } agents(first: 20) { edges { node { id nothing: name } } } }';

let gateway: TestGateway;
let socket: ReturnType<typeof openSocket>;

beforeAll(async () => {
  gateway = await startGateway({ vendors: ['engage', 'five9-config'], grants: { one: { scopes: ['admin'] } } });
  socket = gateway.socket('one');
}, 60_000);
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await socket?.dispose();
  await gateway?.close();
});

const overSocket = (query: string) =>
  new Promise<object>((resolve, reject) => {
    socket.subscribe({ query }, { next: resolve, error: reject, complete: () => undefined });
  });

test('D6: a query over a socket is executed in pieces, and answered as over HTTP', async () => {
  vi.spyOn(OperationPieces.prototype, 'isOver').mockReturnValue(true);
  const deferred = vi.spyOn(OperationPieces.prototype, 'defer');
  const answer = await overSocket(QUERY);
  expect(deferred.mock.calls.length).toBeGreaterThan(5);
  const { data } = await gateway.ask(QUERY, {}, 'one');
  expect(answer).toHaveProperty('data', data);
  expect(answer).toHaveProperty('data.campaigns.edges.0.node.name');
});
