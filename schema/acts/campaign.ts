import { type ClassType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Campaign } from '../campaign.ts';
import { Channel, DialingMode, Direction } from '../vocabulary.ts';
import { ActInput, named, Payload, TargetInput } from './act.ts';

@InputType({ description: 'Starts a campaign.' })
export class CampaignStartInput extends TargetInput {}
@InputType({ description: 'Stops a campaign; calls in progress are finished.' })
export class CampaignStopInput extends TargetInput {}
@InputType({ description: 'Stops a campaign at once.' })
export class CampaignForceStopInput extends TargetInput {}
@InputType({ description: 'Pauses a campaign.' })
export class CampaignPauseInput extends TargetInput {}
@InputType({ description: 'Resumes a paused campaign.' })
export class CampaignResumeInput extends TargetInput {}
@InputType({ description: 'Puts a campaign’s lists back to the beginning.' })
export class CampaignResetInput extends TargetInput {}

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

/** Makes a campaign. */
@InputType({ description: 'Makes a campaign, which stands still until it is started.' })
export class CampaignCreateInput extends CampaignSettingsInput {
  @Field(() => String, { description: 'The account to make it at, by the operator’s key.' })
  account: string;

  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => Direction, { description: 'Who begins its conversations.' })
  direction: Direction;

  @Field(() => Channel, { nullable: true, description: 'Its medium; the vendor’s own when left out.' })
  channel?: Channel | null;
}

/** Changes a campaign. */
@InputType({
  description:
    'Changes a campaign. What is left out or null stays as it is. Where the vendor takes a campaign as a whole it is read, changed and written back, so that a change somebody else makes in that moment may be lost.',
})
export class CampaignUpdateInput extends CampaignSettingsInput {
  @Field(() => ID, { description: 'The campaign to change.' })
  id: string;
}

@InputType({ description: 'Deletes a campaign, which has to stand still.' })
export class CampaignDeleteInput extends TargetInput {}

/** Gives a campaign another name. */
@InputType({
  description: 'Gives a campaign another name. Where a vendor knows campaigns by name, the campaign has a new id then.',
})
export class CampaignRenameInput extends TargetInput {
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

@InputType({ description: 'Lets a campaign dial contact lists, each for itself: one refused keeps no other away.' })
export class CampaignAddListsInput extends CampaignListsInput {}
@InputType({ description: 'Takes contact lists from a campaign, each for itself.' })
export class CampaignRemoveListsInput extends CampaignListsInput {}
@InputType({
  description:
    'Routes a campaign to skills, each for itself. Where a vendor does not tell a campaign’s skills the payload shows none, also when all went well.',
})
export class CampaignAddSkillsInput extends CampaignSkillsInput {}
@InputType({ description: 'Takes skills from a campaign, each for itself.' })
export class CampaignRemoveSkillsInput extends CampaignSkillsInput {}
@InputType({
  description:
    'Lets the agents of a campaign choose dispositions, each for itself. Where a vendor does not tell a campaign’s dispositions the payload shows none, also when all went well.',
})
export class CampaignAddDispositionsInput extends CampaignDispositionsInput {}
@InputType({ description: 'Takes dispositions from a campaign, each for itself.' })
export class CampaignRemoveDispositionsInput extends CampaignDispositionsInput {}

/** A payload with the campaign as it is now. */
@ObjectType()
export abstract class CampaignPayload extends Payload {
  @Field(() => Campaign, { nullable: true, description: 'The campaign as it is now; null when it is gone.' })
  campaign?: Campaign | null;
}

const campaign = (name: string) => named(name, CampaignPayload as unknown as ClassType<CampaignPayload>);

export const CampaignStartPayload = campaign('CampaignStartPayload');
export const CampaignStopPayload = campaign('CampaignStopPayload');
export const CampaignForceStopPayload = campaign('CampaignForceStopPayload');
export const CampaignPausePayload = campaign('CampaignPausePayload');
export const CampaignResumePayload = campaign('CampaignResumePayload');
export const CampaignResetPayload = campaign('CampaignResetPayload');
export const CampaignCreatePayload = campaign('CampaignCreatePayload');
export const CampaignUpdatePayload = campaign('CampaignUpdatePayload');
export const CampaignDeletePayload = campaign('CampaignDeletePayload');
export const CampaignRenamePayload = campaign('CampaignRenamePayload');
export const CampaignAddListsPayload = campaign('CampaignAddListsPayload');
export const CampaignRemoveListsPayload = campaign('CampaignRemoveListsPayload');
export const CampaignAddSkillsPayload = campaign('CampaignAddSkillsPayload');
export const CampaignRemoveSkillsPayload = campaign('CampaignRemoveSkillsPayload');
export const CampaignAddDispositionsPayload = campaign('CampaignAddDispositionsPayload');
export const CampaignRemoveDispositionsPayload = campaign('CampaignRemoveDispositionsPayload');
