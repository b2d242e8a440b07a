/** A cookie's value and the time, in milliseconds since 1970, at which it ends. */
interface Cookie {
  readonly value: string;
  readonly end: number;
}

/** The session cookies of a vendor's front end. */
export class CookieJar {
  private readonly cookies = new Map<string, Cookie>();

  constructor(private readonly now = () => Date.now()) {}

  /** Stores the cookie of a `Set-Cookie` header; an expired one is removed. */
  keep(header: string | string[] | undefined): void {
    if (header === undefined) return;
    for (const line of [header].flat()) {
      const [pair = '', ...attributes] = line.split(';');
      const [, name, value] = /^\s*([^\s=;,]+)=([\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e"]*)\s*$/.exec(pair) ?? [];
      if (name === undefined || value === undefined) continue;
      const end = this.endOf(attributes);
      if (end <= this.now()) this.cookies.delete(name);
      else if (this.cookies.size < 20 || this.cookies.has(name)) this.cookies.set(name, { value, end });
    }
  }

  /** The `Cookie` header, or null while there is none. */
  header(): string | null {
    if (this.cookies.size === 0) return null;
    for (const [name, { end }] of this.cookies) if (end <= this.now()) this.cookies.delete(name);
    return [...this.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ') || null;
  }

  /** `Max-Age` goes before `Expires` (RFC 6265, 5.3); a cookie without either lasts as long as the process. */
  private endOf(attributes: readonly string[]): number {
    const text = attributes.join(';');
    const seconds = /(?:^|;)\s*max-age\s*=\s*(-?\d+)\s*(?:;|$)/i.exec(text)?.[1];
    if (seconds !== undefined) return this.now() + Number(seconds) * 1_000;
    const end = Date.parse(/(?:^|;)\s*expires\s*=\s*([^;]+)/i.exec(text)?.[1] ?? '');
    return Number.isNaN(end) ? Number.POSITIVE_INFINITY : end;
  }
}
