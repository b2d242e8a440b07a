import { type ClassType, Field, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { connectionClass, edgeOf } from './connections.ts';
import { ReasonCodeKind } from './vocabulary.ts';

@ObjectType({ simpleResolvers: true, description: 'A reason that an agent gives for not ready or for logging out.' })
export class ReasonCode {
  @Field(() => Source, { description: 'The account that holds the object, and the vendor’s key for it.' })
  source: Source;

  @Field(() => String, { description: 'Name that agents see, for example `Lunch`.' })
  name: string;

  @Field(() => ReasonCodeKind, { description: 'The change of presence that the reason is for.' })
  kind: ReasonCodeKind;
}

@ObjectType({ simpleResolvers: true, description: 'A reason code with its position in the list.' })
export class ReasonCodeEdge extends edgeOf(() => ReasonCode as ClassType<ReasonCode>) {}
@ObjectType({ simpleResolvers: true, description: 'A page of reason codes.' })
export class ReasonCodeConnection extends connectionClass(() => ReasonCodeEdge) {}
