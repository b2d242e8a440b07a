/** The work for the subscriptions of one caller in that caller's turns (D6): counted, so that no clock is part of it. */
import { buildSchema, parse } from 'graphql';
import { afterEach, expect, test, vi } from 'vitest';
import type { Caller } from '../../src/access/caller.ts';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { SharedSubscriptions } from '../../src/subscriptions/deliver/shared-subscriptions.ts';
import type { Subscriber } from '../../src/subscriptions/deliver/subscriber.ts';
import { Watches } from '../../src/subscriptions/ingest/watches.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { Connection } from '../../src/websocket/connection.ts';
import { ConnectionRegistry } from '../../src/websocket/connection-registry.ts';
import { SocketProtocol } from '../../src/websocket/protocol.ts';
import { SocketOperation } from '../../src/websocket/socket-operation.ts';
import { SOCKET_LIMITS, type SocketOptions } from '../../src/websocket/socket-options.ts';
import { until } from '../helpers/until.ts';
import { silent } from './events.ts';
import { gateway, introduced, memory } from './sockets.ts';

const viewer: Caller = { id: 'someone', scopes: new Set(), accounts: 'all' };
const nextTurn = () => new Promise<void>((done) => setImmediate(done));
const schema = buildSchema('type Query { hello: String } type Subscription { line: String }');

afterEach(() => {
  vi.restoreAllMocks();
});

/** Turns that begin when the test says so. */
function gatedTurns() {
  const waiting: (() => void)[] = [];
  return {
    waiting,
    turn: () => new Promise<void>((begin) => waiting.push(begin)),
    async next() {
      waiting.shift()?.();
      await nextTurn();
    },
  };
}

/** A protocol whose operations wait for turns, and a client of it. */
function protocolIn(turns: ReturnType<typeof gatedTurns>) {
  const contextFor = vi.fn(() => ({}));
  const options = {
    ...{ schema, contextFor, log: silent, turn: turns.turn, authenticate: () => viewer },
    formatError: (error: Error) => ({ message: error.message }),
    validate: async () => {
      await turns.turn();
      return [];
    },
  } as unknown as SocketOptions;
  const registry = new ConnectionRegistry(SOCKET_LIMITS, silent, new SocketProtocol(options, SOCKET_LIMITS));
  const peer = registry.add({ close() {}, terminate() {}, once() {}, send() {} } as never, undefined, {});
  peer.viewer = viewer;
  peer.isAcknowledged = true;
  return { peer, contextFor, close: () => registry.close(1) };
}

test("D6: a subscription is opened at its caller's turn, also after its document was parsed in one", async () => {
  const turns = gatedTurns();
  const subscribed = vi.fn(async function* () {});
  const language = buildSchema('type Query { hello: String } type Subscription { line: String }');
  Object.assign(language.getSubscriptionType()?.getFields().line ?? {}, { subscribe: subscribed });
  const executor = { schema: language, contextFor: () => ({}), formatError: () => ({ message: '' }), turn: turns.turn };
  const shared = new SharedSubscriptions(executor, { head: async () => '0' } as EventLog);
  const operation = { document: parse('subscription { line }'), viewer };
  const joined = shared.join(operation, { begin() {} } as never, '{');
  await nextTurn();
  expect([subscribed.mock.calls.length, turns.waiting.length]).toEqual([0, 1]);
  await turns.next();
  await joined;
  expect(subscribed).toHaveBeenCalledOnce();
});

test('D6: the subscriptions of a client that left end some in each turn of its caller', async () => {
  const turns = gatedTurns();
  const { peer, close } = protocolIn(turns);
  let ended = 0;
  const subscriber = { onEnd() {}, leave: () => (ended += 1) } as unknown as Subscriber;
  for (let at = 0; at < 20; at += 1) {
    const operation = new SocketOperation(String(at), peer);
    peer.addOperation(operation);
    operation.follow(subscriber);
  }
  peer.onClose(1000);
  const counts = [ended];
  while (turns.waiting.length > 0) {
    await turns.next();
    counts.push(ended);
  }
  expect(counts).toEqual([8, 16, 20]);
  await close();
});

test('D6: an operation whose client left before its turn is not run', async () => {
  const turns = gatedTurns();
  const { peer, contextFor, close } = protocolIn(turns);
  peer.receive(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ hello }' } }));
  await until(() => turns.waiting.length === 1, 'it waits for its turn');
  peer.onClose(1000);
  await turns.next();
  await nextTurn();
  expect(contextFor).not.toHaveBeenCalled();
  await close();
});

test('D6: of messages that arrive together each turn of the event loop handles eight, in their order', async () => {
  const started = await gateway(await memory());
  const client = await introduced(started.url);
  let turn = 0;
  const count = () => {
    turn += 1;
    counting = setImmediate(count);
  };
  let counting = setImmediate(count);
  const received: { turn: number; text: string }[] = [];
  vi.spyOn(Connection.prototype, 'receive').mockImplementation((text) => void received.push({ turn, text }));
  const sent = Array.from({ length: 50 }, (_, at) => ({ type: 'ping', payload: { at } }));
  for (const message of sent) client.send(message);
  await until(() => received.length === sent.length, 'all were received');
  clearImmediate(counting);
  for (const { turn } of received) expect(received.filter((each) => each.turn === turn).length).toBeLessThanOrEqual(8);
  expect(received.map(({ text }) => JSON.parse(text))).toEqual(sent);
});

test('D6: a listener of kinds that an account does not watch stops its watch no second time', () => {
  const abort = vi.spyOn(AbortController.prototype, 'abort');
  const adapter = { account: 'floor', watches: ['AGENT'], watch: async () => {} } as unknown as Adapter;
  const watches = new Watches([adapter], { linger: 1, isShared: false }, async () => {});
  for (let listener = 0; listener < 10; listener += 1) watches.add(['CAMPAIGN'], 'all');
  expect(abort.mock.calls.length).toBeLessThanOrEqual(1);
});
