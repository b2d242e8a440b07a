import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import packageFile from '../../package.json' with { type: 'json' };
import { scopesOf } from '../access/policy.ts';
import { CrosspointError } from '../adapters/errors.ts';
import type { Log, Vendor } from '../adapters/vendor.ts';
import type { Configuration } from '../config/configuration.ts';
import { Executor } from '../executor/executor.ts';
import { CallerSchemas } from '../resolvers/caller-schema.ts';
import { formatError } from '../resolvers/errors.ts';
import { buildGatewaySchema } from '../resolvers/schema.ts';
import { StreamHandler } from '../streaming/handler.ts';
import { Authenticator } from './auth.ts';
import { Documents } from './documents.ts';
import { doorChanges, originsOf } from './door-changes.ts';
import { createEngine, type Engine } from './engine.ts';
import { createEndpoint } from './graphql.ts';
import { createHttpServer } from './http-server.ts';
import { createMcpEndpoint } from './mcp.ts';
import { OperationObserver } from './operation-observer.ts';
import { Origins } from './origins.ts';
import { readPersistedDocuments } from './persisted-documents.ts';
import { Pressure } from './pressure.ts';
import { bearerChallenge, protectedResource } from './protected-resource.ts';
import { publicPath } from './public-path.ts';
import { RateLimiter } from './rate-limiter.ts';
import { createReload, liveConfiguration, type Reload } from './reload.ts';
import { createRouter } from './router.ts';
import { attachSockets } from './sockets.ts';
import { createSubscriptions, errorFormatter } from './subscriptions.ts';
import { Telemetry } from './telemetry.ts';
import { startTracing } from './tracing.ts';
import { Turns } from './turns.ts';

/** A gateway that listens. */
export interface Application {
  readonly port: number;
  readonly url: string;
  /** Puts another configuration in force as far as that can be done without a restart, and says how far. */
  reload(configuration: Configuration): Promise<Reload>;
  /** Stops taking requests, closes the sockets, lets running operations finish, and closes everything. */
  close(): Promise<void>;
}

/** The options of an application beside its configuration. */
interface ApplicationOptions {
  readonly log: Log;
  readonly vendors: readonly Vendor[];
}

/** Milliseconds that requests under way may still take when the gateway stops. */
const STOP_MILLISECONDS = 8_000;

/** Listens, and answers the port taken. */
async function listen(server: Server, { port, host }: Configuration): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new CrosspointError('UNAVAILABLE', `Cannot listen on ${host} port ${port} (${cause.code})`, { cause })),
    );
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Lets what runs finish, for a while. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), STOP_MILLISECONDS);
  await closed;
  clearTimeout(timer);
}

/** Puts the doors before an engine: HTTP and WebSocket, both behind one gate. */
async function createDoors(
  configuration: Configuration,
  { log, vendors }: ApplicationOptions,
  engine: Engine,
  { authenticate, revocations }: Authenticator,
  { schema, schemas }: { schema: GraphQLSchema; schemas: CallerSchemas },
  origin: () => string,
) {
  const { contextFor, cursors, gateway, hub, media, webhookCounts } = engine;
  const documents = new Documents(schema, configuration.limits, configuration.auth === null);
  const tracing = await startTracing(configuration.tracing);
  tracing?.traceFields(schema);
  const executor = new Executor(schema);
  const allowance = new RateLimiter(configuration.limits.pointsPerMinute);
  const list = configuration.documents === undefined ? undefined : readPersistedDocuments(configuration.documents);
  list?.check(documents);
  const pressure = new Pressure(configuration.limits);
  const turns = new Turns();
  const asked = {
    schema,
    list,
    pressure,
    turns,
    documents,
    executor,
    configuration,
    authenticate,
    revocations,
    allowance,
  };
  const telemetry = new Telemetry({ has: (key) => gateway.account(key) !== undefined });
  const unfollow = hub.log.follow((events) => {
    telemetry.events(events);
    tracing?.events(events);
  });
  const countedError: typeof formatError = (formatted, error) => {
    const shown = formatError(formatted, error);
    telemetry.error(String(shown.extensions?.code ?? 'INTERNAL'));
    return shown;
  };
  const observer = new OperationObserver(log, telemetry, tracing);
  const parts = { ...asked, log, observer, contextFor, formatError: countedError };
  const subscriptions = createSubscriptions(parts, hub);
  const streams = new StreamHandler({
    ...{ subscriptions, cursors, revocations, formatError: errorFormatter(parts) },
    limits: { perCaller: configuration.limits.streamsPerCaller },
  });
  const endpoint = await createEndpoint({ ...parts, streams, schemas });
  let stopping = false;
  const base = publicPath(configuration.publicUrl);
  const origins = new Origins(originsOf(configuration), configuration.auth === null);
  const mcp = createMcpEndpoint({
    ...parts,
    ...{ vendors, version: packageFile.version, declared: list?.tools ?? [] },
    mayReadSchema: (caller) => schemas.mayRead(caller),
    unifiedSchema: (caller) => schemas.text(caller, 'unified'),
    challenge: () => (configuration.auth?.jwt ? bearerChallenge(origin()) : null),
    cursorAt: (time) => cursors.write(hub.log.placeAt(time)),
  });
  const router = createRouter({
    ...{ telemetry, endpoint, mcp, schemas, media, gateway, authenticate, origins, pressure, base },
    // Only the demonstration has no callers, and all of its accounts are simulated.
    simulated: configuration.auth === null ? gateway.accounts.map(({ key }) => key) : [],
    counts: () => ({
      ...sockets.count(),
      streams: streams.size,
      ...hub.count(),
      waiting: hub.log.waiting,
      webhooks: webhookCounts(),
    }),
    buffering: engine.buffering,
    isStopping: () => stopping,
    protectedResource: () => protectedResource(configuration.auth, origin(), scopesOf(vendors)),
  });
  const server = createHttpServer(configuration, router);
  const sockets = attachSockets(server, {
    ...parts,
    subscriptions,
    base,
    origins,
    schemas,
  });
  const close = async () => {
    stopping = true;
    const closed = closeServer(server);
    streams.close();
    await sockets.close();
    await closed;
    await endpoint.stop();
    pressure.close();
    unfollow();
    telemetry.close();
    await tracing?.close();
  };
  const changes = doorChanges(configuration, { server, documents, allowance, sockets, streams, origins });
  return { server, close, changes };
}

/** Starts a gateway over the configured accounts. */
export async function startApplication(started: Configuration, options: ApplicationOptions): Promise<Application> {
  const configuration = liveConfiguration(started);
  let origin = configuration.publicUrl ?? '';
  const authenticator = new Authenticator(configuration.auth, options.log);
  const schema = buildGatewaySchema(options.vendors);
  const schemas = new CallerSchemas(schema, options.vendors, configuration);
  const engine = await createEngine(configuration, options.log, () => origin, authenticator, schemas);
  try {
    const doors = await createDoors(configuration, options, engine, authenticator, { schema, schemas }, () => origin);
    const port = await listen(doors.server, configuration);
    const local = `${configuration.tls ? 'https' : 'http'}://localhost:${port}`;
    origin ||= local;
    engine.start();
    const close = async () => {
      await Promise.all([engine.handOver(), doors.close()]);
      await engine.close();
    };
    const reload = createReload(configuration, [authenticator.changes, engine.changes, doors.changes]);
    return { port, url: `${local}/graphql`, reload, close };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
