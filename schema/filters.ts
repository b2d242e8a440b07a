import { Field, ID, InputType } from 'type-graphql';
import './enums.ts';
import { ContactFieldInput } from './acts/contact.ts';
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

/** What every filter has: which accounts to ask, and which things by id or name. */
@InputType()
export abstract class AnyFilter {
  @Field(() => [String], { nullable: true, description: 'Only these accounts, by the operator’s own ids.' })
  accounts?: string[] | null;

  @Field(() => [VendorApi], { nullable: true, description: 'Only accounts of these vendors.' })
  vendors?: VendorApi[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only these things.' })
  ids?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Only things whose name has this in it, whatever the case.' })
  nameContains?: string | null;
}

/** Which campaigns. */
@InputType({ description: 'Which campaigns; everything that is told must fit.' })
export class CampaignFilter extends AnyFilter {
  @Field(() => [CampaignState], { nullable: true, description: 'Only campaigns in one of these states.' })
  states?: CampaignState[] | null;

  @Field(() => [Direction], { nullable: true, description: 'Only campaigns of these directions.' })
  directions?: Direction[] | null;
}

/** Which agents. */
@InputType({ description: 'Which agents; everything that is told must fit.' })
export class AgentFilter extends AnyFilter {
  @Field(() => [Presence], { nullable: true, description: 'Only agents who are doing one of these.' })
  states?: Presence[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Also agents whose accounts are all inactive; left out by default unless `ids` names them.',
  })
  includeInactive?: boolean | null;
}

/** What filters of calls and recordings share. */
@InputType()
export abstract class ConversationFilter extends AnyFilter {
  @Field(() => [Direction], { nullable: true, description: 'Only these directions.' })
  directions?: Direction[] | null;

  @Field(() => ID, { nullable: true, description: 'Only of this agent.' })
  agentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only of this campaign.' })
  campaignId?: string | null;

  @Field(() => String, { nullable: true, description: 'Only on this phone.' })
  device?: string | null;

  @Field(() => String, { nullable: true, description: 'Only from this number; spaces and dashes do not matter.' })
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'Only to this number; spaces and dashes do not matter.' })
  to?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Only what began after this.' })
  startedAfter?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Only what began before this.' })
  startedBefore?: string | null;
}

/** Which calls. */
@InputType({ description: 'Which calls; everything that is told must fit.' })
export class CallFilter extends ConversationFilter {
  @Field(() => [CallState], { nullable: true, description: 'Only calls in one of these states.' })
  states?: CallState[] | null;
}

/** Which recordings. */
@InputType({ description: 'Which recordings; everything that is told must fit.' })
export class RecordingFilter extends ConversationFilter {
  @Field(() => String, { nullable: true, description: 'Only where the name of who was recorded has this in it.' })
  override nameContains?: string | null;

  @Field(() => [RecordingState], {
    nullable: true,
    description:
      'Only in one of these states. Listed recordings are over, hence NOT_RECORDING; changes tell the others.',
  })
  states?: RecordingState[] | null;
}

/** Which dispositions. */
@InputType({ description: 'Which dispositions; everything that is told must fit.' })
export class DispositionFilter extends AnyFilter {}

/** Which skills. */
@InputType({ description: 'Which skills; everything that is told must fit.' })
export class SkillFilter extends AnyFilter {}

/** Which contact lists. */
@InputType({ description: 'Which contact lists; everything that is told must fit.' })
export class ContactListFilter extends AnyFilter {}

/** Which contacts. */
@InputType({ description: 'Which contacts; everything that is told must fit.' })
export class ContactFilter extends AnyFilter {
  @Field(() => String, { nullable: true, description: 'Only who has this number; spaces and dashes do not matter.' })
  number?: string | null;

  @Field(() => [ContactFieldInput], {
    nullable: true,
    description: 'Only who has these values, to the letter, in the vendor’s fields.',
  })
  fields?: ContactFieldInput[] | null;
}

/** Which reason codes. */
@InputType({ description: 'Which reason codes; everything that is told must fit.' })
export class ReasonCodeFilter {
  @Field(() => [String], { nullable: true, description: 'Only these accounts, by the operator’s own ids.' })
  accounts?: string[] | null;

  @Field(() => [VendorApi], { nullable: true, description: 'Only accounts of these vendors.' })
  vendors?: VendorApi[] | null;

  @Field(() => String, { nullable: true, description: 'Only those whose name has this in it, whatever the case.' })
  nameContains?: string | null;

  @Field(() => [ReasonCodeKind], { nullable: true, description: 'Only those asked for then.' })
  kinds?: ReasonCodeKind[] | null;
}
