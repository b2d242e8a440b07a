import type { RecordingState } from '../../../../schema/vocabulary.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import type { RecorderClient } from '../client.ts';
import { stateByStatus } from './blackouts.ts';
import { deviceStatus } from './calls.ts';
import type { PhoneFinder } from './phone-finder.ts';
import { firstNonEmpty, type RecordingDevice, recordingState } from './records.ts';

/** A call instance of a device, with its recording. */
export type Instance = NonNullable<RecordingDevice['RECORDING']>[number];

/** From this many devices on, DEVICELIST is read first, so that idle devices cost no request each. */
const MANY_DEVICES = 4;

/**
 * The call instances on a device that are being recorded or whose recording is paused. The recorder lists all instances of
 * a device (guide p. 30, l. 760) as it has them in memory (p. 24, l. 560), so that what is not among them is not recorded.
 */
export async function instancesAt(
  client: RecorderClient,
  device: string,
  ask: SendOptions,
): Promise<readonly Instance[]> {
  const answer = await client.send('DEVICERECORDINGSTATUS', { DEVICEID: device }, ask);
  const sections = (answer?.DEVICE ?? []).filter(({ DEVICEID }) => !firstNonEmpty(DEVICEID) || DEVICEID === device);
  const instances = sections
    .flatMap(({ RECORDING }) => RECORDING ?? [])
    .filter((each) => recordingState(each) !== 'NOT_RECORDING');
  client.showsBlackouts ||= instances.some((each) => recordingState(each) === 'PAUSED');
  return instances;
}

/** One state for several call instances: the one they share, else UNKNOWN. */
export function commonState(instances: readonly Instance[]): RecordingState {
  const states = new Set(instances.map(recordingState));
  if (states.size === 0) return 'NOT_RECORDING';
  return states.size === 1 ? ([...states][0] ?? 'UNKNOWN') : 'UNKNOWN';
}

/** The recording state of each device that the recorder knows. */
export async function recordingStates(
  { client, finder }: { readonly client: RecorderClient; readonly finder: PhoneFinder },
  devices: readonly string[],
  ask: SendOptions,
): Promise<ReadonlyMap<string, RecordingState>> {
  const distinct = [...new Set(devices)];
  const stateAt = (device: string) => stateAtPhone(client, () => finder.find(device, ask), ask);
  const listed = distinct.length < MANY_DEVICES ? null : await listedDevices(client, finder, ask);
  const states = distinct.map(async (device) => {
    const listedState = listed ? (listed.get(device) ?? null) : 'UNKNOWN';
    const isSettled = listedState === null || listedState === 'NOT_RECORDING';
    return [device, isSettled ? listedState : await stateAt(device)] as const;
  });
  const known = (await Promise.all(states)).filter(
    (pair): pair is readonly [string, RecordingState] => pair[1] !== null,
  );
  return new Map(known);
}

/** The state at each listed phone, by the numbers that mean it; unknown for a number that means several. */
async function listedDevices(
  client: RecorderClient,
  finder: PhoneFinder,
  ask: SendOptions,
): Promise<ReadonlyMap<string, RecordingState>> {
  const states = new Map<string, RecordingState>();
  for (const device of (await client.send('DEVICELIST', {}, ask))?.DEVICES?.DEVICE ?? [])
    for (const number of finder.numbersOf(device))
      states.set(number, states.has(number) ? 'UNKNOWN' : recordingState(device.RECORDING ?? {}));
  return states;
}

/** The state at a device, null where the recorder knows no such device; the guide is silent on how an idle one is answered. */
async function stateAtPhone(
  client: RecorderClient,
  find: () => Promise<string>,
  ask: SendOptions,
): Promise<RecordingState | null> {
  try {
    const device = await find();
    const instances = await instancesAt(client, device, ask).catch((error: unknown) => {
      if (error instanceof CrosspointError && error.code === 'NOT_FOUND') return null;
      throw error;
    });
    if (instances) return stateByStatus(client, commonState(instances));
    return (await deviceStatus(client, device, ask)).length > 0 ? 'NOT_RECORDING' : null;
  } catch (error) {
    if (!(error instanceof CrosspointError)) throw error;
    return 'UNKNOWN';
  }
}
