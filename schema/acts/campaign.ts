import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Campaign } from '../campaign.ts';
import { Channel, DialingMode, Direction } from '../vocabulary.ts';
import { ActInput, Payload, TargetInput } from './act.ts';

/** What a campaign can be told of itself; a vendor that has no place for one of these refuses it by name. */
@InputType()
export abstract class CampaignSettingsInput extends ActInput {
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;

  @Field(() => DialingMode, {
    nullable: true,
    description: 'How it places its calls; the vendor chooses for a new outbound campaign that is not told.',
  })
  dialingMode?: DialingMode | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the campaign profile it takes its settings from; an empty one for none.',
  })
  profile?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the IVR script that takes its calls. A new inbound or autodial campaign may need one.',
  })
  ivrScript?: string | null;

  @Field(() => Int, { nullable: true, description: 'Most telephone lines at a time.' })
  maxLines?: number | null;
}

/** Fields of the input of `campaignCreate`. */
@InputType()
export abstract class CampaignCreateInput extends CampaignSettingsInput {
  @Field(() => String, { description: 'The account to make it at, by the operator’s key.' })
  account: string;

  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => Direction, { description: 'Who begins its conversations.' })
  direction: Direction;

  @Field(() => Channel, { nullable: true, description: 'Its medium; the vendor’s own when left out.' })
  channel?: Channel | null;
}

/** Fields of the input of `campaignUpdate`. */
@InputType()
export abstract class CampaignUpdateInput extends CampaignSettingsInput {
  @Field(() => ID, { description: 'The campaign to change.' })
  id: string;
}

/** Fields of the input of `campaignRename`. */
@InputType()
export abstract class CampaignRenameInput extends TargetInput {
  @Field(() => String, { description: 'Its name from now on.' })
  name: string;
}

const OF_ITS_ACCOUNT = 'of the campaign’s account, or of another one for those of the same name; 50 at most.';

/** Contact lists of a campaign. */
@InputType()
export abstract class CampaignListsInput extends TargetInput {
  @Field(() => [ID], { description: `The contact lists: ${OF_ITS_ACCOUNT}` })
  listIds: string[];
}

/** Skills of a campaign. */
@InputType()
export abstract class CampaignSkillsInput extends TargetInput {
  @Field(() => [ID], { description: `The skills: ${OF_ITS_ACCOUNT}` })
  skillIds: string[];
}

/** Dispositions of a campaign. */
@InputType()
export abstract class CampaignDispositionsInput extends TargetInput {
  @Field(() => [ID], { description: `The dispositions: ${OF_ITS_ACCOUNT}` })
  dispositionIds: string[];
}

/** A payload with the campaign as it is now. */
@ObjectType()
export abstract class CampaignPayload extends Payload {
  @Field(() => Campaign, { nullable: true, description: 'The campaign as it is now; null when it is gone.' })
  campaign?: Campaign | null;
}
