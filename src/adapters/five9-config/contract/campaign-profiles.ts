import { list, mutation, optional, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { campaignProfileFilter, campaignProfileInfo, dispositionCount } from './types/campaign-profiles.ts';
import { campaignFilterCriterion, crmCriteriaGrouping, orderByField } from './types/criteria.ts';

const profileName = required(string, 'Name of the profile.');

/** Profiles: when and how often the numbers of a record are dialed, and in what order. */
export const campaignProfiles = {
  createCampaignProfile: mutation('Creates a campaign profile.', {
    page: 161,
    input: { campaignProfile: required(campaignProfileInfo, 'The profile.') },
    output: campaignProfileInfo,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ObjectAlreadyExistsFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
  deleteCampaignProfile: mutation('Deletes a campaign profile.', {
    page: 161,
    input: { profileName },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ObjectInUseFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
  getCampaignProfileDispositions: query('Disposition limits of a campaign profile.', {
    page: 161,
    input: { profileName },
    output: list(dispositionCount),
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Query',
  }),
  getCampaignProfileFilter: query('Filter of a campaign profile.', {
    page: 162,
    input: { profileName },
    output: campaignProfileFilter,
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Query',
  }),
  getCampaignProfiles: query('Campaign profiles whose names match.', {
    page: 162,
    input: { namePattern: optional(string, 'Name or regular expression; all when left out.', { meaning: 'pattern' }) },
    output: list(campaignProfileInfo),
    faults: [...everyCall, ...argumentFaults, faults.InvalidRegexpPatternFault],
    quota: 'Query',
  }),
  modifyCampaignProfile: mutation('Changes a campaign profile.', {
    page: 163,
    input: { campaignProfile: required(campaignProfileInfo, 'The changed profile, identified by its name.') },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
  modifyCampaignProfileCrmCriteria: mutation('Changes the filter of a campaign profile.', {
    page: 163,
    input: {
      profileName,
      grouping: optional(crmCriteriaGrouping, 'How the conditions are joined.'),
      addCriteria: optional(list(campaignFilterCriterion), 'Conditions to add.'),
      removeCriteria: optional(list(campaignFilterCriterion), 'Conditions to remove.'),
    },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
  modifyCampaignProfileFilterOrder: mutation('Changes the order in which a campaign profile dials records.', {
    page: 164,
    input: {
      campaignProfile: required(string, 'Name of the profile.'),
      addOrderByField: optional(list(orderByField), 'Fields to sort by.'),
      removeOrderByField: optional(list(string), 'Names of fields to sort by no longer.'),
    },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
  modifyCampaignProfileDispositions: mutation(
    'Changes disposition limits; a campaign that reaches one stops by itself.',
    {
      page: 164,
      input: {
        profileName,
        addDispositionCounts: optional(list(dispositionCount), 'Limits to add.'),
        removeDispositionCounts: optional(list(dispositionCount), 'Limits to remove.'),
      },
      faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
      quota: 'Modify',
    },
  ),
};
