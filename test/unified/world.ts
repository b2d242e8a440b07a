import { type ExecutionResult, execute, type GraphQLSchema, parse, validate } from 'graphql';
import type { Caller } from '../../src/access/caller.ts';
import { LookupShare } from '../../src/access/lookup-share.ts';
import type { Adapter, CallRecord, RecordingRecord } from '../../src/adapters/adapter.ts';
import { PatternBudget } from '../../src/adapters/calls/pattern/budget.ts';
import type { AlertRuleAdmin } from '../../src/alerts/admin.ts';
import { Figures } from '../../src/figures/figures.ts';
import { Gateway, type GatewayParts } from '../../src/gateway/gateway.ts';
import { RequestCache } from '../../src/gateway/request-cache.ts';
import { Idempotency } from '../../src/resolvers/acts/idempotency.ts';
import { CallerSchemas } from '../../src/resolvers/caller-schema.ts';
import type { Context } from '../../src/resolvers/context.ts';
import { formatError } from '../../src/resolvers/errors.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { Views } from '../../src/resolvers/views.ts';
import { quietLog } from '../../src/server/logging.ts';
import { SqliteIdempotencyStore } from '../../src/storage/sqlite-idempotency-store.ts';
import type { SubscriptionService } from '../../src/subscriptions/service.ts';
import type { WebhookAdmin } from '../../src/webhooks/admin.ts';

/** When everything in these worlds happens. */
export const NOW = new Date('2026-03-02T10:00:00Z');

/** Minutes before now, RFC 3339. */
export function ago(minutes: number): string {
  return new Date(NOW.getTime() - minutes * 60_000).toISOString();
}

/** An adapter in memory that counts what it is asked. */
export function fakeAdapter(
  account: string,
  vendor: Adapter['vendor'],
  roles: Partial<Adapter> = {},
): Adapter & { asked: string[] } {
  const asked: string[] = [];
  const counted = Object.fromEntries(
    Object.entries(roles).map(([role, method]) => [
      role,
      typeof method === 'function'
        ? (...args: never[]) => {
            asked.push(role);
            return (method as (...args: never[]) => unknown)(...args);
          }
        : method,
    ]),
  );
  return {
    account,
    vendor,
    call: async () => null,
    check: async () => 'fine',
    close: async () => {},
    ...counted,
    asked,
  };
}

/** Rows as an adapter answers them. */
export function rows<Row>(...items: Row[]) {
  return { items, fetchedAt: NOW.toISOString() };
}

/** A live call of the telephony account. */
export function call(nativeId: string, facts: Partial<CallRecord> = {}): CallRecord {
  return { nativeId, state: 'CONNECTED', startedAt: ago(5), connectedAt: ago(5), ...facts };
}

/** A finished recording. */
export function recording(nativeId: string, facts: Partial<RecordingRecord> = {}): RecordingRecord {
  return { nativeId, annotations: [], startedAt: ago(5), durationSeconds: 60, ...facts };
}

let schema: GraphQLSchema | undefined;

/** A gateway over adapters in memory, asked in GraphQL. */
export function gatewayOver(
  adapters: readonly Adapter[],
  { zone = 'UTC', ...parts }: Partial<GatewayParts> & { readonly zone?: string } = {},
) {
  schema ??= buildGatewaySchema([]);
  const built = schema;
  const gateway = new Gateway({
    ...{ adapters, log: quietLog, now: () => NOW, identities: { rules: ['EMAIL', 'USER_NAME'], links: [] } },
    signMedia: (account, id, format) => ({
      url: `https://gateway.example/${account}/${id}.${format}`,
      contentType: 'audio/x',
      expiresAt: ago(-5),
    }),
    ...parts,
  });
  const views = new Views(gateway);
  const idempotency = new Idempotency(new SqliteIdempotencyStore(':memory:'), 'here', quietLog);
  const figures = new Figures((account) => ({
    ...{ zone, reportsQueue: true },
    queuePerCampaign: adapters.find((adapter) => adapter.account === account)?.queuePerCampaign === true,
  }));
  const contextFor = (caller: Caller, signal: AbortSignal): Context => ({
    ...{
      caller,
      gateway,
      views,
      idempotency,
      requestId: 'r',
      signal,
      subscriptions: null as unknown as SubscriptionService,
      lookups: new LookupShare(1_000),
      patterns: new PatternBudget(),
      figures,
      webhooks: null as unknown as WebhookAdmin,
      alertRules: null as unknown as AlertRuleAdmin,
      schemas: new CallerSchemas(built, [], { introspection: 'scopes' }),
    },
    requestCache: new RequestCache(gateway, caller, { signal }),
  });
  const everyone: Caller = { id: 'test', scopes: new Set(['admin']), accounts: 'all' };
  return {
    gateway,
    figures,
    schema: built,
    /** What resolvers find in their context. */
    context: () => contextFor(everyone, new AbortController().signal),
    /** Asks, and answers with errors as callers see them. */
    async ask(
      query: string,
      variables: Record<string, unknown> = {},
      caller = everyone,
      signal = new AbortController().signal,
    ) {
      const document = parse(query);
      const invalid = validate(built, document);
      if (invalid.length) throw invalid[0];
      const result = (await execute({
        schema: built,
        document,
        variableValues: variables,
        contextValue: contextFor(caller, signal),
      })) as ExecutionResult;
      const errors = result.errors?.map((error) => formatError(error.toJSON(), error));
      // biome-ignore lint/suspicious/noExplicitAny: tests read answers of many shapes
      return { data: JSON.parse(JSON.stringify(result.data)) as any, errors };
    },
  };
}
