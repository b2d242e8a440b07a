import { Field, Int, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { Agent } from './agent.ts';
import { Call } from './call.ts';
import { Node } from './node.ts';
import { DateTime } from './scalars.ts';
import { Direction } from './vocabulary.ts';

/** One custom field of a recording. */
@ObjectType({ simpleResolvers: true, description: 'One custom field of a recording.' })
export class Annotation {
  @Field(() => String, { description: 'The vendor’s field, such as USER3.' })
  field: string;

  @Field(() => String, { description: 'What the account calls it.' })
  label: string;

  @Field(() => String, { description: 'Its value, to the letter.' })
  value: string;
}

/** Where a recording’s audio can be fetched. */
@ObjectType({ simpleResolvers: true, description: 'Where a recording’s audio can be fetched, for a short while.' })
export class Media {
  @Field(() => String, { description: 'A signed link that needs no other proof and soon ends.' })
  url: string;

  @Field(() => String, { description: 'The audio’s media type.' })
  contentType: string;

  @Field(() => DateTime, { description: 'When the link ends.' })
  expiresAt: string;
}

/** A recording of a call. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A recording of a conversation.' })
export class Recording extends Node {
  @Field(() => Source, { description: 'Where it comes from.' })
  source: Source;

  @Field(() => DateTime, { nullable: true, description: 'When it began.' })
  startedAt?: string | null;

  @Field(() => Int, { nullable: true, description: 'How long it is.' })
  durationSeconds?: number | null;

  @Field(() => Direction, { nullable: true, description: 'Who called.' })
  direction?: Direction | null;

  @Field(() => String, { nullable: true, description: 'The calling side’s number, to the letter.' })
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'The called number, to the letter.' })
  to?: string | null;

  @Field(() => String, { nullable: true, description: '`from` in E.164, where it can be understood.' })
  fromE164?: string | null;

  @Field(() => String, { nullable: true, description: '`to` in E.164, where it can be understood.' })
  toE164?: string | null;

  @Field(() => String, { nullable: true, description: 'The phone it was recorded on.' })
  device?: string | null;

  @Field(() => Agent, { nullable: true, description: 'Who was recorded.' })
  agent?: Agent | null;

  @Field(() => Call, {
    nullable: true,
    description: 'The call it is a recording of, where one account still knows it.',
  })
  call?: Call | null;

  @Field(() => [Annotation], { description: 'Custom fields under the account’s own terminology.' })
  annotations: readonly Annotation[];

  @Field(() => Media, { nullable: true, description: 'A short-lived link to the audio.' })
  media?: Media | null;
}
