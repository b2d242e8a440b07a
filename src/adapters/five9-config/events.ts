import type { Adapter, EventSource } from '../adapter.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { type WatchPace, watchCampaigns } from '../watch-campaigns.ts';
import type { Five9Client } from './client.ts';
import { progress } from './events/progress.ts';
import type { createReads } from './reads.ts';

type Offered = Pick<EventSource, 'watch' | 'importProgress' | 'reportProgress'> &
  Pick<Adapter, 'watches' | 'watchRequests'>;

/** Well within the 450 queries a minute of the guide (p. 179). */
const USUAL_PACE: WatchPace = { busy: 1_000, idle: 5_000 };
/** Milliseconds for a call that lets the vendor wait for a change of state, the wait for a user included. */
const STATE_DEADLINE = 30_000;

/** The vendor has no event stream: campaigns, imports and reports are polled while something subscribes. */
export function createEvents(
  client: Five9Client,
  reads: Pick<ReturnType<typeof createReads>, 'campaigns'>,
  { account, now, log }: AdapterDependencies & { readonly account: string },
): Offered {
  const campaigns = async (ask: object) => (await reads.campaigns({}, ask)).items;
  const untilChanged = ({ name: campaignName }: { name: string }, ask: object) =>
    client.send('getCampaignState', { campaignName, waitUntilChange: '5' }, { ...ask, deadline: STATE_DEADLINE });
  return {
    ...progress(client),
    watches: ['CAMPAIGN'],
    watchRequests: { ...USUAL_PACE, reads: 'the list of campaigns' },
    watch: (kinds, { signal }) => {
      const looked = () => kinds.looked(['CAMPAIGN']);
      return watchCampaigns({ account, now, log, campaigns, looked, untilChanged, pace: USUAL_PACE }, signal);
    },
  };
}
