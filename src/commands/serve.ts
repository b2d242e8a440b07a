import { vendors } from '../adapters/vendors.ts';
import { type Configuration, readConfiguration, readEnvironment } from '../config/configuration.ts';
import { startApplication } from '../server/application.ts';
import { createLog } from '../server/logging.ts';
import type { CommandOptions } from './options.ts';
import { askedToStop } from './stop.ts';

/** Serves the configured accounts or, without a configuration, a simulated contact centre on loopback. */
export async function serve(options: CommandOptions): Promise<number> {
  const { port, logLevel } = readEnvironment();
  const demonstration = options.config
    ? undefined
    : await (await import('./demonstration.ts')).startDemonstration(options.seed);
  const configuration: Configuration = demonstration?.configuration ?? readConfiguration(options.config ?? '', vendors);
  const chosen = port ?? options.port ?? configuration.port;
  const log = createLog(logLevel);
  const starting = startApplication({ ...configuration, port: chosen }, { log, vendors });
  const application = await starting.catch(async (error: unknown) => {
    await demonstration?.close();
    throw error;
  });
  process.stdout.write(`Crosspoint serves ${application.url}\n`);
  await askedToStop();
  await application.close();
  await demonstration?.close();
  return 0;
}
