import { boolean, int, list, long, optional, string } from '../../../contract.ts';
import { callSessionId, campaignId, cause, dispositionId, errorCode, failedOperation, number } from '../fields.ts';
import {
  callInfo,
  liveCallbackInfo,
  map,
  numberRestrictionValue,
  parkedCallInfo,
  participantInfo,
  queuedCall,
} from '../types.ts';
import { eventsOf } from './event.ts';

const callinfo = optional(callInfo, 'The call.');
const info = optional(participantInfo, 'The party.');
const party = optional(int, "The service's number for the side that ended it.");
const offerId = optional(long, 'Id of the offer.');
const record = optional(map, "The customer's record.");
const timeout = optional(long, 'How long it may last; no document states the unit.');
const failure = { callSessionId, cause, operation: failedOperation };

/** A call's own life. */
export const callEvents = eventsOf({
  answerCallIncoming: ['The softphone rings, or no longer does.', { flag: optional(boolean, 'Whether it rings.') }],
  callAbandoned: ['The other party gave up before being put through.', { callSessionId }],
  callCRMRecordChanged: ["The customer's record of a call changed.", { callSessionId, record }],
  callEnded: ['The line dropped.', { callSessionId, party }],
  callEndedByACW: [
    'Time after the call ran out, so it got a disposition by itself.',
    { callSessionId, dispositionId, timeout },
  ],
  callError: ['Something about a call failed.', failure],
  callFinished: [
    'A call is over, wrap-up included.',
    {
      callHandleTime: optional(long, 'How long the agent was busy with it; no document states the unit.'),
      callLength: optional(long, 'How long the parties spoke; no document states the unit.'),
      callSessionId,
      callStarted: optional(long, 'When it began, as a number since 1970; no document states the unit.'),
      callWrapupTime: optional(long, 'How long the wrap-up took; no document states the unit.'),
    },
  ],
  callInitiated: [
    'The agent is placing a call.',
    { number, type: optional(int, "The service's number for the kind of call.") },
  ],
  callOffHold: ['The parties can speak again.', { callSessionId }],
  callOnHold: ['The other party was put on hold.', { callSessionId }],
  callsQueueUpdated: ['Other calls wait now.', { calls: optional(list(queuedCall), 'All that wait.') }],
  callStarted: ['The conversation began.', { callSessionId }],
  callUpdated: ['Facts of a call changed.', { callinfo }],
  callWrapupTimerStarted: ['The time for wrap-up runs.', { callSessionId, timeout }],
  click2DialInitiated: ['A number was clicked to be called.', { number }],
  incomingCall: ['A call arrives.', { callinfo }],
  incomingCallInfo: ['Details of an arriving call.', { callinfo }],
  makeCallFailed: [
    'A call could not be placed.',
    { campaignId, cause, errorCode, number, callbackId: optional(long, 'Id of the callback it was to fulfil.') },
  ],
  recordRestrictionsChanged: [
    "Which of a customer's numbers may be dialled changed.",
    { callSessionId, restriction: optional(list(numberRestrictionValue), 'Each number.') },
  ],
  recordingStarted: [
    'A call is being recorded from now on.',
    { callSessionId, autoRecording: optional(boolean, 'Whether it started by itself.') },
  ],
  recordingStopped: ['A call is no longer recorded.', { callSessionId }],
  failedAddingNumberToDNC: ['A number did not get onto the do-not-call list.', { cause, number }],
});

/** Parking, transfers and conferences. */
export const partyEvents = eventsOf({
  callParked: ['A call was left waiting.', { callSessionId }],
  callReparked: ['A waiting call returned and continues to wait.', { callinfo }],
  parkedCallDisconnected: ['A waiting caller hung up.', { callSessionId }],
  parkedCallsChanged: [
    'Other calls wait at the desk now.',
    { parkedCalls: optional(list(parkedCallInfo), 'All that wait.') },
  ],
  parkError: ['Leaving a call waiting failed.', failure],
  transferStarted: ['A call is being handed over.', { callSessionId }],
  transferCompleted: ['A call was handed over.', { callSessionId }],
  transferCallDisconnected: ['The side a call was to be handed to hung up.', { callSessionId }],
  transferError: ['Handing a call over failed.', { callSessionId, cause, errorCode }],
  consultCallDisconnected: ['The colleague being consulted hung up.', { callSessionId }],
  conferenceCompleted: ['All parties are in one conversation.', { callSessionId }],
  conferenceCreateFailed: [
    'A conference failed.',
    { callSessionId, reason: optional(string, "Why, in the service's words."), errorCode },
  ],
  conferenceError: ['Something about a conference failed.', failure],
  conferenceParticipantAdded: ['A party joined the conference.', { callSessionId, info }],
  conferenceParticipantRemoved: ['A party left the conference.', { callSessionId, info }],
});

/** Contacts shown before they are called. */
export const previewEvents = eventsOf({
  endOfPreviewingFailed: ['A preview could not be ended.', { callSessionId }],
  previewCallInitiated: ['A previewed contact is being called.', { callSessionId }],
  previewCRMRecordChanged: [
    "A previewed contact's record changed.",
    { callSessionId, record, restriction: optional(list(numberRestrictionValue), 'Which numbers may be dialled.') },
  ],
  previewDialingStarted: ["A previewed contact's number is being dialled.", { callinfo }],
  previewEnded: ['A preview is over.', { callSessionId, party }],
  previewInitiated: ['A contact is shown to be called.', { callinfo }],
  previewRenewed: ['The same contact is previewed once more.', { callSessionId }],
  previewWaitDisposition: ['A preview waits for its disposition.', { callSessionId, dispositionId }],
});

/** Callbacks offered to the agent while the customer waits. */
export const liveCallbackEvents = eventsOf({
  liveCallbackEnded: ['An offered callback is over.', { callSessionId, offerId }],
  liveCallbackInitiating: [
    'A callback is offered.',
    { info: optional(liveCallbackInfo, 'The offer.'), autoAnswer: optional(boolean, 'Whether it is taken by itself.') },
  ],
  liveCallbackInitiatingFailed: ['An offered callback failed.', { callSessionId, offerId }],
  liveCallbackCRMRecordChanged: [
    "The customer's record of an offered callback changed.",
    { callSessionId, offerId, record },
  ],
});
