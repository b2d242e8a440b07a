import type { Acts } from '../../adapter.ts';
import { CrosspointError } from '../../errors.ts';
import type { Five9Client } from '../client.ts';
import { placeField } from '../quirks.ts';

/**
 * The place of a list in a campaign (guide p. 149, listState p. 95). It is open whether modifyCampaignLists removes the
 * lists that it is not given (readings.ts), so all are read and written back with the one changed.
 */
export function campaignListActs(client: Five9Client) {
  return {
    campaignUpdateList: async (campaignName, { list, priority, ratio }, ask) => {
      const lists = await client.send('getListsForCampaign', { campaignName }, { ...ask, asRead: true });
      if (!lists.some(({ listName }) => listName === list))
        throw new CrosspointError('NOT_FOUND', 'The campaign has no such list', { path: ['list'] });
      const field = placeField(client.reading('list-priority'));
      const place = { ...(priority != null && { [field]: priority }), ...(ratio != null && { dialingRatio: ratio }) };
      const written = lists.map((one) => (one.listName === list ? { ...one, ...place } : one));
      const sending = { ...ask, changes: { campaignName, lists: [place] } };
      await client.send('modifyCampaignLists', { campaignName, lists: written }, sending);
      const after = await client.send('getListsForCampaign', { campaignName }, ask).catch(() => []);
      const now = after.find(({ listName }) => listName === list);
      const isDone = (priority ?? now?.[field]) === now?.[field] && (ratio ?? now?.dialingRatio) === now?.dialingRatio;
      if (now && isDone) return;
      const message = 'The vendor accepted the change, and its list does not show it; read the campaign';
      throw new CrosspointError('OUTCOME_UNKNOWN', message);
    },
  } satisfies Partial<Acts>;
}
