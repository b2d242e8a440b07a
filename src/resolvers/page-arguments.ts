import { ArgsType, Field, Int } from 'type-graphql';
import { Cursor } from '../../schema/scalars.ts';
import { DEFAULT_PAGE_SIZE } from '../access/page-size.ts';

/** A page forwards. */
@ArgsType()
export class ForwardArguments {
  @Field(() => Int, {
    nullable: true,
    description: `Page size from 1 to 100, counted from the start of the list or from \`after\`; ${DEFAULT_PAGE_SIZE} when no size is given.`,
  })
  first?: number | null;

  @Field(() => Cursor, { nullable: true, description: 'Cursor after which the page begins.' })
  after?: string | null;
}

/** A page in either direction. */
@ArgsType()
export class BothWaysArguments extends ForwardArguments {
  @Field(() => Int, {
    nullable: true,
    description:
      'Page size from 1 to 100, counted backwards from the end of the list or from `before`. Not together with `first`.',
  })
  last?: number | null;

  @Field(() => Cursor, { nullable: true, description: 'Cursor before which the page ends.' })
  before?: string | null;
}
