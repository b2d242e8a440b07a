import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import {
  AnyRepresentation,
  ENTITY_TYPES,
  Entity,
  type Representation,
  SubgraphService,
} from '../../schema/federation.ts';
import { type NodeType, readIdOf } from '../access/global-id.ts';
import { LARGEST_PAGE_SIZE } from '../access/page-size.ts';
import { CrosspointError, invalidArgument } from '../adapters/errors.ts';
import type { Context } from './context.ts';
import { findNode } from './nodes.ts';

/** Reads an entity, which must be of the type that its representation names. */
async function findEntity(context: Context, { __typename, id }: Representation): Promise<object> {
  if (!ENTITY_TYPES.has(__typename))
    throw invalidArgument(`${__typename} has no key; entities are ${[...ENTITY_TYPES].join(', ')}`, 'representations');
  readIdOf(__typename as NodeType, id, 'representations');
  return findNode(context, id);
}

/** The root fields that make the schema a subgraph. */
@Resolver()
export class FederationQueries {
  @Query(() => SubgraphService, {
    description:
      'The schema as a subgraph, for the composition of a supergraph. Shows what introspection shows the caller.',
  })
  _service(@Ctx() { caller, schemas }: Context): SubgraphService {
    const sdl = schemas.subgraph(caller);
    if (sdl === null) throw new CrosspointError('PERMISSION_DENIED', 'Reading the schema needs the scope admin');
    return { sdl };
  }

  @Query(() => [Entity], {
    nullable: 'items',
    description:
      'The entities of several keys, in the given order, for federation routers; null, with an error, for each that cannot be read. Requires the read scope of each entity’s type.',
  })
  _entities(
    @Ctx() context: Context,
    @Arg('representations', () => [AnyRepresentation], { description: 'Types and keys, at most 100.' })
    representations: Representation[],
  ): Promise<object>[] {
    if (representations.length > LARGEST_PAGE_SIZE)
      throw invalidArgument(`At most ${LARGEST_PAGE_SIZE} representations`, 'representations');
    return representations.map((representation) => findEntity(context, representation));
  }
}
