/** The call that RECORDSTART reaches without the name of an instance: the last one of the device (guide l. 292). */
import type { RecordingTarget } from '../../acts/recording.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import type { RecorderClient } from '../client.ts';
import { deviceStatus } from '../reads/calls.ts';
import { callIdOf, type Device, type Facts, firstNonEmpty } from '../reads/records.ts';
import type { InstanceName } from './instance.ts';

/** The connection and settings that the last call is read with. */
interface LastCallParts {
  readonly client: RecorderClient;
  readonly callIdField: string | undefined;
}

/**
 * The last call of a device, where that is the call a target names: by the id that the recorder has of it, or because
 * the phone has no other call. Throws FAILED_PRECONDITION otherwise, as another call would be recorded.
 */
export async function lastCallOf(
  { device, callId, isOnlyCall }: RecordingTarget & { readonly device: string },
  { client, callIdField }: LastCallParts,
  ask: SendOptions,
): Promise<InstanceName> {
  const [row] = await deviceStatus(client, device, ask);
  const isSame = row !== undefined && callIdOf(factsOf(row), callIdField) === callId;
  const other = row && callIdField ? firstNonEmpty((row as Facts)[callIdField as `USER${number}`]) : null;
  if (!isSame && (other !== null || !isOnlyCall)) throw notTheLast(other);
  return { DEVICEID: device, CALLINSTANCE: isSame ? firstNonEmpty(row.RECORDING?.CALLINSTANCE) : null };
}

function factsOf(device: Device): Facts {
  return { ...device, CALLID: firstNonEmpty(device.RECORDING?.CALLID, device.CALLID) };
}

function notTheLast(other: string | null): CrosspointError {
  const message = other
    ? 'The last call of this device is another one, which would be recorded instead'
    : 'The device may be on another call, which would be recorded instead, and the recorder does not identify its call';
  return new CrosspointError('FAILED_PRECONDITION', message);
}
