import type { AnswerInput, Answers } from './answers.ts';
import { assignmentAnswers } from './assignments.ts';
import { existingCampaign, stoppedCampaign } from './campaign-checks.ts';
import { type CampaignItem, newCampaign, wireStateOf } from './campaign-items.ts';
import { type ConfigValues, fail, namePattern, textOf, valuesGiven } from './collection.ts';
import type { Domain } from './domain.ts';

type Type = CampaignItem['type'];

function shown(item: CampaignItem): ConfigValues {
  const { ftpPassword: _, ...settings } = item.settings;
  return { ...settings, state: wireStateOf(item) };
}

function needScript(domain: Domain, ivrScriptName: string): void {
  if (ivrScriptName && !domain.scripts.has(ivrScriptName))
    fail('IvrScriptNotFoundFault', `IVR script "${ivrScriptName}" doesn't exist.`, { ivrScriptName });
}

/** Checks that the objects exist that a campaign names for wrap-up and dead ends. */
function checkReferences(domain: Domain, campaign: ConfigValues): void {
  const profileName = textOf(campaign, 'profileName');
  if (profileName && !domain.profiles.has(profileName))
    fail('DialProfileNotFoundFault', `Campaign profile "${profileName}" doesn't exist.`, { profileName });
  const disposition = textOf(campaign.callWrapup, 'dispostionName');
  if (disposition) domain.dispositions.find(disposition);
  const reasonCodeName = textOf(campaign.callWrapup, 'reasonCodeName');
  if (reasonCodeName && !domain.reasonCodes.items.some(({ name }) => name === reasonCodeName))
    fail('ReasonCodeNotFoundFault', `Reason code "${reasonCodeName}" doesn't exist.`, { reasonCodeName });
  if (textOf(campaign, 'agentSkillName')) domain.skills.find(campaign.agentSkillName);
  const schedule = campaign.defaultIvrSchedule as ConfigValues | null | undefined;
  needScript(domain, textOf(schedule, 'scriptName') || textOf(schedule?.ivrSchedule, 'scriptName'));
  checkAction(domain, campaign.actionOnAnswerMachine);
  checkAction(domain, campaign.actionOnQueueExpiration);
}

function checkAction(domain: Domain, action: unknown): void {
  const argument = textOf(action, 'actionArgument');
  if (textOf(action, 'actionType') === 'PLAY_PROMPT') domain.prompts.find(argument);
  if (textOf(action, 'actionType') === 'START_IVR_SCRIPT') needScript(domain, argument);
}

function create(domain: Domain, campaign: ConfigValues, type: Type): void {
  const name = textOf(campaign, 'name');
  domain.campaigns.free(name);
  checkReferences(domain, campaign);
  domain.campaigns.add(name, newCampaign(valuesGiven({ ...campaign, state: null }), type));
}

function modify(domain: Domain, campaign: ConfigValues, type: Type): void {
  const name = textOf(campaign, 'name');
  const { settings, world } = existingCampaign(domain, name, [type]);
  checkReferences(domain, campaign);
  domain.campaigns.put(name, { settings: { ...settings, ...valuesGiven({ ...campaign, state: null }), type } });
  if (world && typeof campaign.description === 'string') world.description = campaign.description;
}

function rename(domain: Domain, { campaignName, campaignNewName }: AnswerInput<'renameCampaign'>): void {
  const { settings, world } = stoppedCampaign(domain, campaignName);
  domain.campaigns.rename(campaignName, campaignNewName);
  domain.campaigns.put(campaignNewName, { settings: { ...settings, name: campaignNewName } });
  if (world) world.name = campaignNewName;
}

function remove(domain: Domain, name: string): void {
  const { lists } = stoppedCampaign(domain, name);
  const busy = [name, ...lists.map(({ listName }) => String(listName))];
  if (busy.some((about) => domain.imports.isBusy(about)))
    fail('ImportInProgressFault', `Data is being imported into campaign "${name}" or a list of it.`);
  domain.campaigns.remove(name);
}

function schedule(domain: Domain, input: AnswerInput<'setDefaultIVRSchedule'>): void {
  const { campaignName, scriptName, params, isVisualModeEnabled, isChatEnabled } = input;
  const { settings, type } = existingCampaign(domain, campaignName, ['INBOUND', 'AUTODIAL']);
  needScript(domain, scriptName);
  const ivrSchedule = { scriptName, scriptParameters: params ?? [] };
  const visualModeSettings = { visualModeEnabled: isVisualModeEnabled ?? false, chatEnabled: isChatEnabled ?? false };
  const defaultIvrSchedule = type === 'INBOUND' ? { ivrSchedule, visualModeSettings } : ivrSchedule;
  domain.campaigns.put(campaignName, { settings: { ...settings, defaultIvrSchedule } });
}

/** The chapter Campaign Configuration. */
export function campaignAnswers(domain: Domain): Answers {
  const get = (name: string, type: Type) => shown(existingCampaign(domain, name, [type]));
  return {
    getCampaigns({ campaignNamePattern, campaignType }) {
      const fits = namePattern(campaignNamePattern);
      return domain.campaigns.items
        .filter(({ settings, type }) => fits(textOf(settings, 'name')) && (!campaignType || type === campaignType))
        .map(shown);
    },
    getInboundCampaign: ({ campaignName }) => get(campaignName, 'INBOUND'),
    getOutboundCampaign: ({ campaignName }) => get(campaignName, 'OUTBOUND'),
    getAutodialCampaign: ({ campaignName }) => get(campaignName, 'AUTODIAL'),
    createInboundCampaign: ({ campaign }) => create(domain, campaign, 'INBOUND'),
    createOutboundCampaign: ({ campaign }) => create(domain, campaign, 'OUTBOUND'),
    createAutodialCampaign: ({ campaign }) => create(domain, campaign, 'AUTODIAL'),
    modifyInboundCampaign: ({ campaign }) => modify(domain, campaign, 'INBOUND'),
    modifyOutboundCampaign: ({ campaign }) => modify(domain, campaign, 'OUTBOUND'),
    modifyAutodialCampaign: ({ campaign }) => modify(domain, campaign, 'AUTODIAL'),
    deleteCampaign: ({ campaignName }) => remove(domain, campaignName),
    renameCampaign: (input) => rename(domain, input),
    setDefaultIVRSchedule: (input) => schedule(domain, input),
    ...assignmentAnswers(domain),
  };
}
