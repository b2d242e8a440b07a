import 'reflect-metadata';
import {
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  GraphQLObjectType,
  GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import '../../schema/enums.ts';
import * as events from '../../schema/event.ts';
import { DEEPER_FIELDS, demand, rootScope, type Scope } from '../access/policy.ts';
import type { Vendor } from '../adapters/vendor.ts';
import { SubscriptionResolver } from '../subscriptions/resolvers.ts';
import { ActMutations } from './acts/mutations.ts';
import { AgentFields } from './agents.ts';
import { CallFields } from './calls.ts';
import { CampaignFields } from './campaigns.ts';
import { ContactListFields } from './contact-list.ts';
import { ContactQueries } from './contacts.ts';
import type { Context } from './context.ts';
import { Queries } from './queries.ts';
import { RecordingFields } from './recordings.ts';
import { vendorPlane } from './vendor-plane/index.ts';
import { WebhookResolver } from './webhooks.ts';

type FieldConfig = GraphQLFieldConfig<unknown, Context>;

/** The subscriptions read the event log; nothing is published to topics. */
const NO_TOPICS: PubSub = {
  publish: () => {},
  subscribe: () => {
    throw new Error('there are no topics');
  },
};

function unifiedPlane(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [
      Queries,
      ActMutations,
      ContactQueries,
      CampaignFields,
      ContactListFields,
      AgentFields,
      CallFields,
      RecordingFields,
      SubscriptionResolver,
      WebhookResolver,
    ],
    orphanedTypes: Object.values(events).filter((value) => typeof value === 'function'),
    pubSub: NO_TOPICS,
    validate: false,
    skipCheck: true,
  });
}

type Resolve = NonNullable<FieldConfig['resolve']>;

/** The same, once the caller was found to have the scope. */
function withScope(scope: Scope, run: Resolve): Resolve {
  return (source, args, context, info) => {
    demand(context.caller, scope);
    return run(source, args, context, info);
  };
}

/** Puts the scope before whatever the field does. */
function guarded(config: FieldConfig, scope: Scope): FieldConfig {
  if (scope === null) return config;
  const { resolve, subscribe } = config;
  return {
    ...config,
    ...(resolve && { resolve: withScope(scope, resolve) }),
    ...(subscribe && { subscribe: withScope(scope, subscribe) }),
  };
}

const ROOTS: Readonly<Record<string, string>> = {
  Query: 'Everything that can be read: the unified plane, and behind it each vendor’s own words.',
  Mutation: 'Everything that can be done: the unified plane, and behind it each vendor’s own words.',
  Subscription: 'Everything that can be followed, each from any event on.',
};

function rootType(
  name: string,
  unified: GraphQLObjectType | null | undefined,
  more: GraphQLFieldConfigMap<unknown, Context>,
  vendors: readonly Vendor[],
) {
  const fields = { ...unified?.toConfig().fields, ...more } as GraphQLFieldConfigMap<unknown, Context>;
  const entries = Object.entries(fields).map(([field, config]) => [field, guarded(config, rootScope(field, vendors))]);
  return new GraphQLObjectType({ name, fields: Object.fromEntries(entries), description: ROOTS[name] });
}

/** Guards the fields deeper down; a field the policy names and the schema lacks is a mistake. */
function guardDeeper(schema: GraphQLSchema): void {
  for (const [typeName, scopes] of Object.entries(DEEPER_FIELDS)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`the policy names ${typeName}, which does not exist`);
    for (const [field, scope] of Object.entries(scopes)) {
      const definition = type.getFields()[field];
      const resolve = definition?.resolve;
      if (!definition || !resolve) throw new Error(`the policy names ${typeName}.${field}, which does not resolve`);
      definition.resolve = withScope(scope, resolve);
    }
  }
}

/** Abstract things say themselves what they are, at once. */
function resolveTypesAtOnce(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInterfaceType(type))
      type.resolveType = (value: { __typename?: string; kind?: events.Event['kind'] }) =>
        value.__typename ?? (value.kind && events.TYPE_NAMES[value.kind]);
  }
}

/** GraphQL gives each of its thousands of parts an empty record of its own; one serves them all. */
function shareEmptyExtensions(schema: GraphQLSchema): void {
  const none = Object.freeze(Object.create(null));
  const share = (part: { extensions: object }) => {
    if (Object.keys(part.extensions).length === 0) part.extensions = none;
  };
  for (const type of Object.values(schema.getTypeMap())) {
    share(type);
    if (isEnumType(type)) type.getValues().forEach(share);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      share(field);
      if ('args' in field) field.args.forEach(share);
    }
  }
}

/** The whole schema: the unified plane, hand-written, and the vendor plane, derived from the contracts. */
export function buildGatewaySchema(vendors: readonly Vendor[]): GraphQLSchema {
  const unified = unifiedPlane();
  const plane = vendorPlane(vendors);
  const config = unified.toConfig();
  const schema = new GraphQLSchema({
    ...config,
    query: rootType('Query', config.query, plane.query as GraphQLFieldConfigMap<unknown, Context>, vendors),
    mutation: rootType('Mutation', config.mutation, plane.mutation as GraphQLFieldConfigMap<unknown, Context>, vendors),
    subscription: rootType('Subscription', config.subscription, {}, vendors),
    types: [
      ...config.types.filter(({ name }) => !['Query', 'Mutation', 'Subscription'].includes(name)),
      ...plane.types,
    ],
    assumeValid: true,
  });
  guardDeeper(schema);
  shareEmptyExtensions(schema);
  resolveTypesAtOnce(schema);
  return schema;
}
