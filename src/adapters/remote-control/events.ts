/** Live events. The vendor has no event stream, so users and campaigns are polled. */
import type { Adapter } from '../adapter.ts';
import { USUAL_PACE, type WatchSources, watchAccount } from './events/watch.ts';

/** The adapter's watches. */
export function createEvents(sources: WatchSources): Pick<Adapter, 'watches' | 'watch'> {
  return {
    watches: ['CALL', 'AGENT', 'CAMPAIGN'],
    watch: (kinds, { signal }) => watchAccount({ ...sources, kinds, signal, pace: USUAL_PACE }),
  };
}
