import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^https?:\/\/(localhost|[\w-]+\.localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** The origins whose pages may call from a browser. */
export class Origins {
  readonly #listed: ReadonlySet<string>;
  readonly #loopback: boolean;

  /** With `loopback` every page that this machine itself serves may call, as suits the demonstration. */
  constructor(listed: Iterable<string>, loopback: boolean) {
    this.#listed = new Set(listed);
    this.#loopback = loopback;
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
