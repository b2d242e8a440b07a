import { boolean, int, list, required, string } from '../../contract.ts';
import { act, ask } from './rows.ts';
import { guideSpellings } from './spellings.ts';

const device = (what: string) => required(int, `Place of the ${what} in the list of devices.`);
const agc = required(boolean, 'Whether the gain adjusts itself.');

/** The telephone program on the agent's machine. */
export const softphone = {
  softphoneHangupPhone: act('Puts the softphone on the hook.'),
  softphonePickupPhone: act('Takes the softphone off the hook.'),
  getSoftphoneInputDevices: ask('Names of the microphones of the machine.', list(string)),
  getSoftphoneOutputDevices: ask('Names of the loudspeakers of the machine.', list(string)),
  getSoftphoneDevices: ask('Which devices the softphone uses, as places in those lists.', list(int)),
  setSoftphoneDevices: act('Chooses the devices of the softphone.', {
    ringDevice: device('device that rings'),
    speakerDevice: device('loudspeaker'),
    microphoneDevice: device('microphone'),
    micAgc: agc,
  }),
  getSoftphoneSpeakerVolume: ask('How loud the loudspeaker is.', int),
  setSoftphoneSpeakerVolume: act('Sets how loud the loudspeaker is.', { volume: required(int, 'The volume.') }),
  getSoftphoneMicrophoneLevel: ask('How sensitive the microphone is.', int),
  setSoftphoneMicrophoneLevel: act('Sets how sensitive the microphone is.', { level: required(int, 'The level.') }),
  getSoftphoneMicrophoneAgc: ask("Whether the microphone's gain adjusts itself.", boolean),
  setSoftphoneMicrophoneAgc: act("Sets whether the microphone's gain adjusts itself.", { agc }),
  setSoftphoneAutoHangup: act(
    'Sets whether the softphone hangs up by itself after a call.',
    { value: required(boolean, 'True to hang up by itself.') },
    { wireName: guideSpellings.setSoftphoneAutoHangup },
  ),
  getSoftphoneAutoHangup: ask(
    'Whether the softphone hangs up by itself after a call.',
    boolean,
    {},
    { wireName: guideSpellings.getSoftphoneAutoHangup },
  ),
};
