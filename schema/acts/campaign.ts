import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Campaign } from '../campaign.ts';
import { Channel, DialingMode, Direction } from '../vocabulary.ts';
import { ActInput, Payload, TargetInput } from './act.ts';

/** Settings of a campaign; a vendor without one of them refuses it by name. */
@InputType()
export abstract class CampaignSettingsInput extends ActInput {
  @Field(() => String, { nullable: true, description: 'Free text of the administrator.' })
  description?: string | null;

  @Field(() => DialingMode, {
    nullable: true,
    description: 'Dialing mode of an outbound campaign; for a new campaign the vendor’s default when absent.',
  })
  dialingMode?: DialingMode | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the campaign profile; an empty text removes the profile.',
  })
  profile?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Name of the IVR script that answers the campaign’s calls; some vendors require one for a new inbound or autodial campaign.',
  })
  ivrScript?: string | null;

  @Field(() => Int, { nullable: true, description: 'Maximum number of simultaneous telephone lines.' })
  maxLines?: number | null;
}

/** Fields of the input of `campaignCreate`. */
@InputType()
export abstract class CampaignCreateInput extends CampaignSettingsInput {
  @Field(() => String, { description: 'Key of the account at which to create the campaign, as in `Account.key`.' })
  account: string;

  @Field(() => String, { description: 'Name of the campaign.' })
  name: string;

  @Field(() => Direction, { description: 'Direction of the campaign’s contacts.' })
  direction: Direction;

  @Field(() => Channel, { nullable: true, description: 'Medium; the vendor’s default when absent.' })
  channel?: Channel | null;
}

/** Fields of the input of `campaignUpdate`. */
@InputType()
export abstract class CampaignUpdateInput extends CampaignSettingsInput {
  @Field(() => ID, { description: 'Id of the campaign.' })
  id: string;
}

/** Fields of the input of `campaignRename`. */
@InputType()
export abstract class CampaignRenameInput extends TargetInput {
  @Field(() => String, { description: 'New name.' })
  name: string;
}

/** Contact lists of a campaign. */
@InputType()
export abstract class CampaignListsInput extends TargetInput {
  @Field(() => [ID], {
    description:
      'Ids of the contact lists, at most 50. A list of another account stands for the list of the same name.',
  })
  listIds: string[];
}

/** Fields of the input of `campaignUpdateList`. */
@InputType()
export abstract class CampaignUpdateListInput extends TargetInput {
  @Field(() => ID, { description: 'Id of the contact list, which the campaign has already.' })
  listId: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'New place of the list, at least 1; the list with the lower number is dialed first. Unchanged when absent.',
  })
  priority?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'New share of the list among the campaign’s lists, from 1 to 99. Unchanged when absent.',
  })
  ratio?: number | null;
}

/** Called numbers of a campaign. */
@InputType()
export abstract class CampaignNumbersInput extends TargetInput {
  @Field(() => [String], {
    description:
      'Called numbers in any usual spelling, at most 50; each stands for the account’s number of these digits.',
  })
  numbers: string[];
}

/** Skills of a campaign. */
@InputType()
export abstract class CampaignSkillsInput extends TargetInput {
  @Field(() => [ID], {
    description: 'Ids of the skills, at most 50. A skill of another account stands for the skill of the same name.',
  })
  skillIds: string[];
}

/** Dispositions of a campaign. */
@InputType()
export abstract class CampaignDispositionsInput extends TargetInput {
  @Field(() => [ID], {
    description:
      'Ids of the dispositions, at most 50. A disposition of another account stands for the disposition of the same name.',
  })
  dispositionIds: string[];
}

/** A payload with the campaign as it is now. */
@ObjectType()
export abstract class CampaignPayload extends Payload {
  @Field(() => Campaign, {
    nullable: true,
    description: 'The campaign after the mutation; null when it was deleted or could not be read.',
  })
  campaign?: Campaign | null;
}
