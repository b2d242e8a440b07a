import type { IncomingMessage } from 'node:http';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import type { IsRevoked } from '../access/revocation.ts';
import type { ClientSocket } from './client-socket.ts';
import { ConnectionRegistry } from './connection-registry.ts';
import { SocketProtocol } from './protocol.ts';
import { SOCKET_LIMITS, type SocketLimits, type SocketOptions } from './socket-options.ts';

/** Serves the sockets a `ws` server accepted under the protocol `graphql-transport-ws`. */
export interface SocketHandler {
  accept(socket: ClientSocket, request: IncomingMessage): void;
  /** Puts other limits in force: those of a whole caller or message at once, those of a socket for its next use. */
  limit(limits: Partial<SocketLimits>): void;
  /** Closes with 4403 every socket of these callers. */
  revoke(isRevoked: IsRevoked): void;
  /** Sockets open, and executions running for all their subscriptions. */
  count(): { sockets: number; executions: number };
  /** Closes every socket with 1012, so that clients connect elsewhere; terminates the rest after the timeout. */
  close(timeoutMs?: number): Promise<void>;
}

/** Makes the handler that an HTTP server gives its sockets to. */
export function createSocketHandler(options: SocketOptions): SocketHandler {
  const limits = { ...SOCKET_LIMITS, ...options.limits };
  const peers = new ConnectionRegistry(limits, options.log, new SocketProtocol(options, limits));
  const revoke = (isRevoked: IsRevoked) => {
    for (const peer of peers.all)
      if (peer.viewer && isRevoked(peer.viewer)) peer.close(CloseCode.Forbidden, 'Forbidden');
  };
  const unsubscribe = options.revocations?.subscribe(revoke);
  return {
    revoke,
    limit: (changed) => void Object.assign(limits, changed),
    accept(socket, request) {
      const { authorization } = request.headers;
      const address = options.addressOf?.(request);
      peers.add(socket, request.socket, { authorization, address, socket: request.socket });
      if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL)
        socket.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
    },
    count: () => ({ sockets: peers.all.size, executions: options.subscriptions.size }),
    close(timeoutMs = 2_000) {
      unsubscribe?.();
      return peers.close(timeoutMs);
    },
  };
}
