import {
  type GraphQLNamedType,
  GraphQLObjectType,
  GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Vendor } from '../adapters/vendor.ts';
import { planeFieldName } from './vendor-plane/index.ts';

/** The planes of the schema, by the word of the command line. */
export const PLANES = ['unified', 'vendor'] as const;
/** A plane of the schema. */
export type Plane = (typeof PLANES)[number];

/** Root fields for federation routers, which belong to no plane. */
export const FEDERATION_FIELDS: ReadonlySet<string> = new Set(['_service', '_entities']);

const DESCRIPTIONS: Readonly<Record<Plane, Readonly<Record<string, string>>>> = {
  unified: {
    Query: 'Reads of the unified plane.',
    Mutation: 'Changes of the unified plane.',
    Subscription: 'Event streams, each of which can continue after a cursor.',
  },
  vendor: {
    Query: 'Operations of the vendors that read, under the prefix of their API.',
    Mutation: 'Operations of the vendors that change something, under the prefix of their API.',
  },
};

/** One plane as a separate schema, without the types that only the other plane uses. */
export function planeOf(schema: GraphQLSchema, plane: Plane, vendors: readonly Vendor[]): GraphQLSchema {
  const vendorFields = new Set(
    vendors.flatMap(({ contract }) => Object.keys(contract.operations).map((name) => planeFieldName(contract, name))),
  );
  const isOf = (field: string) => !FEDERATION_FIELDS.has(field) && vendorFields.has(field) === (plane === 'vendor');
  return withRootFields(schema, isOf, DESCRIPTIONS[plane]);
}

/** The schema with some of its root fields, and the types that documents on these can use. */
export function withRootFields(
  schema: GraphQLSchema,
  isWanted: (field: string) => boolean,
  descriptions: Readonly<Record<string, string>> = {},
): GraphQLSchema {
  const root = (type: GraphQLObjectType | null | undefined): GraphQLObjectType | null => {
    const { name, fields, ...config } = type?.toConfig() ?? { name: '', fields: {} };
    const chosen = Object.entries(fields).filter(([field]) => isWanted(field));
    if (!chosen.length) return null;
    const description = descriptions[name] ?? type?.description;
    return new GraphQLObjectType({ ...config, name, description, fields: Object.fromEntries(chosen) });
  };
  const roots = {
    query: root(schema.getQueryType()),
    mutation: root(schema.getMutationType()),
    subscription: root(schema.getSubscriptionType()),
  };
  const types = reachable(
    schema,
    Object.values(roots).flatMap((type) => type ?? []),
  );
  return new GraphQLSchema({ ...roots, types, directives: schema.getDirectives(), assumeValid: true });
}

/** The types that documents on these roots can use; every implementation of an interface is one of them. */
function reachable(schema: GraphQLSchema, roots: readonly GraphQLObjectType[]): readonly GraphQLNamedType[] {
  const found = new Set<GraphQLNamedType>();
  const pending: GraphQLNamedType[] = [...roots];
  for (let type = pending.pop(); type; type = pending.pop()) {
    if (found.has(type)) continue;
    found.add(type);
    pending.push(...neighbours(schema, type));
  }
  return Object.values(schema.getTypeMap()).filter((type) => found.has(type));
}

function neighbours(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLNamedType[] {
  const next: GraphQLNamedType[] = [];
  if (isAbstractType(type)) next.push(...schema.getPossibleTypes(type));
  if (isInterfaceType(type)) next.push(...schema.getImplementations(type).interfaces);
  if (isInputObjectType(type)) next.push(...Object.values(type.getFields()).map((field) => getNamedType(field.type)));
  if (!isObjectType(type) && !isInterfaceType(type)) return next;
  next.push(...type.getInterfaces());
  for (const { type: answer, args } of Object.values(type.getFields()))
    next.push(getNamedType(answer), ...args.map((argument) => getNamedType(argument.type)));
  return next;
}
