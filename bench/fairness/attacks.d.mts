/** What one caller may do at its worst, each by its name. */
export const ATTACKS: Readonly<
  Record<
    | 'ids'
    | 'unpaged'
    | 'pages'
    | 'documents'
    | 'operations'
    | 'mistakes'
    | 'introspection'
    | 'schema'
    | 'connections'
    | 'handshakes'
    | 'tls'
    | 'subscriptions',
    {
      readonly connections: number;
      /** Each request over a new connection. */
      readonly isFresh?: boolean;
      readonly isSocket?: boolean;
      readonly isTls?: boolean;
      /** Read instead of `/graphql`. */
      readonly path?: string;
      /** The n-th request. */
      body(number: number, names: { readonly five9: string }): { readonly query: string; readonly variables?: object };
    }
  >
>;

/** Whether an attack needs a gateway behind TLS. */
export function isEncrypted(name: string): boolean;
