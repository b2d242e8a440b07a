/** The live side. The vendor has no event stream, so campaigns and batches are watched by asking. */
import type { Adapter } from '../adapter.ts';
import type { Client } from '../contract.ts';
import type { EngageOperations } from './contract/index.ts';
import { followBatch } from './events/imports.ts';
import { USUAL_PACE, type WatchSources, watchCampaigns } from './events/watch.ts';

/** The adapter's watches. */
export function createEvents(
  client: Client<EngageOperations>,
  sources: WatchSources,
): Pick<Adapter, 'watches' | 'watch' | 'importProgress'> {
  return {
    watches: ['CAMPAIGN'],
    watch: (_kinds, { signal }) => watchCampaigns({ ...sources, signal, pace: USUAL_PACE }),
    importProgress: (nativeId, { signal }) => followBatch(client, nativeId, signal),
  };
}
