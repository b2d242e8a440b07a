import 'reflect-metadata';
import { GraphQLError, GraphQLScalarType, valueFromASTUntyped } from 'graphql';
import { createUnionType, Field, ObjectType } from 'type-graphql';
import { Agent } from './agent.ts';
import { Call } from './call.ts';
import { Campaign } from './campaign.ts';
import { Queue } from './queue.ts';
import { Recording } from './recording.ts';

const CLASSES = [Campaign, Agent, Call, Recording, Queue] as const;

/** The types that another subgraph may extend; their key is `id`. */
export const ENTITY_TYPES: ReadonlySet<string> = new Set(CLASSES.map(({ name }) => name));

/** The key of an entity, as a router sends it. */
export interface Representation {
  readonly __typename: string;
  readonly id: string;
}

function checkedRepresentation(value: unknown): Representation {
  const { __typename, id } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof __typename === 'string' && typeof id === 'string') return { __typename, id };
  throw new GraphQLError('A representation has the texts __typename and id');
}

export const AnyRepresentation = new GraphQLScalarType<Representation, never>({
  name: '_Any',
  description:
    'The key of an entity as a federation router sends it, for example `{ __typename: "Call", id: "a2Zsb29yCjE" }`. Other fields are ignored.',
  specifiedByURL: 'https://specs.apollo.dev/federation/v2.0',
  serialize: () => {
    throw new GraphQLError('A representation is input only');
  },
  parseValue: checkedRepresentation,
  parseLiteral: (node, variables) => checkedRepresentation(valueFromASTUntyped(node, variables)),
});

export const Entity = createUnionType({
  name: '_Entity',
  description: 'A type whose objects a federation router can read by their key, and that other subgraphs can extend.',
  types: () => CLASSES,
});

@ObjectType('_Service', {
  simpleResolvers: true,
  description: 'This graph as a subgraph of a federated graph (Apollo Federation 2).',
})
export class SubgraphService {
  @Field(() => String, {
    description:
      'The part of the schema that the caller may use, in the schema definition language with federation directives.',
  })
  sdl: string;
}
