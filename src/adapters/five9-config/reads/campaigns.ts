import type { CampaignState, DialingMode, Direction } from '../../../../schema/vocabulary.ts';
import type { CampaignRecord, Reads } from '../../adapter.ts';
import type { OutputOf } from '../../contract.ts';
import type { Five9Client } from '../client.ts';
import type { five9ConfigContract } from '../contract/index.ts';
import { namedRecord } from './catalogue.ts';
import { rowsOf } from './rows.ts';

type Five9Campaign = OutputOf<(typeof five9ConfigContract.operations)['getCampaigns']>[number];

function campaignRecord(campaign: Five9Campaign): CampaignRecord {
  return {
    ...namedRecord(campaign.name),
    description: campaign.description ?? null,
    direction: directionOf(campaign.type),
    channel: 'VOICE',
    dialingMode: dialingModeOf(campaign.type),
    state: campaignState(campaign.state),
  };
}

function directionOf(type: Five9Campaign['type']): Direction | null {
  if (!type) return null;
  return type === 'INBOUND' ? 'INBOUND' : 'OUTBOUND';
}

/** The answer of getCampaigns decides the dialing mode of autodial campaigns alone (guide p. 59). */
function dialingModeOf(type: Five9Campaign['type']): DialingMode | null {
  return type === 'AUTODIAL' ? 'AUTODIAL' : null;
}

/** The guide's states (p. 59) are those of the unified plane, word by word. */
export function campaignState(state: Five9Campaign['state']): CampaignState | null {
  return state ?? null;
}

/** Campaigns and the dialing lists assigned to one. */
export function campaignReads(client: Five9Client, now: () => Date): Pick<Reads, 'campaigns' | 'campaignLists'> {
  return {
    campaigns: async (_, ask) => rowsOf((await client.send('getCampaigns', {}, ask)).map(campaignRecord), now),
    campaignLists: async ({ nativeId }, ask) =>
      (await client.send('getListsForCampaign', { campaignName: nativeId }, ask)).map(({ listName }) =>
        namedRecord(listName),
      ),
  };
}
