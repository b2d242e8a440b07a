import { ArgsType, Field, Int } from 'type-graphql';
import { Cursor } from '../../schema/scalars.ts';

/** A page forwards. */
@ArgsType()
export class ForwardArguments {
  @Field(() => Int, { nullable: true, description: 'How many, from the beginning or after a place: 1 to 100.' })
  first?: number | null;

  @Field(() => Cursor, { nullable: true, description: 'Begin after this place.' })
  after?: string | null;
}

/** A page in either direction. */
@ArgsType()
export class BothWaysArguments extends ForwardArguments {
  @Field(() => Int, { nullable: true, description: 'How many, from the end or before a place: 1 to 100.' })
  last?: number | null;

  @Field(() => Cursor, { nullable: true, description: 'End before this place.' })
  before?: string | null;
}
