/** The answers to messages of `graphql-transport-ws` are those of the server of graphql-ws. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, parse, validate } from 'graphql';
import { handleProtocols } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Caller } from '../../src/access/caller.ts';
import type { SubscriptionExecutor } from '../../src/subscriptions/deliver/shared-execution.ts';
import { SharedSubscriptions } from '../../src/subscriptions/deliver/shared-subscriptions.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { ClientSocket } from '../../src/websocket/client-socket.ts';
import { createSocketHandler } from '../../src/websocket/handler.ts';
import { until } from '../helpers/until.ts';
import { silent } from './events.ts';
import { raw } from './sockets.ts';

const schema = buildSchema(`
  type Query { hello(name: String): String, broken: String, never: String }
  type Subscription { count(to: Int!): Int, silence: Int }
`);
const query = schema.getQueryType()?.getFields() ?? {};
const subscription = schema.getSubscriptionType()?.getFields() ?? {};
Object.assign(query.hello ?? {}, { resolve: (_: unknown, { name }: { name?: string }) => `hello ${name ?? 'you'}` });
Object.assign(query.broken ?? {}, {
  resolve: () => {
    throw new Error('broken');
  },
});
Object.assign(query.never ?? {}, { resolve: () => new Promise(() => {}) });
Object.assign(subscription.count ?? {}, {
  subscribe: async function* (_: unknown, { to }: { to: number }) {
    for (let count = 1; count <= to; count += 1) yield { count };
  },
});
Object.assign(subscription.silence ?? {}, {
  subscribe: () => {
    let end: (() => void) | undefined;
    return {
      next: () => new Promise((resolve) => (end = () => resolve({ done: true }))),
      return: async () => {
        end?.();
        return { done: true };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  },
});

const caller: Caller = { id: 'someone', scopes: new Set(), accounts: 'all' };

async function served(attach: (sockets: WebSocketServer) => void): Promise<string> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, handleProtocols, WebSocket: ClientSocket });
  attach(sockets);
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    http.close();
    http.closeAllConnections();
  });
  return `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

function gatewayAt() {
  return served((sockets) => {
    const execution: SubscriptionExecutor = {
      schema,
      contextFor: () => ({}),
      formatError: (error) => error.toJSON(),
    };
    const log = { head: async () => null } as unknown as EventLog;
    const handler = createSocketHandler({
      ...execution,
      ...{ subscriptions: new SharedSubscriptions(execution, log), log: silent, authenticate: () => caller },
      validate: (payload) => validate(schema, parse(payload.query)),
    });
    sockets.on('connection', (socket, request) => handler.accept(socket as ClientSocket, request));
  });
}

/** Sends messages one after the other; answers what came back, and the code of the end where the server ended it. */
async function transcript(url: string, sent: readonly unknown[], count: number | 'closed') {
  const client = await raw(url);
  for (const message of sent) {
    client.send(message as object);
    if (message === init) await client.next('connection_ack');
  }
  const closed = count === 'closed' ? await client.closed : null;
  if (count !== 'closed') {
    await until(() => client.messages.length >= count, `${count} messages`, 10_000);
    // Nothing else is under way when a last question is answered.
    client.send({ type: 'ping', payload: { last: true } });
    await until(() => client.messages.some(({ payload }) => payload?.last), 'the last answer', 10_000);
  }
  return { messages: client.messages, closed };
}

const init = { type: 'connection_init' };
const begin = (id: unknown, text: unknown, more: object = {}) => ({
  ...{ id, type: 'subscribe' },
  payload: { query: text, ...more },
});

const SCRIPTS: readonly (readonly [string, readonly unknown[], number | 'closed'])[] = [
  ['a query', [init, begin('1', '{ hello }')], 3],
  [
    'a query with variables',
    [init, begin('1', 'query ($n: String) { hello(name: $n) }', { variables: { n: 'A' } })],
    3,
  ],
  ['a query that fails', [init, begin('1', '{ broken }')], 3],
  ['a query that is not valid', [init, begin('1', '{ nothing }')], 2],
  ['an operation that the document lacks', [init, begin('1', '{ hello }', { operationName: 'Other' })], 2],
  ['a subscription that ends', [init, begin('1', 'subscription { count(to: 3) }')], 5],
  ['a subscription whose id is beyond ASCII', [init, begin('kä"\u{1F600}', 'subscription { count(to: 1) }')], 3],
  [
    'an id that is used again after its end',
    [init, begin('1', '{ never }'), { id: '1', type: 'complete' }, begin('1', '{ hello }')],
    3,
  ],
  [
    'a subscription that the client ends',
    [init, begin('1', 'subscription { silence }'), { id: '1', type: 'complete' }],
    1,
  ],
  ['the end of an unknown id', [init, { id: '9', type: 'complete' }], 1],
  [
    'pings before and after the introduction',
    [{ type: 'ping' }, init, { type: 'ping', payload: { a: 1 } }, { type: 'pong' }],
    3,
  ],
  ['an operation before the introduction', [begin('1', '{ hello }')], 'closed'],
  ['two introductions', [init, init], 'closed'],
  ['an id that is in use', [init, begin('1', 'subscription { silence }'), begin('1', '{ hello }')], 'closed'],
  ['an introduction with a list', [{ ...init, payload: [1] }], 'closed'],
  ['a list', [[1]], 'closed'],
  ['a text', ['connection_init'], 'closed'],
  ['no type', [{ id: '1' }], 'closed'],
  ['an unknown type', [{ type: 'start' }], 'closed'],
  ['an operation without an id', [init, begin(undefined, '{ hello }')], 'closed'],
  ['an operation with an empty id', [init, begin('', '{ hello }')], 'closed'],
  ['an operation whose text is a number', [init, begin('1', 5)], 'closed'],
  ['an operation whose variables are a list', [init, begin('1', '{ hello }', { variables: [1] })], 'closed'],
  ['an end without an id', [init, { type: 'complete' }], 'closed'],
];

test.each(SCRIPTS)('%s', async (_, sent, count) => {
  const url = await gatewayAt();
  const oracle = await served((sockets) => {
    useServer({ schema }, sockets);
  });
  expect(await transcript(url, sent, count)).toEqual(await transcript(oracle, sent, count));
});
