import { Field, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { Node } from './node.ts';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A disposition: the outcome that an agent can set for a call.',
})
export class Disposition extends Node {
  @Field(() => Source, { description: 'The account that holds the object, and the vendor’s key for it.' })
  source: Source;

  @Field(() => String, { description: 'Name that agents see.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Free text of the administrator; null when empty.' })
  description?: string | null;
}
