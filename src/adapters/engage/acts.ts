/** The acts of the unified plane. Each is sent once. */
import type { Acts } from '../adapter.ts';
import type { Client } from '../contract.ts';
import { campaignStateActs } from './acts/campaign-states.ts';
import { campaignActs } from './acts/campaigns.ts';
import { contactActs } from './acts/contacts.ts';
import type { EngageOperations } from './contract/index.ts';
import type { SubCampaigns } from './reads/sub-campaigns.ts';
import type { Settings } from './settings.ts';

/** The adapter's act methods. */
export function createActs(
  client: Client<EngageOperations>,
  subCampaigns: SubCampaigns,
  settings: Settings,
  now: () => Date,
): Partial<Acts> {
  return {
    ...campaignStateActs(client, subCampaigns),
    ...campaignActs(client, settings.org),
    ...contactActs(client, settings, now),
  };
}
