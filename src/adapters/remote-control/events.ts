/** Live events. The vendor has no event stream, so users and campaigns are polled. */
import type { Adapter } from '../adapter.ts';
import type { WatchRequests } from '../watch-requests.ts';
import { USUAL_PACE, type WatchSources, watchAccount } from './events/watch.ts';

/** The lists of users and campaigns, read twice a minute, are few beside them. */
const REQUESTS: WatchRequests = {
  ...{ idle: USUAL_PACE.idle[1], busy: USUAL_PACE.busy },
  reads: 'the calls of each user',
};

/** The adapter's watches. */
export function createEvents(sources: WatchSources): Pick<Adapter, 'watches' | 'watchRequests' | 'watch'> {
  return {
    watches: ['CALL', 'AGENT', 'CAMPAIGN'],
    watchRequests: REQUESTS,
    watch: (kinds, { signal, logged }) => watchAccount({ ...sources, kinds, signal, logged, pace: USUAL_PACE }),
  };
}
