import 'reflect-metadata';
import { Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import { Cursor } from './scalars.ts';

@InterfaceType({ description: 'An object with a global id, which `node` and `nodes` read again.' })
export abstract class Node {
  @Field(() => ID, { description: 'Global id: opaque, and unique over all accounts and types.' })
  id: string;
}

@ObjectType({ simpleResolvers: true, description: 'The position of a page in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'True when the list continues after this page.' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'True when the list has objects before this page.' })
  hasPreviousPage: boolean;

  @Field(() => Cursor, { nullable: true, description: 'Cursor of the first edge; null on an empty page.' })
  startCursor?: string | null;

  @Field(() => Cursor, {
    nullable: true,
    description: 'Cursor of the last edge. On an empty page the cursor to continue from, null when nothing follows.',
  })
  endCursor?: string | null;
}
