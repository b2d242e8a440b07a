import type { Host } from './clock.ts';

/** A database file that a host has open. */
interface OpenFile {
  close(): void;
}

/** The disks of the gateways: full for a while, and whose files a crash leaves to the next process. */
export class Disks {
  readonly full = new Set<string>();
  readonly #open = new Map<Host, OpenFile[]>();

  opened(host: Host, file: OpenFile): void {
    const files = this.#open.get(host);
    if (files) files.push(file);
    else {
      this.#open.set(host, [file]);
      host.onDeath(() => this.#closeAll(host));
    }
  }

  #closeAll(host: Host): void {
    for (const file of this.#open.get(host) ?? []) file.close();
    this.#open.delete(host);
  }

  /** Throws as SQLite does where the disk of a host is full. */
  refuseFull(host: Host | null): void {
    if (!host || !this.full.has(host.node)) return;
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  }
}
