import { boolean, int, optional, string } from '../../../contract.ts';
import { cause } from '../fields.ts';
import { eventsOf } from './event.ts';

/** The station and its softphone. */
export const stationEvents = eventsOf({
  restartStationStarted: ['The station restarts.', {}],
  restartStationDone: ['The station restarted.', {}],
  restartStationFailed: ['The station did not restart.', { cause }],
  setSoftphoneStatus: ['The softphone changed.', { status: optional(string, 'How it is now.') }],
  softphoneError: ['The softphone failed.', { message: optional(string, "Why, in the service's words.") }],
  softphoneVolumeChanged: [
    'A volume changed.',
    {
      microphone: optional(boolean, "Whether the microphone's."),
      speaker: optional(boolean, "Whether the loudspeaker's."),
      value: optional(int, 'The volume now.'),
    },
  ],
  stationDisconnected: ['The station was lost.', {}],
});
