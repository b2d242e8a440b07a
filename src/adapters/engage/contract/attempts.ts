import { list, mutation, optional, query, required } from '../../contract.ts';
import {
  ARG_INVALID_TYPE,
  ARG_NULL,
  ARG_TOO_LARGE,
  ATTRIBUTE_INVALID_DATA,
  ATTRIBUTE_INVALID_FORMAT,
  ATTRIBUTE_NULL,
  NO_SESSION,
  OBJECT_NOT_EXISTS,
  RESULT_TOO_LARGE,
} from './faults.ts';
import { dateTime } from './times.ts';
import { contactAttempt, contactBatch, org, user } from './types.ts';

const sample = optional(contactAttempt, 'The externalId of its contact, or of the first device of that.');
const times = {
  fromTime: optional(dateTime, 'From then on; 24 hours before the end unless given.'),
  toTime: optional(dateTime, 'Until then; 24 hours after the beginning unless given.'),
};
const output = list(contactAttempt, 'data');
const listFaults = [ARG_INVALID_TYPE, ARG_NULL, OBJECT_NOT_EXISTS, RESULT_TOO_LARGE];

/** Attempts to reach contacts, and messages from them. */
export const attempts = {
  showContactAttempts: query('Contact attempts, by internalId.', {
    input: { contactAttempts: required(list(contactAttempt), 'Which ones.', { maxItems: 100 }) },
    output,
    faults: [ARG_INVALID_TYPE, ARG_NULL, ARG_TOO_LARGE, OBJECT_NOT_EXISTS],
  }),
  listContactAttempts: query('Contact attempts of a client id or a device, of 24 hours unless given.', {
    input: { org: required(org, 'Whose: an account or an enterprise.'), sample, ...times },
    output,
    faults: listFaults,
    cap: 500,
  }),
  listContactAttemptsUsingUser: query('Contact attempts of an agent, of 24 hours unless given.', {
    input: { user: required(user, 'The agent, by internalId or externalId.'), sample, ...times },
    output,
    faults: [
      ATTRIBUTE_INVALID_DATA,
      ATTRIBUTE_INVALID_FORMAT,
      ARG_NULL,
      OBJECT_NOT_EXISTS,
      RESULT_TOO_LARGE,
      ATTRIBUTE_NULL,
      NO_SESSION,
    ],
    cap: 500,
  }),
  listContactAttemptsUsingContactBatch: query('Contact attempts of a batch, of 24 hours unless given.', {
    input: { contactBatch: required(contactBatch, 'The batch.'), ...times },
    output,
    faults: listFaults,
    cap: 1000,
    availability: 'Unscheduled',
  }),
  changeContactAttempt: mutation('Tags a text as archived, which is the only change there is.', {
    input: { contactAttempt: required(contactAttempt, 'By internalId, with `archive` among its tags.') },
    output: contactAttempt,
    faults: [ARG_INVALID_TYPE, ARG_NULL, OBJECT_NOT_EXISTS],
  }),
};
