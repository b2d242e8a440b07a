/** The calls the recorder observes on its devices. */
import type { CallRecord, ListQuery, Rows } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import type { RecorderClient } from '../client.ts';
import type { Settings } from '../settings.ts';
import { stateByDevice } from './blackouts.ts';
import { type Device, firstNonEmpty, observedCall } from './records.ts';

/** The call of each device that is on one, by the device. */
export type DeviceCalls = ReadonlyMap<string, CallRecord>;

/** The calls as the recorder listed them last, for any reader. */
export class LastCallList {
  #calls: DeviceCalls | undefined;
  #at = Number.NEGATIVE_INFINITY;

  /** Records a complete list. */
  set(calls: DeviceCalls): void {
    this.#calls = calls;
    this.#at = performance.now();
  }

  /** The list, unless it is older than so many milliseconds. */
  get(maxAge: number): DeviceCalls | undefined {
    return performance.now() - this.#at < maxAge ? this.#calls : undefined;
  }
}

/** How the recorder's devices are read as calls. */
interface CallParts {
  readonly client: RecorderClient;
  readonly settings: Pick<Settings, 'callIdField' | 'timeZone'>;
  readonly lastList: LastCallList;
}

/** The calls on all devices, or on the given ones; of several on a device the recorder reports the most active. */
export async function callsOnDevices(
  parts: CallParts,
  devices: readonly string[] | null,
  ask: SendOptions,
): Promise<DeviceCalls> {
  const { callIdField, timeZone } = parts.settings;
  const rows = devices === null ? await listed(parts.client, ask) : await statusOf(parts.client, devices, ask);
  const found = new Map<string, CallRecord>();
  for (const row of rows) {
    const call = observedCall(row, callIdField, timeZone);
    const recordingState = stateByDevice(parts.client, call?.recordingState);
    if (call) found.set(firstNonEmpty(row.DEVICEID) ?? '', { ...call, recordingState });
  }
  if (devices === null) parts.lastList.set(found);
  return found;
}

/** The calls of the account. */
export async function readCalls(
  parts: CallParts & { now(): Date },
  { device, nativeIds }: ListQuery,
  ask: SendOptions,
): Promise<Rows<CallRecord>> {
  const calls = await callsOnDevices(parts, null, ask);
  const fits = (call: CallRecord) =>
    (!device || call.device === device) && (nativeIds?.includes(call.nativeId) ?? true);
  return { items: distinctCalls([...calls.values()].filter(fits)), fetchedAt: parts.now().toISOString() };
}

/** Several devices on one call are one call. */
export function distinctCalls(calls: Iterable<CallRecord>): CallRecord[] {
  return [...new Map([...calls].map((call) => [call.nativeId, call])).values()];
}

async function listed(client: RecorderClient, ask: SendOptions): Promise<readonly Device[]> {
  return (await client.send('DEVICELIST', {}, ask))?.DEVICES?.DEVICE ?? [];
}

async function statusOf(client: RecorderClient, devices: readonly string[], ask: SendOptions) {
  const read = devices.map((device) => deviceStatus(client, device, ask));
  return (await Promise.all(read)).flat();
}

/** The status of a device with its most active call; nothing of a device that the recorder does not know. */
export async function deviceStatus(
  client: RecorderClient,
  device: string,
  ask: SendOptions,
): Promise<readonly Device[]> {
  try {
    const answer = await client.send('DEVICESTATUS', { DEVICEID: device }, ask);
    return (answer?.DEVICES?.DEVICE ?? []).filter(({ DEVICEID }) => firstNonEmpty(DEVICEID) === device);
  } catch (error) {
    if (error instanceof CrosspointError && error.code === 'NOT_FOUND') return [];
    throw error;
  }
}
