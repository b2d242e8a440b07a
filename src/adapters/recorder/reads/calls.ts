/** The calls the recorder hears on its devices. */
import type { CallRecord, ListQuery, Rows } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import type { RecorderClient } from '../client.ts';
import type { Settings } from '../settings.ts';
import { observedCall } from './records.ts';

/** The call of each device that is on one; of several on a device the recorder tells the most active. */
export async function readCalls(
  client: RecorderClient,
  { settings, now }: { readonly settings: Pick<Settings, 'callIdField' | 'timeZone'>; now(): Date },
  { device, nativeIds }: ListQuery,
  ask: SendOptions,
): Promise<Rows<CallRecord>> {
  const answer = await client.send('DEVICELIST', {}, ask);
  const calls = (answer?.DEVICES?.DEVICE ?? []).flatMap(
    (item) => observedCall(item, settings.callIdField, settings.timeZone) ?? [],
  );
  const fits = (call: CallRecord) =>
    (!device || call.device === device) && (nativeIds?.includes(call.nativeId) ?? true);
  return { items: distinct(calls.filter(fits)), fetchedAt: now().toISOString() };
}

/** Several devices on one call are one call. */
function distinct(calls: readonly CallRecord[]): CallRecord[] {
  return [...new Map(calls.map((call) => [call.nativeId, call])).values()];
}
