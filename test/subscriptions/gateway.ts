import { createServer } from 'node:http';
import { buildSchema, type GraphQLError, parse, validate } from 'graphql';
import { type Client, createClient, handleProtocols } from 'graphql-ws';
import { WebSocket, WebSocketServer } from 'ws';
import type { Account } from '../../schema/account.ts';
import type { Caller } from '../../src/access/caller.ts';
import type { Revocations } from '../../src/access/revocation.ts';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { Executor } from '../../src/executor/executor.ts';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import type { SubscriptionExecutor } from '../../src/subscriptions/deliver/shared-execution.ts';
import { SharedSubscriptions } from '../../src/subscriptions/deliver/shared-subscriptions.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import type { SubscriptionPayload } from '../../src/subscriptions/request.ts';
import { type SubscriptionContext, SubscriptionService } from '../../src/subscriptions/service.ts';
import { ClientSocket } from '../../src/websocket/client-socket.ts';
import { createSocketHandler } from '../../src/websocket/handler.ts';
import type { SocketLimits } from '../../src/websocket/socket-options.ts';
import { silent } from './events.ts';

const LANGUAGE = `
  type Query { hello: String, broken: String }
  type Mutation { shout(text: String!): String }
  type Subscription { callChanged(after: String, snapshot: Boolean, account: String): CallEvent! }
  type CallEvent { cursor: String! type: String! snapshot: Boolean! call: Call! missed: Gap account: Account! weight: String }
  type Call { nativeId: String! state: String! padding: String }
  type Gap { from: String! to: String! }
  type Account { key: String! }
`;

/** A small gateway over real sockets: the live side and the protocol as they are, under a schema of a few fields. */
export async function startGateway(
  log: EventLog,
  options: {
    revocations?: Revocations;
    limits?: Partial<SocketLimits>;
    snapshot?: () => Promise<EventRecord[]>;
    queue?: number;
  } = {},
) {
  const hub = new Hub(log, { queue: options.queue });
  const counted = { executions: 0, encodings: 0 };
  const live = new SubscriptionService({
    hub,
    cursors: createCursors(log.identity),
    accounts: () => ['floor', 'wfo'],
    vendorOf: (account) => (account === 'wfo' ? 'recorder' : 'five9-cti'),
    snapshot: options.snapshot,
    lookup: () => ({
      agent: async () => [],
      campaign: async () => ({ account: 'floor' }),
      source: async () => ({ account: 'floor', nativeId: '' }),
      accountsOf: () => [],
    }),
    views: {
      account: (key) => ({ key }) as Account,
      call: (_, record) => {
        counted.executions += 1;
        return record as never;
      },
      recording: (_, record) => record as never,
      campaign: (_, record) => record as never,
      callback: (_, record) => record as never,
      alert: (_, record) => record as never,
      agent: () => null,
    },
  });
  const schema = buildSchema(LANGUAGE);
  const fields = schema.getSubscriptionType()?.getFields();
  if (!fields?.callChanged) throw new Error('No subscription');
  fields.callChanged.subscribe = (_, args, context: SubscriptionContext) =>
    live.subscribe({
      viewer: context.caller,
      start: context.start,
      after: args.after,
      snapshot: args.snapshot,
      wanted: args.account ? { accounts: [args.account] } : null,
      only: 'CALL',
    });
  fields.callChanged.resolve = (payload: SubscriptionPayload) => payload.event;
  const query = schema.getQueryType()?.getFields();
  if (query?.hello && query.broken) {
    query.hello.resolve = (_, __, context: SubscriptionContext) => `hello ${context.caller.id}`;
    query.broken.resolve = () => {
      throw new Error('password=hunter2');
    };
  }
  const shout = schema.getMutationType()?.getFields().shout;
  if (shout) shout.resolve = (_, { text }) => text.toUpperCase();
  const executor = new Executor(schema);
  const execution: SubscriptionExecutor = {
    schema,
    prepare: (operation) => executor.prepare(operation),
    contextFor: (caller) => ({ caller, live }),
    formatError: (error) =>
      error.originalError && !(error.originalError instanceof CrosspointError)
        ? { message: 'Internal error' }
        : { message: error.message, extensions: { code: codeOf(error) } },
  };
  const handler = createSocketHandler({
    ...execution,
    subscriptions: new SharedSubscriptions(execution, hub.log),
    log: silent,
    limits: { perCaller: 1_000, ...options.limits },
    authenticate,
    revocations: options.revocations,
    validate: (payload) => validate(schema, parse(payload.query)),
  });
  const http = createServer();
  const wss = new WebSocketServer({
    server: http,
    path: '/graphql',
    handleProtocols,
    maxPayload: 65_536,
    WebSocket: ClientSocket,
  });
  wss.on('connection', (socket, request) => handler.accept(socket, request));
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const address = http.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const url = `ws://127.0.0.1:${port}/graphql`;
  const clients: Client[] = [];
  return {
    url,
    hub,
    live,
    handler,
    counted,
    client(parameters: Record<string, unknown> = {}) {
      const client = createClient({ url, webSocketImpl: WebSocket, connectionParams: parameters, retryAttempts: 0 });
      clients.push(client);
      return client;
    },
    async close() {
      await Promise.all(clients.map((client) => client.dispose()));
      await handler.close();
      await hub.close();
      http.close();
      http.closeAllConnections();
    },
  };
}

function codeOf(error: GraphQLError): unknown {
  return error.originalError instanceof CrosspointError ? error.originalError.code : error.extensions.code;
}

function authenticate(parameters: Readonly<Record<string, unknown>>): Caller {
  const { token, life, authorization } = parameters;
  if (token === 'wrong') throw new CrosspointError('UNAUTHENTICATED', 'No');
  if (token === 'forbidden') throw new CrosspointError('PERMISSION_DENIED', 'No');
  const milliseconds = Number.parseInt(String(authorization ?? life ?? 0), 10);
  const narrower = String(authorization).endsWith('narrower');
  return {
    id: 'someone',
    scopes: new Set(narrower ? [] : ['calls:read']),
    accounts: token === 'floor' ? new Set(['floor']) : 'all',
    expiresAt: milliseconds ? new Date(Date.now() + milliseconds) : undefined,
  };
}

/** What a subscription of a client received, growing. */
export function collect(client: Client, query: string, variables?: Record<string, unknown>) {
  const got: CallChange[] = [];
  const ended: { value?: unknown } = {};
  const stop = client.subscribe<{ callChanged: CallChange }>(
    { query, variables },
    {
      next: ({ data, errors }) => {
        if (errors) ended.value = errors;
        if (data) got.push(data.callChanged);
      },
      error: (thrown) => {
        ended.value = thrown;
      },
      complete: () => {
        ended.value ??= 'complete';
      },
    },
  );
  return { got, ended, stop };
}

/** The fields the tests ask for. */
export interface CallChange {
  cursor: string;
  type: string;
  snapshot: boolean;
  call: { nativeId: string; state: string };
  missed: { from: string; to: string } | null;
  account: { key: string };
}

/** The subscription the tests make. */
export const CALLS = `subscription Calls($after: String, $snapshot: Boolean, $account: String) {
  callChanged(after: $after, snapshot: $snapshot, account: $account) {
    cursor type snapshot call { nativeId state } missed { from to } account { key }
  }
}`;
