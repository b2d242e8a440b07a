import { boolean, list, long, optional, required, string } from '../../contract.ts';
import { checkDnc, dispositionId, whichCall } from './fields.ts';
import { act, ask } from './rows.ts';
import { guideSpellings } from './spellings.ts';
import { dispositionValue } from './types.ts';

const toDial = required(string, 'Number to call.');
const outcome = required(long, 'Id of the disposition chosen.');

/** The active call. */
export const call = {
  disconnectCall: act('Hangs up the current call.'),
  finishCall: act('Gives the current call its disposition, hanging up first when it is still on.', {
    disposition: outcome,
    comments: optional(string, "The agent's notes on the call."),
  }),
  makeCall: act('Calls a number.', {
    number: toDial,
    campaignId: optional(long, 'Id of the campaign to call for.'),
    checkDnc,
    callbackId: optional(long, 'Id of the callback this call fulfils.'),
  }),
  recordCall: act('Starts or stops recording the current call.', {
    flag: required(
      boolean,
      'True to record, false to stop, as far as is known: the guide only says “Start call recording”.',
    ),
  }),
  toggleHold: act('Puts the current call on hold or takes it back.', {
    flag: required(
      boolean,
      'True to hold, false to retrieve, as far as is known: the guide only says “Enables/disables call hold”.',
    ),
  }),
  sendDTMF: act('Sends tones into the current call; softphones only.', {
    digit: required(string, 'The digits to send; they may be card data, so they are never shown.', { secret: true }),
  }),
  removeConferenceParticipant: act('Cuts one party off a conference.', { callSessionId: whichCall }),
};

/** Handing a call over. */
export const transfer = {
  transferCall: act('Hands a call over to a number, at once or after speaking with the party that answers.', {
    callSessionId: whichCall,
    number: required(string, 'Number or extension to hand the call to.'),
    timeout: optional(
      long,
      'How long to let it ring, as a number; passed on as given, because no document states the unit.',
    ),
    dispositionId,
    warm: optional(boolean, 'Whether the agent speaks with the other side first.'),
    checkDnc,
  }),
  completeTransfer: act('Connects the two parties of a warm transfer and leaves.'),
  cancelTransfer: act('Gives a warm transfer up and returns to the first party.'),
};

/** Several parties on one line. */
export const conference = {
  cancelConference: act('Gives a warm conference up before the new party is in.'),
  addToConference: act('Brings another call into the conference.', { callSessionId: whichCall }),
  completeConference: act('Brings the party being consulted into the conference.'),
  conferenceIn: act('Calls a further party to make a conference.', {
    numberToConference: required(string, 'Number or extension to call.'),
    isWarmTransfer: optional(boolean, 'Whether the agent speaks with the new party first.'),
    checkDnc,
  }),
  leaveConference: act('Leaves a conference; the other parties remain connected.', { dispositionId }),
};

/** Leaving a call waiting. */
export const park = {
  parkCall: act('Leaves the current call waiting and frees the line.'),
  parkConferenceParticipant: act('Leaves one party of a conference waiting.', { callSessionId: whichCall }),
  retreiveCall: act(
    'Takes a waiting call back.',
    { callSessionId: whichCall },
    { wireName: guideSpellings.retreiveCall },
  ),
};

/** Looking at a contact before calling. */
export const preview = {
  makePreviewCall: act('Calls the previewed contact.', { number: toDial }),
  skipPreviewCall: act(
    'Passes the previewed contact over. Sent as setSkipPreviewCall, the only operation on the wire that takes a disposition and skips.',
    { dispositionId: outcome },
    { wireName: guideSpellings.skipPreviewCall },
  ),
  getPreviewSkipDispositions: ask('Dispositions to pass a previewed contact over with.', list(dispositionValue)),
  endPreviewCall: act('Ends a preview with a disposition.', { dispositionId: outcome }),
  renewPreviewCall: act('Previews the same contact once more.', { dispositionId: outcome }),
};
