/** Warm data behind type-graphql resolvers: a hundred items of ten fields. */
import 'reflect-metadata';
import { buildSchemaSync, Field, Float, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';

/** The gateway's types read their properties without a resolver; a value that is computed has a resolver. */
const simpleResolvers = process.env.RESOLVERS !== 'usual';

@ObjectType({ simpleResolvers })
class Item {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { nullable: true }) email!: string | null;
  @Field(() => String) state!: string;
  @Field(() => Int) calls!: number;
  @Field(() => Float) ratio!: number;
  @Field(() => Boolean) active!: boolean;
  @Field(() => String, { nullable: true }) extension!: string | null;
  @Field(() => String) startedAt!: string;
  @Field(() => Int) priority!: number;
}

/** The data, ready, frozen as the gateway's rows are. */
export const ITEMS = Array.from({ length: 100 }, (_, at) =>
  Object.freeze(
    Object.assign(new Item(), {
      ...{ id: `item-${at}`, name: `Item number ${at}`, email: `item${at}@acme.example`, state: 'RUNNING' },
      ...{ calls: at * 3, ratio: at / 7, active: at % 2 === 0, extension: at % 3 ? String(4000 + at) : null },
      ...{ startedAt: '2026-01-15T09:30:00Z', priority: at % 10 },
    }),
  ),
);

@Resolver()
class Items {
  @Query(() => [Item])
  items(): Item[] {
    return ITEMS;
  }
}

/** The schema as type-graphql makes it. */
export const buildItems = () => buildSchemaSync({ resolvers: [Items], validate: false });
