import { type ClassType, Field, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { connectionClass, edgeOf } from './connections.ts';
import { ReasonCodeKind } from './vocabulary.ts';

/** Why an agent is not ready or logs out. */
@ObjectType({ simpleResolvers: true, description: 'Why an agent is not ready or logs out.' })
export class ReasonCode {
  @Field(() => Source, { description: 'Where it comes from.' })
  source: Source;

  @Field(() => String, { description: 'What agents see.' })
  name: string;

  @Field(() => ReasonCodeKind, { description: 'When it is asked for.' })
  kind: ReasonCodeKind;
}

/** A reason code and its place in the list. */
@ObjectType({ simpleResolvers: true, description: 'A reason code and its place in the list.' })
export class ReasonCodeEdge extends edgeOf(() => ReasonCode as ClassType<ReasonCode>) {}
/** A page of reason codes. */
@ObjectType({ simpleResolvers: true, description: 'A page of reason codes.' })
export class ReasonCodeConnection extends connectionClass(() => ReasonCodeEdge) {}
