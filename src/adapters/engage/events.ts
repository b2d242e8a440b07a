/** Live events. The vendor has no event stream, so campaigns and batches are polled. */
import type { Adapter, Reads } from '../adapter.ts';
import type { Client } from '../contract.ts';
import type { Log } from '../vendor.ts';
import { type WatchPace, watchCampaigns } from '../watch-campaigns.ts';
import type { EngageOperations } from './contract/index.ts';
import { followBatch } from './events/imports.ts';

const PACE: WatchPace = { busy: 5_000, idle: 60_000 };

interface EventSources {
  readonly account: string;
  readonly reads: Pick<Reads, 'campaigns'>;
  readonly log: Log;
  now(): Date;
}

/** The adapter's watches. */
export function createEvents(
  client: Client<EngageOperations>,
  { account, reads, log, now }: EventSources,
): Pick<Adapter, 'watches' | 'watchRequests' | 'watch' | 'importProgress'> {
  const campaigns = async (ask: object) => (await reads.campaigns({}, ask)).items;
  return {
    watches: ['CAMPAIGN'],
    watchRequests: { ...PACE, reads: 'the list of campaigns' },
    watch: (kinds, { signal }) => {
      const looked = () => kinds.looked(['CAMPAIGN']);
      return watchCampaigns({ account, log, now, campaigns, looked, pace: PACE }, signal);
    },
    importProgress: (nativeId, { signal }) => followBatch(client, nativeId, signal),
  };
}
