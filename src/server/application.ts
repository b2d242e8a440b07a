import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CrosspointError } from '../adapters/errors.ts';
import type { Log, Vendor } from '../adapters/vendor.ts';
import type { Configuration } from '../config/configuration.ts';
import { CallerSchemas } from '../resolvers/caller-schema.ts';
import { buildGatewaySchema } from '../resolvers/schema.ts';
import { Authenticator } from './auth.ts';
import { createEngine } from './engine.ts';
import { createReload, liveConfiguration, type Reload } from './reload.ts';
import { createTransports } from './transports.ts';

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

/** Starts a gateway over the configured accounts. */
export async function startApplication(started: Configuration, options: ApplicationOptions): Promise<Application> {
  const configuration = liveConfiguration(started);
  let origin = configuration.publicUrl ?? '';
  const authenticator = new Authenticator(configuration.auth, options.log);
  const schema = buildGatewaySchema(options.vendors);
  const schemas = new CallerSchemas(schema, options.vendors, configuration);
  const engine = await createEngine(configuration, options.log, () => origin, authenticator, schemas);
  try {
    const published = { schema, schemas, origin: () => origin };
    const transports = await createTransports({ configuration, ...options, engine, authenticator, ...published });
    const port = await listen(transports.server, configuration);
    const local = `${configuration.tls ? 'https' : 'http'}://localhost:${port}`;
    origin ||= local;
    engine.start();
    const close = async () => {
      await Promise.all([engine.handOver(), transports.close()]);
      await engine.close();
    };
    const reload = createReload(configuration, [authenticator.changes, engine.changes, transports.changes]);
    return { port, url: `${local}/graphql`, reload, close };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
