import { Field, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { Node } from './node.ts';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'A queue in which calls wait for an agent. An agent desktop API that reports only the campaign of a waiting call has one queue for each campaign.',
})
export class Queue extends Node {
  @Field(() => Source, { description: 'Account and vendor key of the queue.' })
  source: Source;

  @Field(() => String, { description: 'Name of the queue; its vendor key when the vendor reports no name.' })
  name: string;
}
