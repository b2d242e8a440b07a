import 'reflect-metadata';
import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  GraphQLObjectType,
  GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import '../../schema/enums.ts';
import * as events from '../../schema/event.ts';
import { requireScope, rootScope, type Scope, typeScope } from '../access/policy.ts';
import type { Vendor } from '../adapters/vendor.ts';
import { SubscriptionResolver } from '../subscriptions/resolvers.ts';
import { AccountHealthFields } from './account-health.ts';
import { ActMutations } from './acts/mutations.ts';
import { AgentFields } from './agents.ts';
import { AlertRuleResolver } from './alert-rules.ts';
import { AlertFields } from './alerts.ts';
import { AuditQueries } from './audit-query.ts';
import { CallHistoryFields } from './call-history.ts';
import { CallbackFields } from './callbacks.ts';
import { CallFields } from './calls.ts';
import { CampaignFields } from './campaigns.ts';
import { ContactImportFields } from './contact-imports.ts';
import { ContactListFields } from './contact-list.ts';
import { ContactQueries } from './contacts.ts';
import type { Context } from './context.ts';
import { FederationQueries } from './federation.ts';
import { MetricResolver } from './metrics/resolver.ts';
import { Queries } from './queries.ts';
import { RecordingFields } from './recordings.ts';
import { ReportFields } from './reports.ts';
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
      CallbackFields,
      ContactImportFields,
      CallHistoryFields,
      RecordingFields,
      ReportFields,
      AccountHealthFields,
      SubscriptionResolver,
      MetricResolver,
      AlertFields,
      AlertRuleResolver,
      WebhookResolver,
      AuditQueries,
      FederationQueries,
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
    requireScope(context.caller, scope);
    return run(source, args, context, info);
  };
}

/** Checks the scope before the field resolves. */
function guarded(config: FieldConfig, scope: Scope): FieldConfig {
  if (scope === null) return config;
  const { resolve, subscribe } = config;
  return {
    ...config,
    description: describedScope(config.description, scope),
    ...(resolve && { resolve: withScope(scope, resolve) }),
    ...(subscribe && { subscribe: withScope(scope, subscribe) }),
  };
}

const ROOTS: Readonly<Record<string, string>> = {
  Query: 'Reads: the unified plane, then the operations of each vendor under its prefix.',
  Mutation: 'Changes: the unified plane, then the operations of each vendor under its prefix.',
  Subscription: 'Event streams, each of which can continue after a cursor.',
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

const ROOT_NAMES: ReadonlySet<string> = new Set(Object.keys(ROOTS));

/** Puts the read scope of a field's type before the field, wherever its parent does not need the same scope already. */
function guardLinks(unified: GraphQLSchema): void {
  for (const type of Object.values(unified.getTypeMap())) {
    if (!isObjectType(type) || ROOT_NAMES.has(type.name)) continue;
    type.description = describedScope(type.description, typeScope(type.name));
    for (const field of Object.values(type.getFields())) {
      const scope = typeScope(getNamedType(field.type).name);
      if (scope !== null && scope !== typeScope(type.name)) guardLink(type.name, field, scope);
    }
  }
}

/** A caller without the scope gets null and an error for this field; one that is required would cost its parent. */
function guardLink(parent: string, field: GraphQLField<unknown, Context>, scope: string): void {
  if (isNonNullType(field.type)) throw new Error(`${parent}.${field.name} needs ${scope} and must be nullable`);
  field.resolve = withScope(scope, field.resolve ?? defaultFieldResolver);
  field.description = describedScope(field.description, scope);
}

function describedScope(description: string | null | undefined, scope: Scope): string | null | undefined {
  return scope === null ? description : `${description ?? ''} Requires \`${scope}\`.`.trim();
}

/** Resolves the type of the unified plane's interface and union values synchronously. */
function resolveTypesAtOnce(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type))
      type.resolveType = (value: { __typename?: string; kind?: events.Event['kind'] }) =>
        value.__typename ?? (value.kind && events.TYPE_NAMES[value.kind]);
  }
}

/** GraphQL gives each of its thousands of parts a separate empty record; one serves them all. */
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
  guardLinks(unified);
  resolveTypesAtOnce(unified);
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
  shareEmptyExtensions(schema);
  return schema;
}
