import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { Executor } from '../../src/executor/executor.ts';
import { formatError } from '../../src/resolvers/errors.ts';
import { createAuthenticate } from '../../src/server/auth.ts';
import { ClientAddresses } from '../../src/server/client-address.ts';
import { Documents } from '../../src/server/documents.ts';
import { createEndpoint, type EndpointParts } from '../../src/server/graphql.ts';
import { OperationObserver } from '../../src/server/operation-observer.ts';
import { Origins } from '../../src/server/origins.ts';
import { createRouter, type RouterParts } from '../../src/server/router.ts';
import type { Tracing } from '../../src/server/tracing.ts';

const limits = {
  ...{ bodyBytes: 1_048_576, frameBytes: 65_536, depth: 15, aliases: 60, tokens: 5_000, nodes: 10_000 },
  ...{ subscriptionsPerSocket: 100, operationMilliseconds: 30_000, accountMilliseconds: 10_000 },
} as EndpointParts['configuration']['limits'];
const hash = `sha256:${createHash('sha256').update('cpk_bench').digest('hex')}`;
const silent = { debug() {}, info() {}, warn() {}, error: console.error };
const addresses = new ClientAddresses({ trustedProxies: { networks: [], header: 'X-Forwarded-For' } });

/** What differs between the measured endpoints. */
interface Measured {
  readonly tracing?: Tracing | undefined;
  /** Without it the context of the resolvers is the caller alone. */
  readonly contextFor?: EndpointParts['contextFor'];
}

/** The gateway's router over a schema: its authentication, limits and executor. */
export async function routerOver(schema: GraphQLSchema, { tracing, contextFor }: Measured = {}) {
  tracing?.traceFields(schema);
  const endpoint = await createEndpoint({
    ...{ schema, log: silent, formatError, documents: new Documents(schema, limits), executor: new Executor(schema) },
    configuration: { limits, introspection: 'admin' },
    observer: new OperationObserver(silent, addresses, undefined, tracing),
    authenticate: createAuthenticate(
      { keys: [{ id: 'bench', hash, scopes: ['admin'] }], disabled: { subjects: [], tenants: [] } },
      silent,
    ),
    contextFor:
      contextFor ?? ((caller, { requestId }) => ({ caller, requestId }) as ReturnType<EndpointParts['contextFor']>),
  });
  return createRouter({
    ...{ endpoint, origins: new Origins([], false), base: '' },
    isStopping: () => false,
  } as unknown as RouterParts);
}
