import { eachItem, type ItemsAct } from '../../acts/items.ts';
import type { Acts } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import type { CrosspointError } from '../../errors.ts';
import type { Five9Client } from '../client.ts';

/** Faults about one list, skill or disposition; any other is about the campaign or the service. */
const OF_ONE: ReadonlySet<string | undefined> = new Set([
  'ListNotFoundFault',
  'ListAlreadyAssignedFault',
  'ListIsNotAssignedFault',
  'SkillNotFoundFault',
  'SkillAlreadyAssignedFault',
  'SkillIsNotAssignedFault',
  'DispositionNotFoundFault',
  'DispositionNotAllowedFault',
  'DispositionIsAlreadyAssignedFault',
  'DispositionIsNotAssisgnedFault',
  'ObjectInUseFault',
]);

function isOfOne({ vendorCode }: CrosspointError): boolean {
  return OF_ONE.has(vendorCode);
}

/** The guide does not define the effect of a refused request with several items, so each item is one request. */
function onEach(send: (campaignName: string, item: string, ask: SendOptions) => Promise<unknown>): ItemsAct {
  return (campaign, items, _, ask) => eachItem(items, (item) => send(campaign, item, ask), isOfOne);
}

/**
 * The lists, skills and dispositions assigned to a campaign. The vendor answers the lists of a campaign only: its skills and
 * dispositions can be set and not read.
 */
export function campaignItemActs(client: Five9Client) {
  return {
    campaignAddLists: onEach((campaignName, listName, ask) =>
      client.send('addListsToCampaign', { campaignName, lists: [{ listName }] }, ask),
    ),
    campaignRemoveLists: onEach((campaignName, list, ask) =>
      client.send('removeListsFromCampaign', { campaignName, lists: [list] }, ask),
    ),
    campaignAddSkills: onEach((campaignName, skill, ask) =>
      client.send('addSkillsToCampaign', { campaignName, skills: [skill] }, ask),
    ),
    campaignRemoveSkills: onEach((campaignName, skill, ask) =>
      client.send('removeSkillsFromCampaign', { campaignName, skills: [skill] }, ask),
    ),
    campaignAddDispositions: onEach((campaignName, disposition, ask) =>
      client.send('addDispositionsToCampaign', { campaignName, dispositions: [disposition] }, ask),
    ),
    campaignRemoveDispositions: onEach((campaignName, disposition, ask) =>
      client.send('removeDispositionsFromCampaign', { campaignName, dispositions: [disposition] }, ask),
    ),
  } satisfies Partial<Acts>;
}
