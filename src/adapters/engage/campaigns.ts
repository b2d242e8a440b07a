/** Making and changing campaigns. The vendor cannot delete one, and lists come to it with sub-campaigns only. */
import type { CampaignActs } from '../acts/campaign.ts';
import { rejectEmptyUpdate, rejectUnsupportedFields } from '../acts/taken.ts';
import type { Client } from '../contract.ts';
import { invalidArgument } from '../errors.ts';
import type { EngageOperations } from './contract/index.ts';
import type { Organization } from './reads.ts';

type Offered = Pick<CampaignActs, 'campaignCreate' | 'campaignUpdate' | 'campaignRename'>;

/** A campaign here is a name and a description: how contacts are reached is its sub-campaigns' matter. */
export function campaignActs(client: Client<EngageOperations>, org: Organization): Offered {
  return {
    campaignCreate: async (campaign, ask) => {
      rejectUnsupportedFields(campaign, 'name', 'description', 'direction');
      const { name, description, direction } = campaign;
      if (direction !== 'OUTBOUND') throw invalidArgument('This vendor only reaches out', 'direction');
      const made = await client.send('createCampaign', { campaign: { externalId: name, description }, org }, ask);
      return { nativeId: made?.internalId ?? name };
    },
    campaignUpdate: async (internalId, settings, ask) => {
      rejectUnsupportedFields(settings, 'description');
      rejectEmptyUpdate(settings);
      await client.send('changeCampaign', { campaign: { internalId, description: settings.description } }, ask);
    },
    campaignRename: async (internalId, { name }, ask) => {
      await client.send('changeCampaign', { campaign: { externalId: name, internalId } }, ask);
      return { nativeId: internalId };
    },
  };
}
