import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';

const LOOK_EVERY = 1_000;

type Stats = { readonly mtimeNs: bigint; readonly ctimeNs: bigint; readonly ino: bigint; readonly size: bigint };

function fingerprint({ mtimeNs, ctimeNs, ino, size }: Stats): string {
  return [mtimeNs, ctimeNs, ino, size].join(':');
}

const MISSING = 'missing';

/** Identifies a version of the files without reading them. */
function versionNow(paths: readonly string[]): string {
  return paths
    .map((path) => {
      const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
      return stats ? fingerprint(stats) : MISSING;
    })
    .join('\n');
}

async function version(paths: readonly string[]): Promise<string> {
  const look = (path: string) => stat(path, { bigint: true }).then(fingerprint, () => MISSING);
  return (await Promise.all(paths.map(look))).join('\n');
}

/**
 * Watches files by looking at them every second, which finds every change on every file system: one written in place, put in
 * place by a rename, and one behind a symbolic link that a mounted secret moves. A change is reported when the files have
 * stayed as they are from one look to the next, so that none is read half-written.
 */
export class FileWatch {
  #paths: readonly string[];
  /** The version that was reported last, or that was there at the start. */
  #reported: string;
  #seen: string;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(paths: readonly string[]) {
    this.#paths = paths;
    this.#reported = versionNow(paths);
    this.#seen = this.#reported;
  }

  /** Calls back after each change since the files were named, the first time after `every` milliseconds. */
  start(onChange: () => void, every = LOOK_EVERY): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.#look(onChange), every).unref();
  }

  /** Watches these files from now on, as they are now. */
  watch(paths: readonly string[]): void {
    this.#paths = paths;
    this.#reported = versionNow(paths);
    this.#seen = this.#reported;
  }

  /** Stops watching. */
  close(): void {
    clearInterval(this.#timer);
  }

  async #look(onChange: () => void): Promise<void> {
    // A look at a file system that hangs is not followed by others.
    if (this.#looking) return;
    this.#looking = true;
    const paths = this.#paths;
    const now = await version(paths);
    this.#looking = false;
    if (paths !== this.#paths) return;
    const isSettled = now === this.#seen;
    this.#seen = now;
    if (!isSettled || now === this.#reported) return;
    this.#reported = now;
    onChange();
  }
}
