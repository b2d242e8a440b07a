import { int, list, long, optional, string } from '../../../contract.ts';
import { callSessionId, campaignId, created } from '../fields.ts';
import { map, recordingValue } from '../types.ts';
import { eventsOf } from './event.ts';

const voicemailId = optional(long, 'Id of the voicemail.');
const initialComments = optional(string, 'Notes of the voicemail.');
const length = optional(long, 'How long it is; no document states the unit.');
const remoteNumber = optional(string, 'Number of the caller that left it.');

const whole = {
  callSessionId,
  callSkillId: optional(long, 'Id of the skill it was left for.'),
  callType: optional(int, "The service's number for the kind of call."),
  campaignId,
  created,
  customerTitle: optional(string, 'The displayed title of the customer.'),
  holdTime: optional(long, 'How long the customer was on hold; no document states the unit.'),
  initialComments,
  length,
  offerId: optional(long, 'Id of the offer.'),
  ourNumber: optional(string, 'Number that was dialled.'),
  queueTime: optional(long, 'How long the customer waited; no document states the unit.'),
  remoteNumber,
  transferModule: optional(string, 'Module of the call flow that it came from.'),
  transferUserId: optional(long, 'Id of the agent who passed it on.'),
  voicemailId,
};

/** Voicemails left for a skill, and personal ones, which this API calls recordings. */
export const voicemailEvents = eventsOf({
  recordingAdded: ['A personal voicemail is new.', { recording: optional(recordingValue, 'The voicemail.') }],
  recordingPlayFinished: ['A personal voicemail was played to its end.', { duration: optional(long, 'For how long.') }],
  recordingsChanged: [
    'There are other personal voicemails.',
    { recordings: optional(list(recordingValue), 'All of them.') },
  ],
  voicemailAccepted: ['The agent took a voicemail.', whole],
  voicemailAdded: ['A voicemail is new.', { value: optional(recordingValue, 'The voicemail.') }],
  voicemailCRMRecordChanged: [
    "The customer's record of a voicemail changed.",
    { record: optional(map, "The customer's record."), voicemailId },
  ],
  voicemailDelivered: [
    'A voicemail reached the agent.',
    { campaignId, created, initialComments, length, remoteNumber, voicemailId },
  ],
  voicemailEnded: ['Work on a voicemail is over.', { voicemailId }],
  voicemailPostponed: ['A voicemail was put off.', { voicemailId }],
  voicemailResumed: ['A voicemail put off was taken up.', { voicemailId }],
  voicemailStateChanged: ['A voicemail stands elsewhere.', whole],
});
