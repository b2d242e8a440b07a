import type { Server } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import packageFile from '../../package.json' with { type: 'json' };
import { scopesOf } from '../access/policy.ts';
import type { Log, Vendor } from '../adapters/vendor.ts';
import type { Configuration } from '../config/configuration.ts';
import { Executor } from '../executor/executor.ts';
import type { CallerSchemas } from '../resolvers/caller-schema.ts';
import { formatError } from '../resolvers/errors.ts';
import { StreamHandler } from '../streaming/handler.ts';
import type { Authenticator } from './auth.ts';
import { ClientAddresses } from './client-address.ts';
import { Documents } from './documents.ts';
import type { Engine } from './engine.ts';
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
import { logRefusedConnections } from './refused-connections.ts';
import type { SectionChanges } from './reload.ts';
import { createRouter } from './router.ts';
import { attachSockets } from './sockets.ts';
import { createSubscriptions, errorFormatter } from './subscriptions.ts';
import { Telemetry } from './telemetry.ts';
import { startTracing } from './tracing.ts';
import { originsOf, transportChanges } from './transport-changes.ts';

/** The parts from which the transports are created. */
interface TransportParts {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly vendors: readonly Vendor[];
  readonly engine: Engine;
  readonly authenticator: Authenticator;
  readonly schema: GraphQLSchema;
  readonly schemas: CallerSchemas;
  /** The address at which callers reach the gateway. */
  readonly origin: () => string;
}

/** The transports before an engine: HTTP, streamed answers, MCP and WebSocket, all behind the same checks. */
interface Transports {
  readonly server: Server;
  /** How they take changed sections of the configuration. */
  readonly changes: SectionChanges;
  /** Takes no further requests, closes sockets and streams, and lets requests under way finish. */
  close(): Promise<void>;
}

/** Milliseconds that requests under way may still take when the gateway stops. */
const STOP_MILLISECONDS = 8_000;

/** Lets what runs finish, for a while. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), STOP_MILLISECONDS);
  await closed;
  clearTimeout(timer);
}

/** Counts, records and traces operations, errors and events. */
async function createObservation({ configuration, log, engine: { gateway, hub }, schema }: TransportParts) {
  const tracing = await startTracing(configuration.tracing);
  tracing?.traceFields(schema);
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
  const close = async () => {
    unfollow();
    telemetry.close();
    await tracing?.close();
  };
  const addresses = new ClientAddresses(configuration);
  const observer = new OperationObserver(log, addresses, telemetry, tracing);
  return { telemetry, addresses, observer, formatError: countedError, close };
}

/** The parts that every transport uses: authentication, documents, limits, execution and observation. */
async function createShared(parts: TransportParts) {
  const { configuration, log, schema, engine, authenticator } = parts;
  const { close, telemetry, ...observation } = await createObservation(parts);
  const documents = new Documents(schema, configuration.limits, configuration.auth === null);
  const list = configuration.documents === undefined ? undefined : readPersistedDocuments(configuration.documents);
  list?.check(documents);
  const shared = {
    ...{ configuration, log, schema, schemas: parts.schemas, documents, list, contextFor: engine.contextFor },
    ...observation,
    authenticate: authenticator.authenticate,
    revocations: authenticator.revocations,
    executor: new Executor(schema),
    rateLimiter: new RateLimiter(configuration.limits.pointsPerMinute),
    pressure: new Pressure(configuration.limits),
    turns: engine.turns,
    base: publicPath(configuration.publicUrl),
    origins: new Origins(originsOf(configuration), configuration.auth === null),
  };
  return { shared, telemetry, closeObservation: close };
}

type Shared = Awaited<ReturnType<typeof createShared>>['shared'];

function createMcp({ configuration, vendors, engine, schemas, origin }: TransportParts, shared: Shared) {
  return createMcpEndpoint({
    ...shared,
    ...{ vendors, version: packageFile.version, declared: shared.list?.tools ?? [] },
    mayReadSchema: (caller) => schemas.mayRead(caller),
    unifiedSchema: (caller) => schemas.text(caller, 'unified'),
    challenge: () => (configuration.auth?.jwt ? bearerChallenge(origin()) : null),
    cursorAt: (time) => engine.cursors.write(engine.hub.log.placeAt(time)),
  });
}

/** The parts of the router that do not depend on its transports. */
function routerParts({ configuration, vendors, engine, origin }: TransportParts) {
  const { gateway, media, buffering } = engine;
  return {
    ...{ gateway, media, buffering },
    // Only the demonstration has no callers, and all of its accounts are simulated.
    simulated: configuration.auth === null ? gateway.accounts.map(({ key }) => key) : [],
    protectedResource: () => protectedResource(configuration.auth, origin(), scopesOf(vendors)),
  };
}

/** Creates the transports; the server does not listen yet. */
export async function createTransports(parts: TransportParts): Promise<Transports> {
  const { configuration, engine } = parts;
  const { hub, cursors } = engine;
  const { shared, telemetry, closeObservation } = await createShared(parts);
  const subscriptions = createSubscriptions(shared, hub);
  const streams = new StreamHandler({
    ...{ subscriptions, cursors, revocations: shared.revocations, formatError: errorFormatter(shared) },
    limits: { perCaller: configuration.limits.streamsPerCaller },
  });
  const endpoint = await createEndpoint({ ...shared, streams });
  let stopping = false;
  const router = createRouter({
    ...{ ...shared, ...routerParts(parts), telemetry, endpoint, mcp: createMcp(parts, shared) },
    counts: () => {
      const live = { ...sockets.count(), streams: streams.size, ...hub.count() };
      return { ...live, waiting: hub.log.waiting, webhooks: engine.webhookCounts() };
    },
    isStopping: () => stopping,
  });
  const server = createHttpServer(configuration, router);
  logRefusedConnections(server, parts.log);
  const sockets = attachSockets(server, { ...shared, subscriptions });
  const close = async () => {
    stopping = true;
    const closed = closeServer(server);
    streams.close();
    await sockets.close();
    await closed;
    await endpoint.stop();
    shared.pressure.close();
    await closeObservation();
  };
  return { server, close, changes: transportChanges(configuration, { ...shared, server, sockets, streams }) };
}
