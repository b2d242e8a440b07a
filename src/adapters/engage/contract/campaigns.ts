import { list, mutation, optional, query, required } from '../../contract.ts';
import {
  ARG_INVALID_TYPE,
  ARG_NULL,
  ATTRIBUTE_INVALID_CHAR,
  ATTRIBUTE_INVALID_FORMAT,
  ATTRIBUTE_NULL,
  ATTRIBUTE_TRUNCATED,
  OBJECT_EXISTS,
  OBJECT_NOT_EXISTS,
  RESULT_TOO_LARGE,
  SYSTEM_LIMIT_EXCEEDED,
} from './faults.ts';
import { dateTime } from './times.ts';
import { campaign, org } from './types.ts';

const listFaults = [ARG_INVALID_TYPE, ARG_NULL, OBJECT_NOT_EXISTS, RESULT_TOO_LARGE];

/** Campaigns. At most 100 are available at a time. */
export const campaigns = {
  createCampaign: mutation('Makes a campaign.', {
    input: {
      campaign: required(campaign, 'The new campaign, with an externalId.'),
      org: required(org, 'Whose it is to be.'),
    },
    output: campaign,
    faults: [
      ARG_INVALID_TYPE,
      ARG_NULL,
      ATTRIBUTE_INVALID_CHAR,
      ATTRIBUTE_NULL,
      ATTRIBUTE_TRUNCATED,
      OBJECT_EXISTS,
      OBJECT_NOT_EXISTS,
      SYSTEM_LIMIT_EXCEEDED,
    ],
  }),
  showCampaign: query('One campaign.', {
    input: { campaign: required(campaign, 'By internalId, or by externalId and owner.') },
    output: campaign,
    faults: [ARG_NULL, ATTRIBUTE_NULL, OBJECT_NOT_EXISTS],
  }),
  listCampaigns: query('Campaigns made in a time, expired ones too.', {
    input: {
      org: required(org, 'Whose campaigns: an account or an enterprise.'),
      fromDate: optional(dateTime, 'Made from then on; from the beginning unless given.'),
      toDate: optional(dateTime, 'Made until then; without an end unless given.'),
    },
    output: list(campaign, 'data'),
    faults: listFaults,
    cap: 1000,
  }),
  listCampaignsUsingCampaign: query('Campaigns that are like a sample.', {
    input: {
      org: required(org, 'Whose campaigns: an account or an enterprise.'),
      sample: optional(campaign, 'The attributes that they must have; only its own attributes are compared.'),
    },
    output: list(campaign, 'data'),
    faults: listFaults,
    cap: 1000,
  }),
  changeCampaign: mutation('Changes attributes of a campaign.', {
    input: {
      campaign: required(campaign, 'By internalId, or by externalId and owner, with what is to be changed.'),
    },
    output: campaign,
    faults: [
      ARG_NULL,
      ARG_INVALID_TYPE,
      ATTRIBUTE_INVALID_CHAR,
      ATTRIBUTE_INVALID_FORMAT,
      ATTRIBUTE_NULL,
      ATTRIBUTE_TRUNCATED,
      OBJECT_NOT_EXISTS,
    ],
  }),
};
