import type { Server } from 'node:http';
import type { Configuration } from '../config/configuration.ts';
import type { LimitSettings } from '../config/limits.ts';
import type { StreamHandler } from '../streaming/handler.ts';
import type { Documents } from './documents.ts';
import { certificateChange } from './http-server.ts';
import type { Origins } from './origins.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { SectionChanges } from './reload.ts';
import type { Sockets } from './sockets.ts';

/** The parts between callers and the engine that have settings. */
interface ConfiguredTransports {
  readonly server: Server;
  readonly documents: Documents;
  readonly rateLimiter: RateLimiter;
  readonly sockets: Pick<Sockets, 'setLimits'>;
  readonly streams: Pick<StreamHandler, 'limit'>;
  readonly origins: Origins;
}

/** The origins of a configuration, the gateway's own included. */
export function originsOf({ origins, publicUrl }: Pick<Configuration, 'origins' | 'publicUrl'>): string[] {
  return publicUrl === undefined ? origins : [...origins, new URL(publicUrl).origin];
}

/** Sets how many connections an HTTP server takes and the times within which its clients have to send; for connections that are open at their next request. */
function setTimes(server: Server, limits: LimitSettings): void {
  server.headersTimeout = limits.headersMilliseconds;
  server.requestTimeout = limits.requestMilliseconds;
  server.keepAliveTimeout = limits.keepAliveMilliseconds;
  server.maxConnections = limits.connections;
}

/** How the transports take changed sections; `live` is the configuration that they read. */
export function transportChanges(live: Configuration, transports: ConfiguredTransports): SectionChanges {
  const { server, documents, rateLimiter, sockets, streams, origins } = transports;
  return {
    limits:
      ({ limits }) =>
      () => {
        documents.clear();
        rateLimiter.perMinute = limits.pointsPerMinute;
        sockets.setLimits(limits);
        streams.limit({ perCaller: limits.streamsPerCaller });
        setTimes(server, limits);
      },
    origins:
      ({ origins: listed }) =>
      () =>
        origins.replace(originsOf({ origins: listed, publicUrl: live.publicUrl })),
    tls: ({ tls }) => certificateChange(server, tls),
    // Read from the live configuration at each request.
    introspection: () => () => {},
    trustedProxies: () => () => {},
  };
}
