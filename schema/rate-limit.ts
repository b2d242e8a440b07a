import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from './scalars.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'The points of the caller. Each root field, each object that pages and lists may amount to and each id to look up costs a point; what an operation does not use is returned.',
})
export class RateLimit {
  @Field(() => Int, { nullable: true, description: 'Points in a minute; null when nothing limits the caller.' })
  limit?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Points left, this operation deducted; null when nothing limits the caller.',
  })
  remaining?: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Time at which all points are available again; they return evenly. Null when nothing limits the caller.',
  })
  resetAt?: Date | null;

  @Field(() => Int, { description: 'Points that this operation may cost, as in `extensions.cost.requested`.' })
  cost: number;
}
