import type { GraphQLField } from 'graphql';
import { afterAll, beforeAll } from 'vitest';
import { rootScope } from '../../src/access/policy.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { type Grant, startGateway, type TestGateway } from './gateway.ts';

const schema = buildGatewaySchema(vendors);

type Root = 'query' | 'mutation' | 'subscription';

/** A field of a root type with the scope it needs. */
export interface RootField {
  readonly root: Root;
  readonly field: GraphQLField<unknown, unknown>;
  readonly scope: string | null;
  /** The vendor's operation, for a field of the vendor plane. */
  readonly operation?: { vendor: string; operation: string } | undefined;
}

function rootFields(): RootField[] {
  const types = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  return Object.entries(types).flatMap(([root, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({
      root: root as Root,
      field,
      scope: rootScope(field.name, vendors),
      operation: field.extensions.crosspoint as RootField['operation'],
    })),
  );
}

/** All root fields of both planes. */
export const FIELDS = rootFields();

/** All scopes of root fields. */
export const SCOPES = [...new Set(FIELDS.flatMap(({ scope }) => scope ?? []))].sort();

const grants: Record<string, Grant> = {
  nothing: { scopes: ['recordings:listen'] },
  floor: { scopes: ['admin'], accounts: ['floor'] },
  wallboard: { scopes: ['campaigns:read'] },
};
for (const scope of SCOPES) {
  grants[`only ${scope}`] = { scopes: [scope] };
  // `admin` opens everything.
  grants[`all but ${scope}`] = { scopes: SCOPES.filter((other) => other !== scope && other !== 'admin') };
}

/** The gateway of the test file, started before its tests. */
export let gateway: TestGateway;
beforeAll(async () => {
  // A rule that always holds, so that its alert is in a snapshot.
  const alerts = [{ id: 'few-waiting', figure: 'CALLS_WAITING', below: 1_000_000, forSeconds: 0 }];
  gateway = await startGateway({ grants, more: { alerts } });
}, 30_000);
afterAll(() => gateway.close());

/** How many requests of the operation of a field its vendor received. */
export function received({ operation }: RootField): number {
  if (!operation) return 0;
  return gateway.centre.running.get(operation.vendor)?.received.get(operation.operation) ?? 0;
}
