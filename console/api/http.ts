import { type Client, createClient, fetchExchange } from 'urql';
import { ENDPOINT } from './endpoint.ts';

/** The header that names the caller; empty without a credential, as the demonstration accepts it. */
export function authorization(credential: string | null): Record<string, string> {
  return credential === null ? {} : { authorization: `Bearer ${credential}` };
}

/** A client for queries and mutations. Every query is read again: the live state comes from subscriptions. */
export function createHttpClient(credential: string | null): Client {
  return createClient({
    url: ENDPOINT,
    exchanges: [fetchExchange],
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetchOptions: { headers: authorization(credential) },
  });
}
