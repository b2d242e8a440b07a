import { Field, Int, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { Agent } from './agent.ts';
import { Call } from './call.ts';
import { Node } from './node.ts';
import { DateTime } from './scalars.ts';
import { Direction } from './vocabulary.ts';

@ObjectType({ simpleResolvers: true, description: 'A custom field of a recording.' })
export class Annotation {
  @Field(() => String, { description: 'The recorder’s field name, for example `USER3`.' })
  field: string;

  @Field(() => String, { description: 'Label that the account configured for the field.' })
  label: string;

  @Field(() => String, { description: 'Value exactly as the recorder sent it.' })
  value: string;
}

@ObjectType({ simpleResolvers: true, description: 'A short-lived link to the audio of a recording.' })
export class Media {
  @Field(() => String, {
    description:
      'Signed URL. It needs no further authentication, supports byte ranges, and stops working at `expiresAt`.',
  })
  url: string;

  @Field(() => String, { description: 'Media type of the audio, for example `audio/mpeg`.' })
  contentType: string;

  @Field(() => DateTime, { description: 'End of the link’s validity.' })
  expiresAt: string;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A recording of a call.' })
export class Recording extends Node {
  @Field(() => Source, { description: 'The account that holds the object, and the vendor’s key for it.' })
  source: Source;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Start of the recording; null when the recorder does not report it.',
  })
  startedAt?: string | null;

  @Field(() => Int, { nullable: true, description: 'Length of the recording in seconds; null while it is not saved.' })
  durationSeconds?: number | null;

  @Field(() => Direction, {
    nullable: true,
    description: 'Direction of the recorded call; null when the recorder does not report it.',
  })
  direction?: Direction | null;

  @Field(() => String, {
    nullable: true,
    description: 'Number of the calling party, exactly as the recorder writes it; null when not reported.',
  })
  from?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Called number, exactly as the recorder writes it; null when not reported.',
  })
  to?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '`from` in E.164, for example `+14155550100`; null unless `from` is written with `+` and a country code.',
  })
  fromE164?: string | null;

  @Field(() => String, {
    nullable: true,
    description: '`to` in E.164, for example `+14155550100`; null unless `to` is written with `+` and a country code.',
  })
  toE164?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Extension or device id of the recorded phone, for example `4101`; null when not reported.',
  })
  device?: string | null;

  @Field(() => Agent, {
    nullable: true,
    description: 'The recorded agent; null when the agent is not known or could not be read.',
  })
  agent?: Agent | null;

  @Field(() => Call, {
    nullable: true,
    description:
      'The recorded call: a current or recent one, else one of the record of ended calls. Null when none of them is known.',
  })
  call?: Call | null;

  @Field(() => [Annotation], { description: 'Custom fields under the labels of the account.' })
  annotations: readonly Annotation[];

  @Field(() => Media, {
    nullable: true,
    description: 'A short-lived link to the audio; null when the account cannot deliver audio.',
  })
  media?: Media | null;
}
