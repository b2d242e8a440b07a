import type { IncomingMessage } from 'node:http';
import { type ExecutionArgs, execute, GraphQLError, parse } from 'graphql';
import { CloseCode, type ConnectionInitMessage, makeServer, type SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { asCrosspointError, CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Executor, Operation } from './channel.ts';
import { Fanout } from './fanout.ts';
import type { Hub } from './hub.ts';
import type { Viewer } from './visibility.ts';
import { Wire, type WireLimits } from './wire.ts';

/** What one socket may cost. */
export interface SocketLimits extends WireLimits {
  /** Milliseconds a client may take to introduce itself. */
  readonly initialisation: number;
  /** Operations running at a time on one socket. */
  readonly subscriptions: number;
  /** Milliseconds a query or mutation may take. */
  readonly operation: number;
  /** Messages of any kind a client may send in a minute. */
  readonly messagesPerMinute: number;
  /** Milliseconds between the pings that find out whether the client is still there. */
  readonly keepAlive: number;
}

/** Limits that suit wallboards and desktops. */
export const SOCKET_LIMITS: SocketLimits = {
  buffered: 1_000_000,
  stalled: 15_000,
  initialisation: 3_000,
  subscriptions: 100,
  operation: 30_000,
  messagesPerMinute: 1_200,
  keepAlive: 30_000,
};

/** What is remembered of the request that opened a socket, which is big. */
export interface Handshake {
  readonly headers: { readonly authorization?: string | undefined };
}

/** What the sockets need of the server around them. */
export interface SocketOptions extends Executor {
  readonly hub: Hub;
  /** Proves who is calling; throws UNAUTHENTICATED or PERMISSION_DENIED. */
  authenticate(parameters: Readonly<Record<string, unknown>>, request: Handshake): Promise<Viewer> | Viewer;
  /** The same rules as over HTTP: limits, introspection, policies. */
  validate(payload: SubscribePayload, viewer: Viewer): readonly GraphQLError[] | Promise<readonly GraphQLError[]>;
  /** The document of a payload, where the server keeps parsed ones. */
  parse?(payload: SubscribePayload): ExecutionArgs['document'];
  readonly limits?: Partial<SocketLimits>;
  readonly log: Log;
}

/** Serves the sockets a `ws` server accepted under the protocol `graphql-transport-ws`. */
export interface SocketHandler {
  accept(socket: WebSocket, request: IncomingMessage): void;
  /** Closes with 4403 every socket whose caller is no longer welcome. */
  revoke(unwelcome: (viewer: Viewer) => boolean): void;
  /** Sockets open, and executions running for all their subscriptions. */
  count(): { sockets: number; executions: number };
  /** Closes every socket with 1012, so that clients come back elsewhere, and the rest after the patience ran out. */
  close(patience?: number): Promise<void>;
}

interface Extra {
  readonly socket: WebSocket;
  readonly request: Handshake;
  readonly wire: Wire;
  /** Made when something has to know that the socket left. */
  left?: AbortController;
  viewer?: Viewer;
  expiry?: NodeJS.Timeout;
}

type Prepared = ExecutionArgs & { readonly operation: Operation; readonly extra: Extra; readonly id: string };

/** Makes the handler that an HTTP server gives its sockets to. */
export function createSocketHandler(options: SocketOptions): SocketHandler {
  const limits = { ...SOCKET_LIMITS, ...options.limits };
  const fanout = new Fanout(options, options.hub.log);
  const open = new Set<Extra>();
  const server = makeServer<ConnectionInitMessage['payload'], Extra>({
    connectionInitWaitTimeout: limits.initialisation,
    onConnect: async ({ connectionParams, extra }) => {
      admit(extra, await options.authenticate(connectionParams ?? {}, extra.request));
    },
    onPing: ({ extra, acknowledged }, payload) =>
      acknowledged && payload && 'authorization' in payload ? renew(extra, payload, options) : undefined,
    onSubscribe: (context, id, payload) =>
      prepare(context.extra, Object.keys(context.subscriptions).length, id, payload, options, limits),
    subscribe: (args) => {
      const { operation, extra, id } = args as Prepared;
      return fanout.join(operation, extra.wire, id).catch((thrown: unknown) => ({ errors: [asGraphQLError(thrown)] }));
    },
    execute: async (args) => execute({ ...args, contextValue: await contextOf(args as Prepared, options, limits) }),
    onNext: (_context, _id, _payload, _args, { errors, ...rest }) =>
      errors ? { ...rest, errors: errors.map(options.formatError) } : undefined,
    onError: (_context, _id, _payload, errors) => errors.map(options.formatError),
  });
  return {
    accept(socket, { socket: connection, headers: { authorization } }) {
      const wire = new Wire(socket, limits, connection);
      const extra: Extra = { socket, request: { headers: { authorization } }, wire };
      open.add(extra);
      attach(extra, server, limits, options.log, () => open.delete(extra));
    },
    revoke(unwelcome) {
      for (const { viewer, socket } of open)
        if (viewer && unwelcome(viewer)) socket.close(CloseCode.Forbidden, 'Forbidden');
    },
    count: () => ({ sockets: open.size, executions: fanout.size }),
    async close(patience = 2_000) {
      const gone = [...open].map(({ socket }) => new Promise((done) => socket.once('close', done)));
      for (const { socket } of open) socket.close(1012, 'Service restart');
      const timer = setTimeout(() => {
        for (const { socket } of open) socket.terminate();
      }, patience);
      await Promise.all(gone);
      clearTimeout(timer);
    },
  };
}

/** Connects a socket's messages and end with the protocol, and watches whether its client is alive and moderate. */
function attach(
  extra: Extra,
  server: ReturnType<typeof makeServer<ConnectionInitMessage['payload'], Extra>>,
  limits: SocketLimits,
  log: Log,
  gone: () => void,
): void {
  const { socket } = extra;
  const allowed = allowance(limits.messagesPerMinute);
  const closed = server.opened(
    {
      protocol: socket.protocol,
      send: (text) => extra.wire.send(text),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (data) => {
          if (!allowed()) return socket.close(CloseCode.TooManyInitialisationRequests, 'Too many messages');
          handle(String(data)).catch((thrown: unknown) => closeFor(extra, thrown, log));
        }),
    },
    extra,
  );
  const stopPinging = keepAlive(socket, limits.keepAlive);
  socket.on('error', (cause) => log.debug({ code: (cause as NodeJS.ErrnoException).code }, 'A socket broke'));
  socket.once('close', (code, reason) => {
    stopPinging();
    clearTimeout(extra.expiry);
    extra.left?.abort();
    gone();
    closed(code, String(reason)).catch((cause: unknown) => log.error({ cause }, 'A socket could not be cleaned up'));
  });
}

function closeFor({ socket }: Extra, thrown: unknown, log: Log): void {
  const { code } = asCrosspointError(thrown);
  if (code === 'UNAUTHENTICATED') socket.close(CloseCode.Unauthorized, 'Unauthorized');
  else if (code === 'PERMISSION_DENIED') socket.close(CloseCode.Forbidden, 'Forbidden');
  else {
    log.error({ cause: thrown }, 'A socket message could not be handled');
    socket.close(CloseCode.InternalServerError, 'Internal server error');
  }
}

/** Remembers the caller and closes the socket when the caller's token is over. */
function admit(extra: Extra, viewer: Viewer): void {
  extra.viewer = viewer;
  clearTimeout(extra.expiry);
  if (!viewer.expiresAt) return;
  const left = viewer.expiresAt.getTime() - Date.now();
  if (left <= 0) throw new CrosspointError('UNAUTHENTICATED', 'The token is over');
  // A timer cannot wait longer than 31 bits of milliseconds; it is set anew then.
  const wait = Math.min(left, 2 ** 31 - 1);
  const over = () => (wait < left ? admit(extra, viewer) : extra.socket.close(CloseCode.Forbidden, 'Token expired'));
  extra.expiry = setTimeout(over, wait).unref();
}

/** A ping may carry a fresh token of the same caller, which keeps the socket. */
async function renew(extra: Extra, payload: Record<string, unknown>, options: SocketOptions): Promise<void> {
  const viewer = await options.authenticate(payload, extra.request);
  if (viewer.id !== extra.viewer?.id) throw new CrosspointError('PERMISSION_DENIED', 'The token is of another caller');
  admit(extra, viewer);
}

async function prepare(
  extra: Extra,
  running: number,
  id: string,
  payload: SubscribePayload,
  options: SocketOptions,
  limits: SocketLimits,
): Promise<Prepared | readonly GraphQLError[]> {
  const { viewer } = extra;
  if (!viewer) throw new CrosspointError('UNAUTHENTICATED', 'Who is calling is not known');
  if (running > limits.subscriptions) {
    return [problem('RATE_LIMITED', `A socket carries at most ${limits.subscriptions} operations at a time`)];
  }
  try {
    const errors = await options.validate(payload, viewer);
    if (errors.length > 0) return errors;
    const document = options.parse?.(payload) ?? parse(payload.query);
    const { operationName, variables } = payload;
    const operation: Operation = { document, operationName, variables, viewer };
    const { schema } = options;
    return { schema, document, operationName, variableValues: variables, contextValue: {}, operation, extra, id };
  } catch (thrown) {
    return [asGraphQLError(thrown)];
  }
}

function asGraphQLError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  const originalError = asCrosspointError(thrown);
  return new GraphQLError(originalError.message, { originalError });
}

/** A query or mutation is given up when its socket goes or it takes too long. */
async function contextOf(
  { operation, extra }: Prepared,
  options: SocketOptions,
  limits: SocketLimits,
): Promise<object> {
  extra.left ??= new AbortController();
  const signal = AbortSignal.any([extra.left.signal, AbortSignal.timeout(limits.operation)]);
  return options.contextFor(operation.viewer, signal);
}

function problem(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** Counts messages in a sliding allowance; answers false when it is spent. */
function allowance(perMinute: number): () => boolean {
  let left = perMinute;
  let last = Date.now();
  return () => {
    const now = Date.now();
    left = Math.min(perMinute, left + ((now - last) * perMinute) / 60_000);
    last = now;
    left -= 1;
    return left >= 0;
  };
}

/** Ends the socket of a client that no longer answers. */
function keepAlive(socket: WebSocket, every: number): () => void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, every);
  return () => clearInterval(timer);
}
