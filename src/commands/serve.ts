import { vendors } from '../adapters/vendors.ts';
import { type Configuration, readConfiguration, readEnvironment } from '../config/configuration.ts';
import { filesOf } from '../config/file.ts';
import { FileWatch } from '../config/watch.ts';
import { startApplication } from '../server/application.ts';
import { createLog, createProgramLog } from '../server/logging.ts';
import { readableDestination } from '../server/readable-log.ts';
import { banner } from './banner.ts';
import type { CommandOptions } from './options.ts';
import { type ConfigurationSource, reloadOnChange } from './reload.ts';
import { stopSignal } from './stop-signal.ts';

/** Milliseconds for a reader of the log to take the last lines. */
const UNREAD_MS = 1_000;

/** Where the configuration comes from, with the port that the environment or the command line chose. */
function sourceOf(options: CommandOptions, port: number | null): ConfigurationSource | undefined {
  const { config } = options;
  if (config === undefined) return undefined;
  const read = () => withOptions(readConfiguration(config, vendors), options, port);
  return { path: config, files: new FileWatch(filesOf(config)), read };
}

/** A configuration with the port and the origins that the environment or the command line chose. */
function withOptions(
  configuration: Configuration,
  { port: option, origins }: CommandOptions,
  port: number | null,
): Configuration {
  return {
    ...configuration,
    port: port ?? option ?? configuration.port,
    origins: [...configuration.origins, ...origins],
  };
}

async function demonstrate(options: CommandOptions, port: number | null) {
  const { configuration, close } = await (await import('./demonstration.ts')).startDemonstration(
    options.seed,
    options.pace,
  );
  return { configuration: withOptions(configuration, options, port), close };
}

/** Serves the configured accounts or, without a configuration, a simulated contact centre on loopback. */
export async function serve(options: CommandOptions): Promise<number> {
  const { port, logLevel } = readEnvironment();
  const source = sourceOf(options, port);
  const demonstration = source ? undefined : await demonstrate(options, port);
  const configuration = demonstration?.configuration ?? (source?.read() as Configuration);
  const log = process.stderr.isTTY
    ? createLog(logLevel, readableDestination(process.stderr))
    : createProgramLog(logLevel);
  const application = await startApplication(configuration, { log, vendors }).catch(async (error: unknown) => {
    await demonstration?.close();
    throw error;
  });
  const stopReloading = source && reloadOnChange(source, application, log);
  process.stdout.write(banner(options, configuration, application.url, demonstration !== undefined));
  await stopSignal();
  stopReloading?.();
  await application.close();
  await demonstration?.close();
  endUnread();
  return 0;
}

/** Ends the process soon although lines of its log are not read; they would keep it running. */
function endUnread(): void {
  if (process.stderr.writableLength > 0) setTimeout(() => process.exit(), UNREAD_MS).unref();
}
