import type { RecordingState } from '../../../../schema/vocabulary.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import type { RecorderClient } from '../client.ts';
import { firstNonEmpty, type RecordingDevice, recordingState } from './records.ts';

/** A call instance of a device, with its recording. */
export type Instance = NonNullable<RecordingDevice['RECORDING']>[number];

/** From this many devices on, DEVICELIST is read first, so that idle devices cost no request each. */
const MANY_DEVICES = 4;

/** The call instances on a device that are being recorded or whose recording is paused. */
export async function instancesAt(
  client: RecorderClient,
  device: string,
  ask: SendOptions,
): Promise<readonly Instance[]> {
  const answer = await client.send('DEVICERECORDINGSTATUS', { DEVICEID: device }, ask);
  const sections = (answer?.DEVICE ?? []).filter(({ DEVICEID }) => !firstNonEmpty(DEVICEID) || DEVICEID === device);
  return sections
    .flatMap(({ RECORDING }) => RECORDING ?? [])
    .filter((each) => recordingState(each) !== 'NOT_RECORDING');
}

/** One state for several call instances: the one they share, else UNKNOWN. */
export function commonState(instances: readonly Instance[]): RecordingState {
  const states = new Set(instances.map(recordingState));
  if (states.size === 0) return 'NOT_RECORDING';
  return states.size === 1 ? ([...states][0] ?? 'UNKNOWN') : 'UNKNOWN';
}

/** The recording state of each device. */
export async function recordingStates(
  client: RecorderClient,
  devices: readonly string[],
  ask: SendOptions,
): Promise<ReadonlyMap<string, RecordingState>> {
  const distinct = [...new Set(devices)];
  const recorded = distinct.length < MANY_DEVICES ? new Set(distinct) : await recordedDevices(client, ask);
  const states = distinct.map(async (device) => {
    const state = recorded.has(device) ? await stateAt(client, device, ask) : ('NOT_RECORDING' as const);
    return [device, state] as const;
  });
  return new Map(await Promise.all(states));
}

async function recordedDevices(client: RecorderClient, ask: SendOptions): Promise<ReadonlySet<string>> {
  const answer = await client.send('DEVICELIST', {}, ask);
  const recorded = (answer?.DEVICES?.DEVICE ?? []).filter(
    ({ RECORDING }) => recordingState(RECORDING ?? {}) !== 'NOT_RECORDING',
  );
  return new Set(recorded.flatMap(({ DEVICEID }) => firstNonEmpty(DEVICEID) ?? []));
}

async function stateAt(client: RecorderClient, device: string, ask: SendOptions): Promise<RecordingState> {
  try {
    return commonState(await instancesAt(client, device, ask));
  } catch (error) {
    if (!(error instanceof CrosspointError)) throw error;
    return error.code === 'NOT_FOUND' ? 'NOT_RECORDING' : 'UNKNOWN';
  }
}
