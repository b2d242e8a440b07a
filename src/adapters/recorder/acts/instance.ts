/** Which call instance of a device an act is for. */
import type { RecordingTarget } from '../../acts/recording.ts';
import { CrosspointError, invalidArgument } from '../../errors.ts';
import type { Instance } from '../reads/devices.ts';
import { callIdOf, type Facts, firstNonEmpty } from '../reads/records.ts';

/** A call instance as the recorder's commands name it. */
export interface InstanceName {
  readonly DEVICEID: string;
  /** Null where the recorder gave the instance no name, or where the whole device is meant. */
  readonly CALLINSTANCE: string | null;
}

/** The device of a target. Throws INVALID_ARGUMENT where it has none. */
export function deviceOf({ device }: RecordingTarget): string {
  if (!device) throw invalidArgument('The recorder needs the device of the call, which is not known', 'device');
  return device;
}

/**
 * The one instance a target names, out of those recorded on its device. Throws FAILED_PRECONDITION where there is none or
 * the device is on another call by now, INVALID_ARGUMENT where several fit.
 */
export function chooseInstance(
  target: RecordingTarget,
  instances: readonly Instance[],
  callIdField: string | undefined,
): InstanceName {
  const candidates = candidatesOf(target, instances, callIdField);
  const [only] = candidates;
  if (!only) throw noneFits(instances);
  const names = instanceNames(candidates);
  if (names.length > 1) {
    const which = names.map((name) => name ?? 'without a name').join(', ');
    throw invalidArgument(`Several calls are being recorded on this device (${which}); name one`, 'callInstance');
  }
  return { DEVICEID: deviceOf(target), CALLINSTANCE: names[0] ?? null };
}

/**
 * The names of the call instances among these recordings. Partial recordings of one call have its name (guide,
 * RECORDSTART), and recordings without a name are of one call each.
 */
export function instanceNames(recordings: readonly Instance[]): readonly (string | null)[] {
  const names = recordings.map(({ CALLINSTANCE }) => firstNonEmpty(CALLINSTANCE));
  return names.filter((name, index) => name === null || names.indexOf(name) === index);
}

function candidatesOf(
  { callInstance, callId }: RecordingTarget,
  instances: readonly Instance[],
  callIdField: string | undefined,
): readonly Instance[] {
  if (callInstance) return instances.filter(({ CALLINSTANCE }) => firstNonEmpty(CALLINSTANCE) === callInstance);
  if (!callId) return instances;
  const same = instances.filter((each) => callIdOf(each, callIdField) === callId);
  return same.length ? same : instances.filter((each) => !isOtherCall(each, callIdField));
}

/** The instance to begin a recording on; null for the last call of a device. Throws where another call than the named one is recorded. */
export function instanceForStart(
  target: RecordingTarget,
  instances: readonly Instance[],
  callIdField: string | undefined,
): string | null {
  if (target.callInstance) return target.callInstance;
  const isOpen = !target.callId && instanceNames(instances).length <= 1;
  return isOpen ? null : chooseInstance(target, instances, callIdField).CALLINSTANCE;
}

/** Whether an instance has the telephony vendor's id of another call. */
export function isOfOtherCall(
  instance: Instance,
  callId: string | null | undefined,
  callIdField: string | undefined,
): boolean {
  return callIdOf(instance, callIdField) !== callId && isOtherCall(instance, callIdField);
}

/** Only the field that the account names holds the telephony vendor's id; the recorder's own ids may be of another kind. */
function isOtherCall(instance: Instance, callIdField: string | undefined): boolean {
  return callIdField !== undefined && firstNonEmpty((instance as Facts)[callIdField as `USER${number}`]) !== null;
}

function noneFits(instances: readonly Instance[]): CrosspointError {
  return new CrosspointError(
    'FAILED_PRECONDITION',
    instances.length
      ? 'The call is not being recorded on this device; another call is'
      : 'Nothing is being recorded on this device',
  );
}

/** Whether an instance has this name. */
export function isNamed(each: Instance, instance: string): boolean {
  return firstNonEmpty(each.CALLINSTANCE) === instance;
}

/** Whether a target is a phone, with the call that it has at that moment. */
export function namesDevice({ callInstance, callId, call }: RecordingTarget): boolean {
  return !callInstance && !callId && !call;
}
