import type { Act } from '../../acts/act.ts';
import type { Acts } from '../../adapter.ts';
import type { Five9Client } from '../client.ts';

/** Acts that take a campaign's name and nothing else (guide p. 158). */
export function campaignStateActs(client: Five9Client) {
  const act =
    (operation: 'startCampaign' | 'stopCampaign' | 'forceStopCampaign' | 'resetCampaign' | 'resetListPosition'): Act =>
    async (campaignName, _, ask) => {
      await client.send(operation, { campaignName }, ask);
    };
  return {
    campaignStart: act('startCampaign'),
    campaignStop: act('stopCampaign'),
    campaignForceStop: act('forceStopCampaign'),
    campaignReset: act('resetCampaign'),
    campaignResetListPosition: act('resetListPosition'),
  } satisfies Partial<Acts>;
}
