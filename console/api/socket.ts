import { type Client, createClient } from 'graphql-ws';
import { SOCKET_ENDPOINT } from './endpoint.ts';
import { authorization } from './http.ts';

const PING_MS = 10_000;
/** A network that is gone closes no socket; an unanswered ping does. */
const PONG_WITHIN_MS = 5_000;
const NO_PONG = 4408;

/** Listeners to the state of a socket. */
interface SocketListeners {
  opened(): void;
  closed(): void;
}

/** A socket for subscriptions. It does not retry by itself: each stream resumes from its own cursor. */
export function createSocket(credential: string | null, { opened, closed }: SocketListeners): Client {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return createClient({
    url: SOCKET_ENDPOINT,
    connectionParams: authorization(credential),
    retryAttempts: 0,
    keepAlive: PING_MS,
    on: {
      connected: (connected) => {
        socket = connected as WebSocket;
        opened();
      },
      closed: () => {
        clearTimeout(timer);
        closed();
      },
      ping: (received) => {
        if (!received) timer = setTimeout(() => socket?.close(NO_PONG, 'No pong'), PONG_WITHIN_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(timer);
      },
    },
  });
}
