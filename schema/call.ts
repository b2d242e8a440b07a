import { Field, Float, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { Agent } from './agent.ts';
import { Campaign } from './campaign.ts';
import { Disposition } from './disposition.ts';
import { Node } from './node.ts';
import { Recording } from './recording.ts';
import { DateTime } from './scalars.ts';
import { CallState, Channel, Direction, LocalTimeAmbiguity, MatchMethod, RecordingState } from './vocabulary.ts';

/** A recording found for a call. */
@ObjectType({ simpleResolvers: true, description: 'A recording found for a call, and how sure that is.' })
export class RecordingMatch {
  @Field(() => Recording, { description: 'The recording.' })
  recording: Recording;

  @Field(() => MatchMethod, { description: 'How it was found.' })
  method: MatchMethod;

  @Field(() => Float, { description: 'How sure it is, from 0 to 1.' })
  confidence: number;
}

/** A telephone call at one agent’s desk. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A call, as one account sees it.' })
export class Call extends Node {
  @Field(() => Source, { description: 'Where it comes from.' })
  source: Source;

  @Field(() => String, { nullable: true, description: 'The telephone exchange’s id, which a recorder may carry too.' })
  callId?: string | null;

  @Field(() => Channel, { nullable: true, description: 'Its medium.' })
  channel?: Channel | null;

  @Field(() => Direction, { nullable: true, description: 'Who called.' })
  direction?: Direction | null;

  @Field(() => CallState, { description: 'Where it stands.' })
  state: CallState;

  @Field(() => String, { nullable: true, description: 'The calling side’s number (ANI), to the letter.' })
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'The called number (DNIS), to the letter.' })
  to?: string | null;

  @Field(() => String, { nullable: true, description: '`from` in E.164, where it can be understood.' })
  fromE164?: string | null;

  @Field(() => String, { nullable: true, description: '`to` in E.164, where it can be understood.' })
  toE164?: string | null;

  @Field(() => String, { nullable: true, description: 'The customer’s name.' })
  customerName?: string | null;

  @Field(() => String, { nullable: true, description: 'The agent’s phone.' })
  device?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it began.' })
  startedAt?: string | null;

  @Field(() => LocalTimeAmbiguity, {
    nullable: true,
    description: 'Why `startedAt` may be another time, where the vendor wrote it without an offset; mostly null.',
  })
  startedAtAmbiguity?: LocalTimeAmbiguity | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was answered.' })
  connectedAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was over.' })
  endedAt?: string | null;

  @Field(() => Agent, { nullable: true, description: 'Who takes it.' })
  agent?: Agent | null;

  @Field(() => Campaign, { nullable: true, description: 'The campaign it belongs to.' })
  campaign?: Campaign | null;

  @Field(() => Disposition, { nullable: true, description: 'How it went, in the agent’s choice.' })
  disposition?: Disposition | null;

  @Field(() => RecordingState, { nullable: true, description: 'Whether it is being recorded now.' })
  recordingState?: RecordingState | null;

  @Field(() => [RecordingMatch], {
    nullable: true,
    description: 'Recordings of the call, the most confident match first; null when reading them failed.',
  })
  recordings?: readonly RecordingMatch[] | null;
}
