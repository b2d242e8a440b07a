/** Creating and changing campaigns. The vendor cannot delete one, and lists belong to sub-campaigns. */

import { rejectEmptyUpdate, rejectUnsupportedFields } from '../../acts/unsupported-fields.ts';
import type { Acts } from '../../adapter.ts';
import type { Client } from '../../contract.ts';
import { CrosspointError, invalidArgument } from '../../errors.ts';
import type { EngageOperations } from '../contract/index.ts';
import { campaignKey, campaignNativeId } from '../reads/keys.ts';
import type { Organization } from '../reads/organization.ts';

/** A campaign is a name and a description: how contacts are reached, and whether they call in, is its sub-campaigns'. */
export function campaignActs(client: Client<EngageOperations>, org: Organization) {
  return {
    campaignCreate: async (campaign, ask) => {
      rejectUnsupportedFields(campaign, 'name', 'description', 'direction');
      const { name, description, direction } = campaign;
      if (direction !== 'OUTBOUND') throw invalidArgument(INBOUND, 'direction');
      const made = await client.send('createCampaign', { campaign: { externalId: name, description }, org }, ask);
      return { nativeId: campaignNativeId({ internalId: made?.internalId, externalId: name }) ?? name };
    },
    campaignUpdate: async (campaign, settings, ask) => {
      rejectUnsupportedFields(settings, 'description');
      rejectEmptyUpdate(settings);
      const { description } = settings;
      await client.send('changeCampaign', { campaign: { ...campaignKey(campaign, org), description } }, ask);
    },
    campaignRename: async (campaign, { name }, ask) => {
      const key = campaignKey(campaign, org);
      if (!('internalId' in key)) throw new CrosspointError('FAILED_PRECONDITION', NAMED_BY_NAME);
      await client.send('changeCampaign', { campaign: { ...key, externalId: name } }, ask);
      return { nativeId: campaign };
    },
  } satisfies Partial<Acts>;
}

const INBOUND =
  'A campaign of this vendor gets its direction from its sub-campaigns: create it OUTBOUND, then ' +
  'engage_createSubCampaignUsingInboundDevice';
const NAMED_BY_NAME = 'The campaign has no internal id at the vendor, so its name is its key and cannot be changed';
