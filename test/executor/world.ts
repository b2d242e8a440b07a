/** A schema with something of everything, and data for it that goes wrong in every way a resolver can. */
import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLScalarType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

const LANGUAGE = `
  scalar Peculiar
  enum Mood { HAPPY SAD ANGRY }
  input Filter { name: String = "any", moods: [Mood!], depth: Filter, limit: Int! = 3 }
  interface Node { id: ID! name: String }
  interface Timed implements Node { id: ID! name: String seconds: Int! }
  type Agent implements Node { id: ID! name: String mood: Mood! calls(first: Int, filter: Filter): [Call!]! boss: Agent busy: Boolean! peculiar: Peculiar }
  type Call implements Timed & Node { id: ID! name: String seconds: Int! agent: Agent! parties: [Party]! ratio: Float parent: Node node: Node! tags: [[String!]] peculiar: Peculiar! }
  type Recording implements Timed & Node { id: ID! name: String seconds: Int! of: Call moods: [Mood] size: Float! }
  union Party = Agent | Recording | Outsider
  type Outsider { number: String! mood: Mood first: Party }
  type Query {
    agent(id: ID!): Agent
    agents(first: Int = 2, mood: Mood): [Agent!]!
    parties: [Party!]
    node(id: ID): Node
    sure: Node!
    timed: Timed
    call: Call!
    text(of: String!, filter: Filter): String
    moody(mood: [Mood!] = [SAD]): Mood
  }
  type Mutation { act(name: String): Agent }
  type Subscription { called: Call met: Party! known: Node agents: [Agent!] seconds: Int! }
`;

/** Numbers between 0 and 1 that are the same for the same seed. */
export function sequence(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What the data of one run is made with. */
export interface Troubles {
  readonly next: () => number;
  /** How much of it goes wrong, from 0 to 1. */
  readonly share: number;
}

const peculiar = new GraphQLScalarType({
  name: 'Peculiar',
  serialize: (value) => {
    if (value === 'throws') throw new Error('not peculiar');
    return value === 'nothing' ? undefined : { was: value };
  },
});

function plain(type: GraphQLNamedType, { next }: Troubles): unknown {
  const at = Math.floor(next() * 5);
  switch (type.name) {
    case 'Int':
      return [1, 2.5, '7', 2 ** 40, true][at];
    case 'Float':
      return [1.5, '2.5', Number.NaN, 'x', 3][at];
    case 'Boolean':
      return [true, false, 1, 'yes', 0][at];
    case 'ID':
      return ['a', 7, 1.5, 'b', { toString: () => 'c' }][at];
    case 'Peculiar':
      return ['throws', 'nothing', 1, null, { deep: [1] }][at];
    case 'Mood':
      return ['HAPPY', 'SAD', 'ANGRY', 'BORED', 5][at];
    default:
      return ['text', '', 5, true, ['list']][at];
  }
}

/** A fitting value: leaves of the right kind, objects that say what they are. */
function fitting(type: GraphQLNamedType, schema: GraphQLSchema, troubles: Troubles): unknown {
  if (isObjectType(type)) return objectOf(type, schema, troubles);
  if (isAbstractType(type)) {
    const types = schema.getPossibleTypes(type);
    const chosen = types[Math.floor(troubles.next() * types.length)];
    return chosen && objectOf(chosen, schema, troubles);
  }
  if (isEnumType(type)) return ['HAPPY', 'SAD', 'ANGRY'][Math.floor(troubles.next() * 3)];
  return { Int: 4, Float: 1.5, Boolean: true, ID: 'id', Peculiar: 1 }[type.name] ?? 'text';
}

/** An event that a subscription emits. */
export function eventOf(schema: GraphQLSchema, troubles: Troubles): object {
  const type = schema.getSubscriptionType();
  if (!type) throw new Error('the schema has no subscriptions');
  return objectOf(type, schema, troubles);
}

/** An object without end: each property is made when it is first asked for, from a seed of its own. */
function objectOf(type: GraphQLObjectType, schema: GraphQLSchema, { next, share }: Troubles) {
  const made: Record<string, unknown> = { __typename: type.name };
  for (const [name, field] of Object.entries(type.getFields())) {
    const inner = { next: sequence(Math.floor(next() * 2 ** 31)), share };
    const get = () => {
      const value = someValue(field.type, schema, inner);
      Object.defineProperty(made, name, { value });
      return value;
    };
    Object.defineProperty(made, name, { get, enumerable: true, configurable: true });
  }
  return made;
}

function wrong(type: GraphQLOutputType, troubles: Troubles): unknown {
  const failure = new Error(`trouble ${Math.floor(troubles.next() * 100)}`);
  const ways = [
    null,
    undefined,
    failure,
    'a text',
    () => {
      throw failure;
    },
    () => rejection(failure),
    () => Promise.resolve(null),
    { __typename: 'Nobody' },
    { __typename: 'Query' },
    { __typename: 'Node' },
    plain(named(type), troubles),
  ];
  return ways[Math.floor(troubles.next() * ways.length)];
}

/** A rejection that needs no handler. */
function rejection(failure: Error): Promise<never> {
  const rejected = Promise.reject(failure);
  rejected.catch(() => {});
  return rejected;
}

function named(type: GraphQLOutputType): GraphQLNamedType {
  return isNonNullType(type) || isListType(type) ? named(type.ofType) : type;
}

/** A value that may be anything a resolver can answer. */
function someValue(type: GraphQLOutputType, schema: GraphQLSchema, troubles: Troubles): unknown {
  if (troubles.next() < troubles.share) return wrong(type, troubles);
  if (isNonNullType(type)) return someValue(type.ofType, schema, troubles);
  const value = isListType(type) ? items(type.ofType, schema, troubles) : fitting(named(type), schema, troubles);
  const way = troubles.next();
  if (way < 0.15) return () => Promise.resolve(value);
  if (way < 0.25) return () => value;
  return way < 0.3 && Array.isArray(value) ? new Set(value) : value;
}

/**
 * Where an item may fail the whole list, all are promised or none: graphql-js forgets the promises of a list that fails
 * at once, and their outcome would have no reader.
 */
function items(type: GraphQLOutputType, schema: GraphQLSchema, troubles: Troubles): unknown[] {
  const promised = troubles.share > 0 && isNonNullType(type);
  const make = () => {
    const value = called(someValue(type, schema, troubles));
    if (!promised) return value;
    return value instanceof Error ? rejection(value) : Promise.resolve(value);
  };
  return Array.from({ length: Math.floor(troubles.next() * 3) }, make);
}

/** Functions are called in properties only, so elsewhere their value stands itself. */
function called(value: unknown): unknown {
  if (typeof value !== 'function') return value;
  try {
    return value();
  } catch (error) {
    return error;
  }
}

/** The schema; some fields have resolvers, some types resolve themselves, the rest follows the defaults. */
export function buildWorld(): GraphQLSchema {
  const schema = buildSchema(LANGUAGE);
  Object.assign(schema.getType('Peculiar') ?? {}, { serialize: peculiar.serialize });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isUnionType(type)) type.resolveType = (value) => (value as { __typename?: string }).__typename;
    if (isInterfaceType(type) && type.name === 'Timed')
      type.resolveType = async (value) => (value as { __typename?: string }).__typename;
    if (!isObjectType(type)) continue;
    if (type.name === 'Recording') type.isTypeOf = (value) => 'size' in (value as object);
    if (type.name === 'Outsider') type.isTypeOf = async (value) => 'number' in (value as object);
  }
  const query = schema.getQueryType()?.getFields() ?? {};
  const root = (name: string, resolve: (value: unknown, args: Record<string, unknown>) => unknown) => {
    const field = query[name];
    if (!field) throw new Error(`there is no ${name}`);
    field.resolve = (_source, args, context: Troubles, info) =>
      resolve(someValue(field.type, info.schema, context), args);
  };
  for (const name of Object.keys(query)) root(name, (value) => (typeof value === 'function' ? value() : value));
  root('text', (_value, args) => JSON.stringify(args));
  root('moody', (_value, { mood }) => (mood as string[] | null)?.[0]);
  return schema;
}
