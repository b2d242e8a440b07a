import { Field, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { Node } from './node.ts';

/** A call outcome an agent may choose. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A call outcome an agent may choose.' })
export class Disposition extends Node {
  @Field(() => Source, { description: 'Where it comes from.' })
  source: Source;

  @Field(() => String, { description: 'What agents see.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;
}
