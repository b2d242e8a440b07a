import 'reflect-metadata';
import { Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import { Cursor } from './scalars.ts';

/** Anything that can be asked for again by its id. */
@InterfaceType({ description: 'Anything that can be asked for again by its id.' })
export abstract class Node {
  @Field(() => ID, { description: 'Opaque and unique over all accounts and kinds.' })
  id: string;
}

/** Where a page stands in its list. */
@ObjectType({ simpleResolvers: true, description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'There is more after this page.' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'There is more before this page.' })
  hasPreviousPage: boolean;

  @Field(() => Cursor, { nullable: true, description: 'The place of the first edge; null on an empty page.' })
  startCursor?: string | null;

  @Field(() => Cursor, {
    nullable: true,
    description: 'The place of the last edge; on an empty page where to go on from, null where nothing follows.',
  })
  endCursor?: string | null;
}
