import { Field, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { Node } from './node.ts';

/** A skill or ACD queue. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A skill, which some call an ACD queue.' })
export class Skill extends Node {
  @Field(() => Source, { description: 'Where it comes from.' })
  source: Source;

  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;
}
