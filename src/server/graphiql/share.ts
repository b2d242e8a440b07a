/** A query that a link carries, with its variables as JSON. */
interface SharedQuery {
  readonly query: string;
  readonly variables?: string;
}

/** The address of a page with a query behind its `#`, which no server sees. Headers, which may name a caller, stay out of it. */
export function linkTo(page: string, { query, variables }: SharedQuery): string {
  const url = new URL(page);
  url.hash = new URLSearchParams({ query, ...(variables && { variables }) }).toString();
  return url.href;
}

/** The query of an address; null where it carries none. */
export function sharedQuery(page: string): SharedQuery | null {
  const given = new URLSearchParams(new URL(page).hash.slice(1));
  const [query, variables] = [given.get('query'), given.get('variables')];
  return query ? { query, ...(variables && { variables }) } : null;
}
