/** Which states of recordings a recorder's lists leave open (readings.ts, `blackout-state`). */
import type { RecordingState } from '../../../../schema/vocabulary.ts';
import type { RecorderClient } from '../client.ts';

/** Whether a status that shows a recording as running may be one of a blackout. */
export function mayHideBlackouts(client: RecorderClient): boolean {
  return !client.showsBlackouts && hasHiddenBlackouts(client);
}

/** A state by the status of a recording; a blackout may look like recording. */
export function stateByStatus(client: RecorderClient, state: RecordingState): RecordingState {
  return state === 'RECORDING' && mayHideBlackouts(client) ? 'UNKNOWN' : state;
}

/** A state by the list of devices, which has no status of recordings (guide l. 586). */
export function stateByDevice(client: RecorderClient, state: RecordingState | null | undefined) {
  return state === 'RECORDING' && hasHiddenBlackouts(client) ? 'UNKNOWN' : state;
}

function hasHiddenBlackouts(client: RecorderClient): boolean {
  return client.reading('blackout-state') === 'not-shown';
}
