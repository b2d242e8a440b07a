import type { Acts } from '../adapter.ts';
import { campaignItemActs } from './acts/campaign-items.ts';
import { campaignListActs } from './acts/campaign-lists.ts';
import { campaignNumberActs } from './acts/campaign-numbers.ts';
import { campaignStateActs } from './acts/campaign-states.ts';
import { campaignActs } from './acts/campaigns.ts';
import { contactActs } from './acts/contacts.ts';
import { doNotCallActs } from './acts/do-not-call.ts';
import { reportActs } from './acts/reports.ts';
import { userSkillActs } from './acts/user-skills.ts';
import { userActs } from './acts/users.ts';
import type { Five9Client } from './client.ts';

/** The acts of the unified plane that this vendor can do. */
export function createActs(client: Five9Client): Partial<Acts> {
  return {
    ...campaignActs(client),
    ...campaignStateActs(client),
    ...campaignItemActs(client),
    ...campaignListActs(client),
    ...campaignNumberActs(client),
    ...contactActs(client),
    ...doNotCallActs(client),
    ...userActs(client),
    ...userSkillActs(client),
    ...reportActs(client),
  };
}
