import { list, long, mutation, optional, query, required, string } from '../../contract.ts';
import { anyCall, argumentFaults, everyCall, faults } from './faults.ts';
import { SERVER_WAIT } from './notes.ts';
import { campaignState } from './types/campaigns.ts';
import { dispositionsImportResult, dispositionsUpdateSettings } from './types/dispositions.ts';
import { asyncImportData, ftpImportSettings, importData, importIdentifier } from './types/imports.ts';
import { five9DateTime } from './types/scalars.ts';
import { campaignStrategies } from './types/strategies.ts';

const campaignName = required(string, 'Name of the campaign.');
const DispositionsUpdateSettings = required(dispositionsUpdateSettings, 'How they are set.');

/** Starting, stopping and resetting campaigns, their strategies, and dispositions set in bulk. */
export const campaignManagement = {
  asyncUpdateCampaignDispositions: mutation(
    'Sets the dispositions of a few records without waiting; see getDispositionsImportResult.',
    {
      page: 154,
      input: {
        campaignName,
        dispositionsUpdateSettings: required(dispositionsUpdateSettings, 'How they are set.'),
        importData: required(asyncImportData, 'Records and dispositions, 100 at most.'),
      },
      output: importIdentifier,
      faults: [
        ...anyCall,
        ...argumentFaults,
        faults.AdminSessionClosedFault,
        faults.AuthProfileNotFoundFault,
        faults.CampaignNotFoundFault,
        faults.ConcurrentModificationFault,
        faults.CrmFieldNotFoundFault,
        faults.ImportSizeLimitExceededFault,
        faults.InternalImportFault,
        faults.InvalidImportDataFault,
        faults.WrongCampaignTypeFault,
      ],
      quota: 'AsynchronousUpload',
    },
  ),
  forceStopCampaign: mutation('Stops a campaign at once and cuts its calls off.', {
    page: 154,
    input: { campaignName },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.CampaignNotFoundFault,
      faults.CampaignStateUpdateFault,
      faults.ConcurrentModificationFault,
    ],
    quota: 'Modify',
  }),
  getCampaignState: query('Where a campaign stands; can wait for a change.', {
    page: 155,
    input: {
      campaignName,
      waitUntilChange: optional(long, `Seconds to wait for a change; answers at once when left out.${SERVER_WAIT}`, {
        minimum: 0,
      }),
    },
    output: campaignState,
    faults: [...everyCall, ...argumentFaults, faults.CampaignNotFoundFault, faults.ConcurrentModificationFault],
    quota: 'Query',
    waits: 'waitUntilChange',
  }),
  getCampaignStrategies: query('Strategies of a campaign.', {
    page: 155,
    input: { campaignName },
    output: campaignStrategies,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.CampaignNotFoundFault,
      faults.ConcurrentModificationFault,
      faults.WrongCampaignTypeFault,
      faults.WrongListDialingModeFault,
    ],
    quota: 'Query',
  }),
  getDispositionsImportResult: query('The result of dispositions set in bulk.', {
    page: 156,
    input: { identifier: required(importIdentifier, 'Which import.') },
    output: dispositionsImportResult,
    faults: [...everyCall, ...argumentFaults, faults.ResultIsNotReadyFault, faults.UnknownIdentifierFault],
    quota: 'Query',
  }),
  resetCampaign: mutation('Makes every number of a campaign dialable again, those on the do-not-call list excepted.', {
    page: 156,
    input: { campaignName },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.CampaignNotFoundFault,
      faults.CampaignStateUpdateFault,
      faults.ConcurrentModificationFault,
      faults.WrongCampaignTypeFault,
    ],
    quota: 'Modify',
  }),
  resetCampaignDispositions: mutation(
    "Resets dispositions of a campaign's records, so that they can be dialed again.",
    {
      page: 156,
      input: {
        campaignName,
        dispositions: required(list(string), 'Names of the dispositions to reset.'),
        after: optional(five9DateTime, 'Only calls after this time, itself not included.'),
        before: optional(five9DateTime, 'Only calls before this time, itself not included.'),
      },
      faults: [
        ...everyCall,
        ...argumentFaults,
        faults.CampaignNotFoundFault,
        faults.ConcurrentModificationFault,
        faults.DispositionNotFoundFault,
        faults.InvalidDateRangeFault,
        faults.WrongCampaignStateFault,
      ],
      quota: 'Modify',
    },
  ),
  resetListPosition: mutation('Lets an outbound campaign dial its lists from the top again.', {
    page: 157,
    input: { campaignName },
    faults: [...everyCall, ...argumentFaults, faults.CampaignNotFoundFault, faults.ConcurrentModificationFault],
    quota: 'Modify',
  }),
  setCampaignStrategies: mutation('Sets the strategies of a campaign.', {
    page: 157,
    input: { campaignName, campaignStrategies: required(campaignStrategies, 'The strategies as they are to be.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.CampaignNotFoundFault,
      faults.CommonCampaignFault,
      faults.ConcurrentModificationFault,
      faults.ObjectNotFoundFault,
      faults.WrongCampaignTypeFault,
      faults.WrongListDialingModeFault,
    ],
    quota: 'Modify',
  }),
  startCampaign: mutation('Starts a campaign; it has to be at rest.', {
    page: 158,
    input: { campaignName },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.CampaignNotFoundFault,
      faults.CampaignStateUpdateFault,
      faults.ConcurrentModificationFault,
    ],
    quota: 'Modify',
  }),
  stopCampaign: mutation('Stops a campaign when its calls are done.', {
    page: 158,
    input: { campaignName },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.CampaignNotFoundFault,
      faults.CampaignStateUpdateFault,
      faults.ConcurrentModificationFault,
    ],
    quota: 'Modify',
  }),
  updateDispositions: mutation(
    'Sets or resets dispositions of up to 50,000 records; see getDispositionsImportResult.',
    {
      page: 159,
      input: {
        campaignName,
        DispositionsUpdateSettings,
        importData: required(importData, 'Records and dispositions.'),
      },
      output: importIdentifier,
      faults: [
        ...everyCall,
        ...argumentFaults,
        faults.AuthProfileNotFoundFault,
        faults.CampaignNotFoundFault,
        faults.ConcurrentModificationFault,
        faults.CrmFieldNotFoundFault,
        faults.ImportSizeLimitExceededFault,
        faults.InvalidImportDataFault,
        faults.WrongCampaignTypeFault,
      ],
      quota: 'Upload',
    },
  ),
  updateDispositionsCsv: mutation('Sets dispositions from comma-separated text; see getDispositionsImportResult.', {
    page: 159,
    input: {
      campaignName,
      DispositionsUpdateSettings,
      csvData: required(string, 'Records and dispositions, one a line.'),
    },
    output: importIdentifier,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.AuthProfileNotFoundFault,
      faults.CampaignNotFoundFault,
      faults.ConcurrentModificationFault,
      faults.CrmFieldNotFoundFault,
      faults.ImportSizeLimitExceededFault,
      faults.WrongCampaignTypeFault,
    ],
    quota: 'Upload',
  }),
  updateDispositionsFtp: mutation('Sets dispositions from a file on an FTP server.', {
    page: 160,
    input: {
      campaignName,
      updateSettings: required(dispositionsUpdateSettings, 'How they are set.'),
      ftpSettings: required(ftpImportSettings, 'Where the file is.'),
    },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.AuthProfileNotFoundFault,
      faults.CampaignNotFoundFault,
      faults.ConcurrentModificationFault,
      faults.CrmFieldNotFoundFault,
      faults.ImportInProgressFault,
      faults.ScheduleNotFoundFault,
      faults.ScheduleOperationFailedFault,
    ],
    quota: 'Upload',
  }),
};
