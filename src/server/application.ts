import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Adapter } from '../adapters/adapter.ts';
import type { Log, Vendor } from '../adapters/vendor.ts';
import type { Configuration } from '../config.ts';
import type { Caller, Context } from '../resolvers/context.ts';
import { formatError } from '../resolvers/errors.ts';
import { followed } from '../resolvers/followed.ts';
import { Gateway } from '../resolvers/gateway.ts';
import { createIdempotencyStore } from '../resolvers/idempotency.ts';
import { Operation } from '../resolvers/operation.ts';
import { buildGatewaySchema } from '../resolvers/schema.ts';
import { Views } from '../resolvers/views.ts';
import { createCursors } from '../subscriptions/cursor.ts';
import { Hub } from '../subscriptions/hub.ts';
import { RedisLease } from '../subscriptions/lease.ts';
import { Live } from '../subscriptions/live.ts';
import type { EventLog } from '../subscriptions/log.ts';
import { openRedisLog } from '../subscriptions/redis.ts';
import { Runner } from '../subscriptions/runner.ts';
import { openSqliteLog } from '../subscriptions/sqlite.ts';
import { createAuthenticate } from './auth.ts';
import { Documents } from './documents.ts';
import { createEndpoint } from './graphql.ts';
import { MediaServer } from './media.ts';
import { createRouter } from './router.ts';
import { attachSockets } from './sockets.ts';

/** A gateway that listens. */
export interface Application {
  readonly port: number;
  readonly url: string;
  /** Stops taking requests, tells the sockets, lets what runs finish, and closes everything. */
  close(): Promise<void>;
}

/** What an application is started with beside its configuration. */
export interface ApplicationOptions {
  readonly log: Log;
  readonly vendors: readonly Vendor[];
}

const HOUR = 3_600_000;

function openLog({ events, redis }: Configuration, log: Log): Promise<EventLog> {
  const retention = { age: events.retentionHours * HOUR };
  if (redis) return openRedisLog({ url: redis.url, log, retention });
  return openSqliteLog({ file: events.file, log, retention });
}

function connectAll({ accounts }: Configuration, log: Log): Adapter[] {
  const surroundings = { log, now: () => new Date() };
  return accounts.map(({ id, vendor, settings }) => vendor.connect(id, settings, surroundings));
}

/** Starts a gateway over the configured accounts. */
export async function startApplication(
  configuration: Configuration,
  { log, vendors }: ApplicationOptions,
): Promise<Application> {
  const adapters = connectAll(configuration, log);
  const eventLog = await openLog(configuration, log);
  const media = new MediaServer({
    ...configuration.media,
    ...{
      secret: configuration.media.secret,
      log,
      adapter: (account) => adapters.find((known) => known.account === account),
    },
  });
  let origin = configuration.publicUrl ?? '';
  const gateway = new Gateway({
    adapters,
    log,
    identities: configuration.identities,
    now: () => new Date(),
    signMedia: (account, recording, format) => {
      const { path, ...link } = media.sign(account, recording, format);
      return { ...link, url: new URL(path, origin).href };
    },
  });
  const views = new Views(gateway);
  const hub = new Hub(eventLog);
  const lease = configuration.redis ? new RedisLease({ url: configuration.redis.url }) : undefined;
  const runner = new Runner({ log: eventLog, adapters, logger: log, lease });
  const unfollow = eventLog.follow((events) => {
    for (const { event } of events) gateway.observe(event);
  });
  const live = new Live({
    ...followed(gateway, views),
    ...{ hub, cursors: createCursors(eventLog.identity), accounts: adapters.map(({ account }) => account) },
    watch: (kinds, accounts) => runner.watch(kinds, accounts),
  });
  const idempotency = createIdempotencyStore();
  const contextFor = (caller: Caller, requestId: string, signal: AbortSignal): Context => {
    const operation = new Operation(gateway, caller, signal);
    return { caller, gateway, operation, views, idempotency, requestId, signal, live };
  };
  const schema = buildGatewaySchema(vendors);
  const documents = new Documents(schema, configuration.limits);
  const authenticate = createAuthenticate(configuration.auth);
  const parts = { schema, documents, configuration, authenticate, log, contextFor, formatError };
  const endpoint = await createEndpoint(parts);
  let stopping = false;
  const router = createRouter({ endpoint, media, gateway, origins: configuration.origins, isReady: () => !stopping });
  const server = createServer({ headersTimeout: 15_000, requestTimeout: 30_000, keepAliveTimeout: 10_000 }, router);
  const sockets = attachSockets(server, { ...parts, hub, configuration });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(configuration.port, configuration.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  origin ||= `http://localhost:${port}`;
  runner.start();
  return {
    port,
    url: `http://localhost:${port}/graphql`,
    async close() {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await sockets.close();
      server.closeIdleConnections();
      const patience = setTimeout(() => server.closeAllConnections(), 8_000);
      await closed;
      clearTimeout(patience);
      await endpoint.stop();
      unfollow();
      await runner.stop();
      await hub.close();
      lease?.close();
      await eventLog.close();
      await media.close();
      await Promise.all(adapters.map((adapter) => adapter.close()));
    },
  };
}
