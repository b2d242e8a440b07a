import { Field, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { Node } from './node.ts';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A skill, also called ACD queue: the group of agents to which calls are routed.',
})
export class Skill extends Node {
  @Field(() => Source, { description: 'The account that holds the object, and the vendor’s key for it.' })
  source: Source;

  @Field(() => String, { description: 'Name of the skill.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Free text of the administrator; null when empty.' })
  description?: string | null;
}
