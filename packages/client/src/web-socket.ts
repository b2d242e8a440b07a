import { createClient, type Client as SocketClient } from 'graphql-ws/client';
import { RequestError, type ResponseError } from './errors.ts';
import type { HeaderSource, Result, StreamTransport } from './transport.ts';

/** Milliseconds between pings; a connection that answers none is closed. */
const PING_MS = 12_000;

function errorOf(thrown: unknown): RequestError {
  if (thrown instanceof RequestError) return thrown;
  if (Array.isArray(thrown)) {
    const errors = thrown as readonly ResponseError[];
    return new RequestError(errors[0]?.message ?? 'The gateway refused the subscription', { errors });
  }
  const { code, reason } = (thrown ?? {}) as { code?: unknown; reason?: string };
  if (typeof code === 'number')
    return new RequestError(reason || `The connection was closed with ${code}`, { status: code });
  return new RequestError('The gateway cannot be reached', { cause: thrown });
}

function openClient(url: string, headers: HeaderSource, webSocketImpl: unknown): SocketClient {
  let answered = true;
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl,
    connectionParams: headers,
    retryAttempts: 0,
    keepAlive: PING_MS,
    on: {
      connected: () => {
        answered = true;
      },
      ping: (received) => {
        if (received) return;
        if (!answered) client.terminate();
        answered = false;
      },
      pong: (received) => {
        if (received) answered = true;
      },
    },
  });
  return client;
}

/** Subscriptions over one WebSocket, for pages with more of them than a browser opens connections. */
export function webSocket(url: string, headers: HeaderSource, webSocketImpl: unknown): StreamTransport {
  const client = openClient(url, headers, webSocketImpl);
  return async function* stream({ query, variables }, { signal, onOpen }) {
    const results = client.iterate({ query, variables: { ...variables } });
    const leave = () => void results.return?.();
    signal.addEventListener('abort', leave, { once: true });
    const stopListening = client.on('connected', onOpen);
    try {
      for await (const result of results) yield result as Result<unknown>;
    } catch (thrown) {
      throw errorOf(thrown);
    } finally {
      stopListening();
      signal.removeEventListener('abort', leave);
    }
  };
}
