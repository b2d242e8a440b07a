import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  CampaignAddDispositionsInput,
  CampaignAddDispositionsPayload,
  CampaignAddListsInput,
  CampaignAddListsPayload,
  CampaignAddSkillsInput,
  CampaignAddSkillsPayload,
  CampaignCreateInput,
  CampaignCreatePayload,
  CampaignDeleteInput,
  CampaignDeletePayload,
  CampaignForceStopInput,
  CampaignForceStopPayload,
  CampaignPauseInput,
  CampaignPausePayload,
  CampaignRemoveDispositionsInput,
  CampaignRemoveDispositionsPayload,
  CampaignRemoveListsInput,
  CampaignRemoveListsPayload,
  CampaignRemoveSkillsInput,
  CampaignRemoveSkillsPayload,
  CampaignRenameInput,
  CampaignRenamePayload,
  CampaignResetInput,
  CampaignResetPayload,
  CampaignResumeInput,
  CampaignResumePayload,
  CampaignStartInput,
  CampaignStartPayload,
  CampaignStopInput,
  CampaignStopPayload,
  CampaignUpdateInput,
  CampaignUpdatePayload,
} from '../../../schema/acts/campaign.ts';
import type { Context } from '../context.ts';
import { changeParts, createCampaign, renameCampaign, updateCampaign } from './campaign-changes.ts';
import { type ActPayload, INPUT } from './perform.ts';
import { actOn } from './plain.ts';

/** What can be done with campaigns. Each is done at most once, and tells what went wrong beside the thing as it now is. */
@Resolver()
export class CampaignMutations {
  @Mutation(() => CampaignCreatePayload, { description: 'Makes a campaign, which stands still until it is started.' })
  campaignCreate(
    @Ctx() context: Context,
    @Arg('input', () => CampaignCreateInput, INPUT) input: CampaignCreateInput,
  ): Promise<ActPayload> {
    return createCampaign(context, input);
  }

  @Mutation(() => CampaignUpdatePayload, { description: 'Changes what a campaign is told of itself.' })
  campaignUpdate(
    @Ctx() context: Context,
    @Arg('input', () => CampaignUpdateInput, INPUT) input: CampaignUpdateInput,
  ): Promise<ActPayload> {
    return updateCampaign(context, input);
  }

  @Mutation(() => CampaignDeletePayload, { description: 'Deletes a campaign.' })
  campaignDelete(
    @Ctx() context: Context,
    @Arg('input', () => CampaignDeleteInput, INPUT) input: CampaignDeleteInput,
  ): Promise<ActPayload> {
    return actOn(context, 'campaign', 'campaignDelete', input);
  }

  @Mutation(() => CampaignRenamePayload, { description: 'Gives a campaign another name, and so perhaps another id.' })
  campaignRename(
    @Ctx() context: Context,
    @Arg('input', () => CampaignRenameInput, INPUT) input: CampaignRenameInput,
  ): Promise<ActPayload> {
    return renameCampaign(context, input);
  }

  @Mutation(() => CampaignAddListsPayload, { description: 'Lets a campaign dial contact lists.' })
  campaignAddLists(
    @Ctx() context: Context,
    @Arg('input', () => CampaignAddListsInput, INPUT) input: CampaignAddListsInput,
  ): Promise<ActPayload> {
    return changeParts(context, 'campaignAddLists', 'listIds', input);
  }

  @Mutation(() => CampaignRemoveListsPayload, { description: 'Takes contact lists from a campaign.' })
  campaignRemoveLists(
    @Ctx() context: Context,
    @Arg('input', () => CampaignRemoveListsInput, INPUT) input: CampaignRemoveListsInput,
  ): Promise<ActPayload> {
    return changeParts(context, 'campaignRemoveLists', 'listIds', input);
  }

  @Mutation(() => CampaignAddSkillsPayload, { description: 'Routes a campaign to skills.' })
  campaignAddSkills(
    @Ctx() context: Context,
    @Arg('input', () => CampaignAddSkillsInput, INPUT) input: CampaignAddSkillsInput,
  ): Promise<ActPayload> {
    return changeParts(context, 'campaignAddSkills', 'skillIds', input);
  }

  @Mutation(() => CampaignRemoveSkillsPayload, { description: 'Takes skills from a campaign.' })
  campaignRemoveSkills(
    @Ctx() context: Context,
    @Arg('input', () => CampaignRemoveSkillsInput, INPUT) input: CampaignRemoveSkillsInput,
  ): Promise<ActPayload> {
    return changeParts(context, 'campaignRemoveSkills', 'skillIds', input);
  }

  @Mutation(() => CampaignAddDispositionsPayload, { description: 'Lets the agents of a campaign choose dispositions.' })
  campaignAddDispositions(
    @Ctx() context: Context,
    @Arg('input', () => CampaignAddDispositionsInput, INPUT) input: CampaignAddDispositionsInput,
  ): Promise<ActPayload> {
    return changeParts(context, 'campaignAddDispositions', 'dispositionIds', input);
  }

  @Mutation(() => CampaignRemoveDispositionsPayload, { description: 'Takes dispositions from a campaign.' })
  campaignRemoveDispositions(
    @Ctx() context: Context,
    @Arg('input', () => CampaignRemoveDispositionsInput, INPUT) input: CampaignRemoveDispositionsInput,
  ): Promise<ActPayload> {
    return changeParts(context, 'campaignRemoveDispositions', 'dispositionIds', input);
  }

  @Mutation(() => CampaignStartPayload, { description: 'Starts a campaign.' })
  campaignStart(
    @Ctx() context: Context,
    @Arg('input', () => CampaignStartInput, INPUT) input: CampaignStartInput,
  ): Promise<ActPayload> {
    return actOn(context, 'campaign', 'campaignStart', input);
  }

  @Mutation(() => CampaignStopPayload, { description: 'Stops a campaign; the calls in progress are finished first.' })
  campaignStop(
    @Ctx() context: Context,
    @Arg('input', () => CampaignStopInput, INPUT) input: CampaignStopInput,
  ): Promise<ActPayload> {
    return actOn(context, 'campaign', 'campaignStop', input);
  }

  @Mutation(() => CampaignForceStopPayload, { description: 'Stops a campaign at once, its calls too.' })
  campaignForceStop(
    @Ctx() context: Context,
    @Arg('input', () => CampaignForceStopInput, INPUT) input: CampaignForceStopInput,
  ): Promise<ActPayload> {
    return actOn(context, 'campaign', 'campaignForceStop', input);
  }

  @Mutation(() => CampaignPausePayload, { description: 'Pauses a campaign.' })
  campaignPause(
    @Ctx() context: Context,
    @Arg('input', () => CampaignPauseInput, INPUT) input: CampaignPauseInput,
  ): Promise<ActPayload> {
    return actOn(context, 'campaign', 'campaignPause', input);
  }

  @Mutation(() => CampaignResumePayload, { description: 'Resumes a paused campaign.' })
  campaignResume(
    @Ctx() context: Context,
    @Arg('input', () => CampaignResumeInput, INPUT) input: CampaignResumeInput,
  ): Promise<ActPayload> {
    return actOn(context, 'campaign', 'campaignResume', input);
  }

  @Mutation(() => CampaignResetPayload, { description: 'Makes everything a campaign has dialled dialable again.' })
  campaignReset(
    @Ctx() context: Context,
    @Arg('input', () => CampaignResetInput, INPUT) input: CampaignResetInput,
  ): Promise<ActPayload> {
    return actOn(context, 'campaign', 'campaignReset', input);
  }
}
