import { Field, ID, InputType } from 'type-graphql';
import './enums.ts';
import { ContactFieldInput } from './acts/contact.ts';
import { AnnotationInput } from './acts/recording.ts';
import { DateTime } from './scalars.ts';
import {
  CallState,
  CampaignState,
  Direction,
  Presence,
  ReasonCodeKind,
  RecordingState,
  VendorApi,
} from './vocabulary.ts';

/** Conditions on the accounts of what is listed. */
@InputType()
export abstract class AccountFilter {
  @Field(() => [String], {
    nullable: true,
    description: 'Keys of the accounts, as in `Account.key`; absent, all accounts.',
  })
  accounts?: string[] | null;

  @Field(() => [VendorApi], { nullable: true, description: 'Vendors of the accounts; absent, all vendors.' })
  vendors?: VendorApi[] | null;
}

/** Conditions of every filter of objects: accounts and ids. */
@InputType()
export abstract class PlaceFilter extends AccountFilter {
  @Field(() => [ID], { nullable: true, description: 'Ids of the objects.' })
  ids?: string[] | null;
}

/** Conditions of the filters of what has a name. */
@InputType()
export abstract class AnyFilter extends PlaceFilter {
  @Field(() => String, { nullable: true, description: 'Text that the name contains; case is ignored.' })
  nameContains?: string | null;
}

@InputType({ description: 'Conditions for queues. A queue matches when it meets every given condition.' })
export class QueueFilter extends AnyFilter {}

@InputType({ description: 'Conditions for campaigns. A campaign matches when it meets every given condition.' })
export class CampaignFilter extends AnyFilter {
  @Field(() => [CampaignState], { nullable: true, description: 'States of the campaign, any one of them.' })
  states?: CampaignState[] | null;

  @Field(() => [Direction], { nullable: true, description: 'Directions of the campaign, any one of them.' })
  directions?: Direction[] | null;
}

@InputType({ description: 'Conditions for agents. An agent matches when it meets every given condition.' })
export class AgentFilter extends AnyFilter {
  @Field(() => [Presence], { nullable: true, description: 'Current presence of the agent, any one of them.' })
  states?: Presence[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Includes agents who are inactive at all of their accounts; absent, only those that `ids` names.',
  })
  includeInactive?: boolean | null;
}

/** The common conditions of the filters of calls and recordings. */
@InputType()
export abstract class ConversationFilter extends AnyFilter {
  @Field(() => [Direction], { nullable: true, description: 'Directions, any one of them.' })
  directions?: Direction[] | null;

  @Field(() => ID, {
    nullable: true,
    description: `Id of the agent. A recorder is searched by the agent's present phones, sign-on numbers and network user names.`,
  })
  agentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the campaign.' })
  campaignId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Extension or device id of the agent’s phone, for example `4101`.',
  })
  device?: string | null;

  @Field(() => String, { nullable: true, description: 'Number of the calling party; separators are ignored.' })
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'Called number; separators are ignored.' })
  to?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Number of either party, in any usual spelling, for example `+14155550100` or `(415) 555-0100`.',
  })
  number?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Lower bound of the start, exclusive.' })
  startedAfter?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Upper bound of the start, exclusive.' })
  startedBefore?: string | null;
}

@InputType({ description: 'Conditions for calls. A call matches when it meets every given condition.' })
export class CallFilter extends ConversationFilter {
  @Field(() => [CallState], { nullable: true, description: 'States of the call, any one of them.' })
  states?: CallState[] | null;
}

@InputType({ description: 'Conditions for recordings. A recording matches when it meets every given condition.' })
export class RecordingFilter extends ConversationFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Text that the name of the recorded agent contains; case is ignored.',
  })
  override nameContains?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Id of the campaign of the recorded call. Found where `Recording.call` is: of live calls and of those that ended recently; older recordings are left out.',
  })
  override campaignId?: string | null;

  @Field(() => [RecordingState], {
    nullable: true,
    description:
      'Recording states, any one of them. Queries list finished recordings, which are NOT_RECORDING; subscriptions also report the others.',
  })
  states?: RecordingState[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Text that the value of any annotation contains; case is ignored. No recorder searches for it, so that the gateway reads the recordings of the period.',
  })
  annotationContains?: string | null;

  @Field(() => [AnnotationInput], {
    nullable: true,
    description:
      'Annotations that the recording has, all of them, each under its field name or label. Values are compared exactly; a recorder is searched for those of ASCII letters, digits and blanks.',
  })
  annotations?: AnnotationInput[] | null;
}

@InputType({ description: 'Conditions for dispositions. A disposition matches when it meets every given condition.' })
export class DispositionFilter extends AnyFilter {}

@InputType({ description: 'Conditions for skills. A skill matches when it meets every given condition.' })
export class SkillFilter extends AnyFilter {}

@InputType({ description: 'Conditions for contact lists. A list matches when it meets every given condition.' })
export class ContactListFilter extends AnyFilter {}

@InputType({ description: 'Conditions for contacts. A contact matches when it meets every given condition.' })
export class ContactFilter extends AnyFilter {
  @Field(() => String, { nullable: true, description: 'A phone number of the contact; separators are ignored.' })
  number?: string | null;

  @Field(() => [ContactFieldInput], {
    nullable: true,
    description: 'Values of the vendor’s fields, compared exactly.',
  })
  fields?: ContactFieldInput[] | null;
}

@InputType({ description: 'Conditions for alerts. An alert matches when it meets every given condition.' })
export class AlertFilter {
  @Field(() => [String], {
    nullable: true,
    description: 'Keys of the accounts, as in `Account.key`; absent, all accounts.',
  })
  accounts?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Ids of rules, as in `Alert.rule`, any one of them.' })
  rules?: string[] | null;
}

@InputType({ description: 'Conditions for reason codes. A reason code matches when it meets every given condition.' })
export class ReasonCodeFilter extends AccountFilter {
  @Field(() => String, { nullable: true, description: 'Text that the name contains; case is ignored.' })
  nameContains?: string | null;

  @Field(() => [ReasonCodeKind], { nullable: true, description: 'Kinds of reason code, any one of them.' })
  kinds?: ReasonCodeKind[] | null;
}
