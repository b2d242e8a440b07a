import { type ExecutionResult, execute, GraphQLObjectType, GraphQLSchema, parse, validate } from 'graphql';
import type { Adapter } from '../../src/adapters/adapter.ts';
import type { Contract } from '../../src/adapters/contract.ts';
import type { Vendor } from '../../src/adapters/vendor.ts';
import { type PlaneContext, vendorPlane } from '../../src/resolvers/vendor-plane/index.ts';

/** A schema of nothing but the vendor plane. */
export function planeSchema(vendors: readonly Vendor[]): GraphQLSchema {
  const { query, mutation, types } = vendorPlane(vendors);
  const empty = Object.keys(mutation).length === 0;
  return new GraphQLSchema({
    query: new GraphQLObjectType<unknown, PlaneContext>({ name: 'Query', fields: query }),
    mutation: empty ? null : new GraphQLObjectType<unknown, PlaneContext>({ name: 'Mutation', fields: mutation }),
    types: [...types],
  });
}

/** A context of a caller with every scope, unless the test says otherwise. */
export function planeContext(adapters: readonly Adapter[], caller: Partial<PlaneContext['caller']> = {}): PlaneContext {
  return {
    gateway: { accountsOf: (api) => adapters.filter(({ vendor }) => vendor === api) },
    caller: { scopes: new Set(['admin']), accounts: 'all', ...caller },
  };
}

/** Validates and executes one document. */
export async function ask(
  schema: GraphQLSchema,
  contextValue: PlaneContext,
  text: string,
  variableValues: Record<string, unknown> = {},
): Promise<ExecutionResult> {
  const document = parse(text);
  const errors = validate(schema, document);
  return errors.length ? { errors } : execute({ schema, document, contextValue, variableValues });
}

/** A vendor that is only a contract. */
export function bareVendor(contract: Contract): Vendor {
  const unused = () => {
    throw new Error('not used');
  };
  return {
    key: contract.vendor,
    api: 'FIVE9_CONFIG',
    contract,
    covers: {},
    readings: [],
    settings: undefined as never,
    example: {},
    connect: unused,
  };
}
