import type { Server } from 'node:http';
import type { Log } from '../adapters/vendor.ts';

/** Milliseconds between two lines about connections that a full server closed. */
const BETWEEN_LINES_MS = 10_000;

/** Logs that connections beyond `limits.connections` were closed: the first at once, later ones as a number now and then. */
export function logRefusedConnections(server: Server, log: Log, betweenMs = BETWEEN_LINES_MS): void {
  let refused = 0;
  let isPausing = false;
  const write = () => {
    isPausing = refused > 0;
    if (!isPausing) return;
    const reason = 'Connections were closed at once, since limits.connections are open';
    log.warn({ refused, connections: server.maxConnections }, reason);
    refused = 0;
    setTimeout(write, betweenMs).unref();
  };
  server.on('drop', () => {
    refused += 1;
    if (!isPausing) write();
  });
}
