import { Field, Float, ObjectType } from 'type-graphql';
import { Account, Source } from './account.ts';
import { Agent } from './agent.ts';
import { Campaign } from './campaign.ts';
import { Disposition } from './disposition.ts';
import { CallDurations } from './durations.ts';
import { Node } from './node.ts';
import { Queue } from './queue.ts';
import { Recording } from './recording.ts';
import { DateTime } from './scalars.ts';
import { CallState, Channel, Direction, LocalTimeAmbiguity, MatchMethod, RecordingState } from './vocabulary.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'A recording matched to a call, with the method and the confidence of the match.',
})
export class RecordingMatch {
  @Field(() => Recording, { description: 'The matched recording.' })
  recording: Recording;

  @Field(() => MatchMethod, { description: 'The method of the match.' })
  method: MatchMethod;

  @Field(() => Float, { description: 'Confidence of the match from 0 to 1; 1 for a match by call id.' })
  confidence: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A further party of a conference, in addition to the agent and the customer of the call.',
})
export class CallParty {
  @Field(() => String, {
    description: 'The vendor’s key of the party within the call, for `callPartyRemove` and `callPartyPark`.',
  })
  key: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name or number of the party as the vendor shows it; null when it does not.',
  })
  title?: string | null;
}

@ObjectType('CallView', { simpleResolvers: true, description: 'The part of a conversation that one account reports.' })
export class AccountView {
  @Field(() => Account, { description: 'The account.' })
  account: Account;

  @Field(() => String, {
    description: 'The vendor’s key of the call, or of its recording where the account is a recorder.',
  })
  nativeId: string;

  @Field(() => CallState, {
    nullable: true,
    description: 'State of the call at the account; null where it is not known.',
  })
  state?: CallState | null;

  @Field(() => MatchMethod, {
    nullable: true,
    description: 'How the account’s part was matched to the call; null for the account that holds the call.',
  })
  matchedBy?: MatchMethod | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Confidence of the match from 0 to 1; null for the account that holds the call.',
  })
  confidence?: number | null;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A call: one conversation, as the account that holds it reports it, with the `views` of the others.',
})
export class Call extends Node {
  @Field(() => Source, { description: 'The account that holds the object, and the vendor’s key for it.' })
  source: Source;

  @Field(() => String, {
    nullable: true,
    description:
      'Call id of the telephony platform, which a recorder may store too; null when the account does not report it.',
  })
  callId?: string | null;

  @Field(() => Channel, {
    nullable: true,
    description: 'Medium of the conversation; null when the vendor does not report it.',
  })
  channel?: Channel | null;

  @Field(() => Direction, {
    nullable: true,
    description: 'Direction from the contact centre’s point of view; null when the vendor does not report it.',
  })
  direction?: Direction | null;

  @Field(() => CallState, { description: 'Current state of the call.' })
  state: CallState;

  @Field(() => String, {
    nullable: true,
    description:
      'Number of the calling party (ANI), exactly as the vendor writes it; null when withheld or not reported.',
  })
  from?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Called number (DNIS for inbound calls), exactly as the vendor writes it; null when not reported. The customer’s number of a call whose `direction` is null at a remote-control account, whichever party called.',
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
    description: 'Name of the customer; null when the vendor does not report one.',
  })
  customerName?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Extension or device id of the agent’s phone, for example `4101`; null when no agent is connected or the vendor does not report it.',
  })
  device?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Start of the call; null when the vendor does not report it.' })
  startedAt?: string | null;

  @Field(() => LocalTimeAmbiguity, {
    nullable: true,
    description:
      'Set when the vendor wrote the start as a local time that the clock showed twice or not at all; null for every other start.',
  })
  startedAtAmbiguity?: LocalTimeAmbiguity | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of the answer; null before the answer or when the vendor does not report it.',
  })
  connectedAt?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'End of the call; null while the call is live or when the vendor does not report it.',
  })
  endedAt?: string | null;

  @Field(() => Agent, {
    nullable: true,
    description: 'The agent handling the call; null when no agent is assigned or the agent could not be read.',
  })
  agent?: Agent | null;

  @Field(() => Campaign, {
    nullable: true,
    description: 'The campaign of the call; null when the call belongs to none or the campaign could not be read.',
  })
  campaign?: Campaign | null;

  @Field(() => Disposition, {
    nullable: true,
    description: 'The disposition that the agent set; null before it is set or when it could not be read.',
  })
  disposition?: Disposition | null;

  @Field(() => [CallParty], {
    nullable: true,
    description:
      'The further parties of the conference in progress; empty without a conference and where the vendor reports none, null when they could not be read.',
  })
  parties?: readonly CallParty[] | null;

  @Field(() => Queue, {
    nullable: true,
    description: 'The queue in which the call waits or waited; null when the vendor does not report it.',
  })
  queue?: Queue | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Start of the current hold; null when the call is not on hold or the start is not known.',
  })
  heldSince?: string | null;

  @Field(() => CallDurations, {
    nullable: true,
    description: 'Durations of the phases of the call, each with its source; null when they could not be read.',
  })
  durations?: CallDurations | null;

  @Field(() => RecordingState, {
    nullable: true,
    description: 'Current recording state of the call; null when no account reports it.',
  })
  recordingState?: RecordingState | null;

  @Field(() => [AccountView], {
    nullable: true,
    description:
      'Reports of all accounts about the conversation, that of the account that holds the call first; null when they could not be read.',
  })
  views?: readonly AccountView[] | null;

  @Field(() => [RecordingMatch], {
    nullable: true,
    description: 'Recordings of the call, highest confidence first; null when they could not be read.',
  })
  recordings?: readonly RecordingMatch[] | null;
}
