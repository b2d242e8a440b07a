/** Entry for programs that embed the gateway: `import { createGateway } from 'crosspoint'`. */
import { vendors } from './adapters/vendors.ts';
import { type Configuration, checkConfiguration, readConfiguration } from './config/configuration.ts';
import { type Application, startApplication } from './server/application.ts';
import { createProgramLog } from './server/logging.ts';

/** Options of an embedded gateway. */
interface EmbeddingOptions {
  /** Least level of the log, which is written to standard error as JSON lines. Default: info. */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Port of the HTTP server, 0 for a free one. Default: that of the configuration; a free one for the demonstration. */
  readonly port?: number;
  /** Seed of the simulated contact centre. Default: 1. */
  readonly seed?: number;
}

/** The path of a configuration file, or an object of the same form. */
type Source = string | object;

/** A gateway of this process. */
interface RunningGateway extends Omit<Application, 'reload'> {
  /** Puts another configuration in force; `restart` names the changed sections that need a restart. */
  reload(configuration: Source): ReturnType<Application['reload']>;
}

/** Reads the file of that name, or checks an object of the same form. */
function configurationOf(source: Source, { port }: EmbeddingOptions): Configuration {
  const read = typeof source === 'string' ? readConfiguration(source, vendors) : checkConfiguration(source, vendors);
  return { ...read, port: port ?? read.port };
}

async function startSimulated({ seed = 1, port = 0 }: EmbeddingOptions) {
  const { startDemonstration } = await import('./commands/demonstration.ts');
  const { configuration, close } = await startDemonstration(seed);
  return { configuration: { ...configuration, port }, close };
}

/**
 * Starts a gateway in this process. `source` is the path of a configuration file or an object of the same form; without
 * it the gateway serves a simulated contact centre on loopback, without keys.
 * Throws INVALID_ARGUMENT naming the path of every problem of the configuration.
 */
export async function createGateway(source?: Source, options: EmbeddingOptions = {}): Promise<RunningGateway> {
  const simulated = source === undefined ? await startSimulated(options) : undefined;
  const configuration = simulated?.configuration ?? configurationOf(source ?? {}, options);
  const log = createProgramLog(options.logLevel ?? 'info');
  const application = await startApplication(configuration, { log, vendors }).catch(async (error: unknown) => {
    await simulated?.close();
    throw error;
  });
  return {
    ...application,
    reload: (next: Source) => application.reload(configurationOf(next, options)),
    close: async () => {
      await application.close();
      await simulated?.close();
    },
  };
}
