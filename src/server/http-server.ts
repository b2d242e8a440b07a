import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import type { Configuration } from '../config/configuration.ts';
import type { TlsSettings } from '../config/tls.ts';

/** An HTTP server that drops clients that send slowly or nothing; over TLS where the configuration has a certificate. */
export function createHttpServer(
  { limits, tls }: Pick<Configuration, 'limits' | 'tls'>,
  listener: RequestListener,
): Server {
  const { headersMilliseconds, requestMilliseconds, keepAliveMilliseconds } = limits;
  const options = {
    headersTimeout: headersMilliseconds,
    requestTimeout: requestMilliseconds,
    connectionsCheckingInterval: Math.min(headersMilliseconds, 5_000),
    keepAliveTimeout: keepAliveMilliseconds,
  };
  const server = tls
    ? createTlsServer({ ...options, ...contextOf(tls), handshakeTimeout: headersMilliseconds }, listener)
    : createServer(options, listener);
  server.maxConnections = limits.connections;
  return server;
}

function contextOf({ certificate, key }: TlsSettings) {
  return { cert: certificate, key, minVersion: 'TLSv1.2' as const };
}

/**
 * How a server takes another certificate, which handshakes from then on use; undefined where it would begin or cease to use TLS,
 * which it cannot while it listens.
 */
export function certificateChange(server: Server, tls: TlsSettings | undefined): (() => void) | undefined {
  if (!tls || !(server instanceof TlsServer)) return undefined;
  return () => server.setSecureContext(contextOf(tls));
}
