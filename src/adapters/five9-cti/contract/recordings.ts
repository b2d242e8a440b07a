import { long, required, string } from '../../contract.ts';
import { act } from './rows.ts';

const voicemailId = required(long, 'Id of the voicemail.');

/** Personal voicemails, which this API calls recordings, and the greeting played to callers before they leave one. */
export const recordings = {
  playRecording: act("Plays a personal voicemail on the agent's machine.", { voicemailId }),
  removeRecording: act('Deletes a personal voicemail.', { voicemailId }),
  stopPlayingRecording: act('Stops the voicemail being played.'),
  requestRecordings: act('Requests the personal voicemails, which arrive as a recordingsChanged event.'),
  resetGreeting: act("Goes back to the usual greeting in place of the agent's own."),
  uploadGreeting: act("Makes a sound file the agent's own greeting.", {
    arg0: required(string, 'The sound file, in the form the service takes it.'),
  }),
};
