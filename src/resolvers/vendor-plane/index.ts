/** The vendor plane: every documented operation of every vendor as a root field, derived from the contracts. */
import type { GraphQLNamedType } from 'graphql';
import type { Contract, StructType, Type } from '../../adapters/contract.ts';
import type { Vendor } from '../../adapters/vendor.ts';
import { operationField, type PlaneField } from './fields.ts';
import { PlaneTypes } from './types.ts';

export type { PlaneContext } from './account.ts';
export type { PlaneField } from './fields.ts';

/** Root fields to be merged into a schema, and the types they use. */
interface VendorPlane {
  readonly query: Readonly<Record<string, PlaneField>>;
  readonly mutation: Readonly<Record<string, PlaneField>>;
  readonly types: readonly GraphQLNamedType[];
}

/** `five9Config` and `getCampaigns` make `five9Config_getCampaigns`. */
export function planeFieldName(contract: Contract, operation: string): string {
  return `${contract.prefix}_${operation}`;
}

/** Derives the plane of these vendors. */
export function vendorPlane(vendors: readonly Vendor[]): VendorPlane {
  const query: Record<string, PlaneField> = {};
  const mutation: Record<string, PlaneField> = {};
  const types: GraphQLNamedType[] = [];
  for (const vendor of vendors) {
    const { contract } = vendor;
    const declared = new PlaneTypes(contract.prefix, casesOf(contract));
    for (const [name, row] of Object.entries(contract.operations)) {
      const root = row.kind === 'query' ? query : mutation;
      root[planeFieldName(contract, name)] = operationField(vendor, name, row, declared);
    }
    types.push(...declared.all());
  }
  return { query, mutation, types };
}

/** Every struct that stands in a variant somewhere in the contract's answers. */
function casesOf(contract: Contract): ReadonlySet<StructType> {
  const cases = new Set<StructType>();
  const seen = new Set<Type>();
  const visit = (type: Type): void => {
    if (seen.has(type)) return;
    seen.add(type);
    if (type.kind === 'list') visit(type.of);
    if (type.kind === 'struct') for (const field of Object.values(type.fields)) visit(field.type);
    if (type.kind === 'variant')
      for (const chosen of Object.values(type.cases)) {
        cases.add(chosen);
        visit(chosen);
      }
  };
  for (const { output } of Object.values(contract.operations)) if (output) visit(output);
  return cases;
}
