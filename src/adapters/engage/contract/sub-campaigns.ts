import { boolean, list, mutation, optional, query, required, variant } from '../../contract.ts';
import {
  ARG_INVALID_DATA,
  ARG_INVALID_TYPE,
  ARG_NULL,
  ATTRIBUTE_INVALID,
  ATTRIBUTE_INVALID_CHAR,
  ATTRIBUTE_INVALID_DATA,
  ATTRIBUTE_NULL,
  ATTRIBUTE_TRUNCATED,
  INBOUND,
  OBJECT_EXISTS,
  OBJECT_NOT_EXISTS,
  RESULT_TOO_LARGE,
  SYSTEM_LIMIT_EXCEEDED,
} from './faults.ts';
import { dateTime } from './times.ts';
import {
  agentGroup,
  campaign,
  contactAttempt,
  contactList,
  device,
  org,
  pacingInfo,
  script,
  subCampaign,
  subCampaignState,
} from './types.ts';

const account = required(org, 'Whose it is to be: an account.');
const named = 'By internalId, or by externalId and its campaign';
const listFaults = [ARG_INVALID_TYPE, ARG_NULL, OBJECT_NOT_EXISTS, RESULT_TOO_LARGE];
const showFaults = [ARG_INVALID_TYPE, ARG_NULL, OBJECT_NOT_EXISTS];

const baseEntity = variant('BaseEntity', 'A change whose effect is to be foretold: passes null for the whole.', {
  agentGroup,
  subCampaign,
});

/** Sub-campaigns, which are what runs. At most 50 are active. */
export const subCampaigns = {
  createSubCampaign: mutation('Makes a sub-campaign with a script of its own.', {
    input: {
      subCampaign: required(subCampaign, 'The new one: at least its campaign; what else is given goes before that.'),
      list: required(contactList, 'The list to reach, by internalId.'),
      script: required(script, 'By internalId.'),
      org: account,
    },
    output: subCampaign,
    faults: [ARG_INVALID_TYPE, ARG_NULL, OBJECT_EXISTS, OBJECT_NOT_EXISTS, SYSTEM_LIMIT_EXCEEDED],
  }),
  listSubCampaigns: query('Sub-campaigns of a campaign.', {
    input: {
      campaign: required(campaign, 'By externalId or internalId.'),
      includeDeleted: optional(boolean, 'Deleted ones too.'),
      fromTime: optional(dateTime, 'From then on; from the earliest unless given.'),
      toTime: optional(dateTime, 'Until then; until now unless given.'),
    },
    output: list(subCampaign, 'data'),
    faults: listFaults,
    cap: 1000,
    availability: 'Future',
  }),
  showSubCampaignStateUsingContactAttempt: query(
    'The sub-campaign of a message on an inbound device; the one of the system where there is none.',
    {
      input: { contactAttempt: required(contactAttempt, 'Its secondaryDevice and perhaps its messageText.') },
      output: subCampaignState,
      faults: [ARG_INVALID_TYPE, ARG_NULL, ATTRIBUTE_NULL, OBJECT_NOT_EXISTS],
    },
  ),
  changeSubCampaign: mutation(
    'Changes attributes of a sub-campaign. While it runs only its intensity, its externalId and the pacing, its limits and leaveMessage of its passes; a new pass retries a completed one.',
    {
      input: { subCampaign: required(subCampaign, `${named}, with what is to be changed.`) },
      output: subCampaign,
      faults: [
        ARG_NULL,
        ATTRIBUTE_INVALID_CHAR,
        ATTRIBUTE_INVALID_DATA,
        ATTRIBUTE_NULL,
        ATTRIBUTE_TRUNCATED,
        OBJECT_NOT_EXISTS,
      ],
    },
  ),
  showSubCampaignState: query('Where a sub-campaign stands.', {
    input: { subCampaign: required(subCampaign, `${named}.`) },
    output: subCampaignState,
    faults: showFaults,
  }),
  listSubCampaignStates: query(
    'Where sub-campaigns stand, by start, campaign and name. Without a state, or for Done and All, from yesterday to tomorrow.',
    {
      input: {
        org: required(org, 'Whose: an account or an enterprise.'),
        sample: optional(
          subCampaignState,
          'Active, All, Completed or Done as its state; ids, type, campaign, first agent group and channel of its sub-campaign. Parts of an externalId will do.',
        ),
        fromTime: optional(dateTime, 'From then on.'),
        toTime: optional(dateTime, 'Until then.'),
      },
      output: list(subCampaignState, 'data'),
      faults: listFaults,
      cap: 100,
    },
  ),
  changeSubCampaignState: mutation('Stops (Done or Stopping), pauses (Paused), starts or resumes (Running).', {
    input: { subCampaignState: required(subCampaignState, 'The sub-campaign and its new state.') },
    output: subCampaignState,
    faults: showFaults,
  }),
  createSubCampaignUsingInboundDevice: mutation('Creates a sub-campaign for inbound messages of a device.', {
    input: {
      subCampaign: required(subCampaign, 'The new one: at least its campaign; what else is given goes before that.'),
      script: required(script, 'By internalId.'),
      org: account,
      device: required(device, 'By internalId, or by externalId and inboundDeviceType; a short code with one keyword.'),
    },
    output: subCampaign,
    faults: [
      ...[ARG_INVALID_TYPE, ARG_NULL, OBJECT_EXISTS, OBJECT_NOT_EXISTS, SYSTEM_LIMIT_EXCEEDED, ARG_INVALID_DATA],
      ...[ATTRIBUTE_NULL, ATTRIBUTE_INVALID, ATTRIBUTE_INVALID_DATA, ...INBOUND],
    ],
  }),
  previewPacing: query('The effect of changes of agent groups or sub-campaigns on the pacing of their passes.', {
    input: { entities: required(list(baseEntity), 'The changes.') },
    output: list(pacingInfo, 'data'),
    faults: [...showFaults, ARG_INVALID_DATA, ATTRIBUTE_NULL, ATTRIBUTE_INVALID, ATTRIBUTE_INVALID_DATA],
  }),
};
