import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^https?:\/\/(localhost|[\w-]+\.localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** An address, or a name that only this machine answers to. */
const LOCAL_HOST = /^(localhost|[\w-]+\.localhost|\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\])(:\d+)?$/i;

/** The origins whose pages may call from a browser. */
export class Origins {
  #listed: ReadonlySet<string>;
  readonly #loopback: boolean;

  /** With `loopback` every page that this machine itself serves may call, as suits the demonstration. */
  constructor(listed: Iterable<string>, loopback: boolean) {
    this.#listed = new Set(listed);
    this.#loopback = loopback;
  }

  /** Allows these origins and no longer the former ones. */
  replace(listed: Iterable<string>): void {
    this.#listed = new Set(listed);
  }

  /**
   * Whether a request names this machine, which only the demonstration requires: a foreign name that resolves to it would
   * make a page of that name one of the gateway's own. Clients of HTTP/1.0 send no Host.
   */
  acceptsHost({ headers: { host } }: Pick<IncomingMessage, 'headers'>): boolean {
    if (!this.#loopback || host === undefined || LOCAL_HOST.test(host)) return true;
    return this.#listed.has(`http://${host}`) || this.#listed.has(`https://${host}`);
  }

  /** Whether pages of an origin may read answers. */
  has(origin: string): boolean {
    return this.#listed.has(origin) || (this.#loopback && LOOPBACK.test(origin));
  }

  /** Whether a request comes from the gateway's own pages, those of an allowed origin, or no page at all. */
  accepts({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
    const { origin, host } = headers;
    return origin === undefined || this.has(origin) || origin === `http://${host}` || origin === `https://${host}`;
  }
}
