/** The few cookies a vendor sets so that its own front end finds the session again. */
export class CookieJar {
  private readonly cookies = new Map<string, string>();

  /** Keeps what a `Set-Cookie` header says; an expired cookie is forgotten. */
  keep(header: string | string[] | undefined): void {
    for (const line of [header ?? []].flat()) {
      const [pair = '', ...attributes] = line.split(';');
      const [, name, value] = /^\s*([^\s=;,]+)=([\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e"]*)\s*$/.exec(pair) ?? [];
      if (name === undefined || value === undefined) continue;
      if (attributes.some((attribute) => /^\s*max-age\s*=\s*(0|-\d+)\s*$/i.test(attribute))) this.cookies.delete(name);
      else if (this.cookies.size < 20 || this.cookies.has(name)) this.cookies.set(name, value);
    }
  }

  /** The `Cookie` header, or null while there is none. */
  header(): string | null {
    if (this.cookies.size === 0) return null;
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
