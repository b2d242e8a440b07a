import type { Adapter, EventSource } from '../adapter.ts';
import type { AdapterDependencies } from '../vendor.ts';
import type { RecorderClient } from './client.ts';
import { type CallWatchPace, USUAL_CALL_PACE, watchCalls } from './events/call-watch.ts';
import { DeviceChanges } from './events/device-changes.ts';
import { LiveRecorder } from './events/live.ts';
import { callsOnDevices, distinctCalls, type LastCallList } from './reads/calls.ts';
import type { TerminologyCache } from './reads/terminology.ts';
import type { Settings } from './settings.ts';

type Offered = Pick<EventSource, 'events' | 'watch'> &
  Pick<Adapter, 'listensAlong' | 'reportsListening' | 'watches' | 'watchRequests' | 'observesCalls'>;

interface EventParts extends AdapterDependencies {
  readonly account: string;
  readonly settings: Settings;
  readonly lastList: LastCallList;
  readonly pace?: CallWatchPace;
}

/**
 * The recorder's event stream, and the watch of the calls it observes. Every subscribed connection receives every
 * event, so that a standby may listen along.
 */
export function createEvents(
  client: RecorderClient,
  terminology: TerminologyCache,
  { settings, account, lastList, pace = USUAL_CALL_PACE, ...dependencies }: EventParts,
): Offered {
  const labels = () => terminology.labels();
  const changes = new DeviceChanges();
  const live = { account, settings, dependencies, client, changes, labels };
  const calls = { account, changes, lastList, pace, distinct: distinctCalls, ...dependencies };
  return {
    listensAlong: true,
    reportsListening: true,
    events: (options) => new LiveRecorder(live).events(options),
    observesCalls: true,
    watches: ['CALL'],
    watchRequests: { idle: pace.list, busy: pace.burst, reads: 'the list of calls' },
    watch: (kinds, { signal }) =>
      watchCalls({
        ...calls,
        signal,
        looked: () => kinds.looked(['CALL']),
        read: (devices, leaving) => callsOnDevices({ client, settings, lastList }, devices, { signal: leaving }),
      }),
  };
}
