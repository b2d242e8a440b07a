import type { RecordingTarget } from '../../acts/recording.ts';
import type { SendOptions } from '../../contract.ts';
import type { PhoneFinder } from '../reads/phone-finder.ts';

/** Puts the phone at which the agent of a target sits in place of the agent's number; a named instance is of a named phone. */
export function targetResolver(finder: PhoneFinder) {
  return async (target: RecordingTarget, ask: SendOptions): Promise<RecordingTarget> => {
    const { device, callInstance } = target;
    return device && !callInstance ? { ...target, device: await finder.find(device, ask) } : target;
  };
}
