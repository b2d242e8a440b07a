/** The gateway's endpoint over the items: its router, authentication, limits and executor. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Executor } from '../../src/executor/executor.ts';
import { formatError } from '../../src/resolvers/errors.ts';
import { createAuthenticate } from '../../src/server/auth.ts';
import { ClientAddresses } from '../../src/server/client-address.ts';
import { Documents } from '../../src/server/documents.ts';
import { createEndpoint, type EndpointParts } from '../../src/server/graphql.ts';
import { OperationObserver } from '../../src/server/operation-observer.ts';
import { Origins } from '../../src/server/origins.ts';
import { createRouter, type RouterParts } from '../../src/server/router.ts';
import { startTracing } from '../../src/server/tracing.ts';
import { buildItems } from './items.ts';

const schema = buildItems();
const limits = {
  ...{ bodyBytes: 1_048_576, frameBytes: 65_536, depth: 15, aliases: 60, tokens: 5_000, nodes: 10_000 },
  ...{ subscriptionsPerSocket: 100, operationMilliseconds: 30_000, accountMilliseconds: 10_000 },
} as EndpointParts['configuration']['limits'];
const hash = `sha256:${createHash('sha256').update('cpk_bench').digest('hex')}`;
const silent = { debug() {}, info() {}, warn() {}, error: console.error };

const { TRACES, RATIO } = process.env;
const tracing = await startTracing(
  TRACES === undefined
    ? undefined
    : { url: TRACES, headers: {}, sampleRatio: Number(RATIO), serviceName: 'bench', toVendors: true },
);
tracing?.traceFields(schema);

const endpoint = await createEndpoint({
  ...{ schema, log: silent, formatError, documents: new Documents(schema, limits), executor: new Executor(schema) },
  configuration: { limits, introspection: 'admin' },
  observer: new OperationObserver(
    silent,
    new ClientAddresses({ trustedProxies: { networks: [], header: 'X-Forwarded-For' } }),
    undefined,
    tracing,
  ),
  authenticate: createAuthenticate(
    { keys: [{ id: 'bench', hash, scopes: ['admin'] }], disabled: { subjects: [], tenants: [] } },
    silent,
  ),
  contextFor: (caller, { requestId }) => ({ caller, requestId }) as ReturnType<EndpointParts['contextFor']>,
});
const router = createRouter({
  endpoint,
  origins: new Origins([], false),
  base: '',
  isStopping: () => false,
} as unknown as RouterParts);
const server = createServer(router);
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`));
