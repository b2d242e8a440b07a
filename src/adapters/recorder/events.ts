import type { Adapter, EventSource } from '../adapter.ts';
import type { AdapterDependencies } from '../vendor.ts';
import type { RecorderClient } from './client.ts';
import { LiveRecorder } from './events/live.ts';
import type { TerminologyCache } from './reads/terminology.ts';
import type { Settings } from './settings.ts';

type Offered = Pick<EventSource, 'events'> & Pick<Adapter, 'listensAlong'>;

/** The recorder's event stream. Every subscribed connection receives every event, so that a standby may listen along. */
export function createEvents(
  client: RecorderClient,
  terminology: TerminologyCache,
  {
    settings,
    account,
    ...dependencies
  }: AdapterDependencies & { readonly account: string; readonly settings: Settings },
): Offered {
  const labels = () => terminology.labels();
  return {
    listensAlong: true,
    events: ({ signal }) => new LiveRecorder({ account, settings, dependencies, client, labels }).events(signal),
  };
}
