import { list, mutation, optional, query, required } from '../../contract.ts';
import {
  ARG_INVALID_TYPE,
  ARG_NULL,
  ARG_TOO_LARGE,
  INTERNAL_ERROR,
  INVALID_STATE,
  OBJECT_EXISTS,
  OBJECT_NOT_EXISTS,
  RESULT_TOO_LARGE,
} from './faults.ts';
import { dateTime } from './times.ts';
import {
  campaign,
  contact,
  contactAttempt,
  contactBatch,
  contactBatchState,
  org,
  outreachStrategy,
  pass,
  script,
} from './types.ts';

const batchInput = {
  contactBatch: required(contactBatch, 'The batch of the contacts: an owner and a maxDuration at least.'),
  contacts: required(list(contact), 'The contacts to reach.', { maxItems: 100 }),
  override: optional(outreachStrategy, 'Not supported yet: must be null.'),
};
const batchFaults = [ARG_INVALID_TYPE, ARG_NULL, ARG_TOO_LARGE, OBJECT_EXISTS, OBJECT_NOT_EXISTS];

/** Contacts handed over to be reached. */
export const batches = {
  createContactAttempts: mutation('Tries contacts on the device that a pass names.', {
    input: {
      campaign: optional(campaign, 'The default one of the system unless given.'),
      pass: required(pass, 'How they are tried.'),
      contacts: required(list(contact), 'The contacts to try.'),
      script: required(script, 'By internalId.'),
      org: required(org, 'For whom.'),
    },
    output: list(contactAttempt, 'data'),
    faults: [ARG_INVALID_TYPE, ARG_NULL, OBJECT_NOT_EXISTS],
    deprecated: 'Since Engage 10.0: createContactBatch takes its place.',
  }),
  createContactBatch: mutation('Starts outreach to contacts, subject to suppression lists and compliance.', {
    input: batchInput,
    output: contactBatch,
    faults: batchFaults,
  }),
  createContactBatchAsync: mutation('Queues contacts to be reached, minding suppression lists and compliance.', {
    input: batchInput,
    output: contactBatch,
    faults: [...batchFaults, INTERNAL_ERROR],
  }),
  showContactBatchState: query('Where a batch of contacts stands.', {
    input: { contactBatch: required(contactBatch, 'By externalId.') },
    output: contactBatchState,
    faults: [ARG_NULL, OBJECT_NOT_EXISTS],
  }),
  listContactBatchStates: query('Where batches of contacts stand that are like a sample, of 24 hours unless given.', {
    input: {
      sample: required(contactBatch, 'A campaign, agent or agent group to look for.'),
      fromTime: optional(dateTime, 'From then on; 24 hours before the end unless given.'),
      toTime: optional(dateTime, 'Until then; 24 hours after the beginning unless given.'),
    },
    output: list(contactBatchState, 'data'),
    faults: [ARG_INVALID_TYPE, ARG_NULL, OBJECT_NOT_EXISTS, RESULT_TOO_LARGE],
    cap: 1000,
  }),
  changeContactBatchState: mutation('Cancels a batch of contacts, which is the only change there is.', {
    input: { contactBatchState: required(contactBatchState, 'The batch by internalId or externalId, and Cancelled.') },
    output: contactBatchState,
    faults: [ARG_INVALID_TYPE, ARG_NULL, INVALID_STATE, OBJECT_NOT_EXISTS],
  }),
};
