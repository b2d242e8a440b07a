import { asCrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Configuration } from '../config/configuration.ts';
import { filesOf } from '../config/file.ts';
import type { FileWatch } from '../config/watch.ts';
import type { Application } from '../server/application.ts';
import type { Reload } from '../server/reload.ts';

/** The source of a configuration. */
export interface ConfigurationSource {
  readonly path: string;
  /** Watches the file and those it names since before it was read first. */
  readonly files: FileWatch;
  /** Reads it. Throws INVALID_ARGUMENT naming the path of every problem. */
  read(): Configuration;
}

/** Puts the file's configuration in force; one that is not valid is refused whole, and the former one stays. */
async function reload(
  { path, read }: ConfigurationSource,
  application: Pick<Application, 'reload'>,
  log: Log,
): Promise<void> {
  let done: Reload;
  try {
    done = await application.reload(read());
  } catch (thrown) {
    const reason = asCrosspointError(thrown).message;
    log.error({ file: path, reason }, 'The configuration is not reloaded, the former one stays in force');
    return;
  }
  const { applied, restart } = done;
  if (applied.length) log.info({ file: path, applied }, `The configuration is reloaded: ${applied.join(', ')}`);
  else log.info({ file: path }, 'The configuration is reloaded, nothing that can be applied has changed');
  if (restart.length) log.warn({ file: path, restart }, `Restart needed for ${restart.join(', ')}`);
}

/**
 * Reloads the configuration when its file, or a file of secrets it names, changes, and on SIGHUP. Answers the function that
 * stops this.
 */
export function reloadOnChange(
  source: ConfigurationSource,
  application: Pick<Application, 'reload'>,
  log: Log,
): () => void {
  const { path, files } = source;
  let reloading = Promise.resolve();
  const again = () => {
    files.watch(filesOf(path));
    // One after the other, so that the newest file is the one in force.
    reloading = reloading.then(() => reload(source, application, log));
  };
  files.start(again);
  process.on('SIGHUP', again);
  return () => {
    files.close();
    process.off('SIGHUP', again);
  };
}
