import { Field, InputType, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { connectionClass, edgeOf } from './connections.ts';
import { PlaceFilter } from './filters.ts';
import { Node } from './node.ts';
import { DateTime } from './scalars.ts';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A call that an agent is reminded to make, as that agent’s desk lists it.',
})
export class Callback extends Node {
  @Field(() => Source, { description: 'The account that holds the object, and the vendor’s key for it.' })
  source: Source;

  @Field(() => String, {
    nullable: true,
    description: 'Number to call, exactly as the vendor writes it; null when not reported.',
  })
  number?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Time at which the call is due; null when not reported.' })
  dueAt?: string | null;

  @Field(() => String, { nullable: true, description: 'Notes for the call; null when there are none.' })
  comments?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A callback with its position in the list.' })
export class CallbackEdge extends edgeOf(() => Callback) {}
@ObjectType({ simpleResolvers: true, description: 'A page of callbacks.' })
export class CallbackConnection extends connectionClass(() => CallbackEdge) {}

@InputType({ description: 'Conditions for callbacks. A callback matches when it meets every given condition.' })
export class CallbackFilter extends PlaceFilter {
  @Field(() => String, { nullable: true, description: 'Number to call, in any spelling.' })
  number?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Time after which the call is due.' })
  dueAfter?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Time before which the call is due.' })
  dueBefore?: string | null;
}
