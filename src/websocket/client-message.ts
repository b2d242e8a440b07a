/** The message types that only a server sends. graphql-ws would treat one as an internal failure and close with 4500. */
export const SERVER_MESSAGES: readonly unknown[] = ['connection_ack', 'next', 'error'];
const MAX_INTERNED_BYTES = 4_000_000;

/** Query texts by themselves, so that equal subscriptions share one. */
const queries = new Map<string, string>();
let internedBytes = 0;

function internQuery(query: string): string {
  const known = queries.get(query);
  if (known !== undefined) return known;
  internedBytes += Buffer.byteLength(query);
  if (internedBytes > MAX_INTERNED_BYTES) {
    queries.clear();
    internedBytes = Buffer.byteLength(query);
  }
  queries.set(query, query);
  return query;
}

/**
 * A message as graphql-ws takes it and keeps it for as long as the subscription runs: parsed, which it is content with,
 * and with a query that others share. What cannot be parsed is left for it to refuse.
 */
export function parseMessage(text: string): string {
  try {
    const message = JSON.parse(text);
    if (typeof message?.payload?.query === 'string') message.payload.query = internQuery(message.payload.query);
    return typeof message === 'string' ? text : message;
  } catch {
    return text;
  }
}
