import { boolean, int, list, long, mutation, optional, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { OFF_PEAK, SERVER_WAIT } from './notes.ts';
import {
  asyncImportData,
  callbackFormat,
  ftpImportSettings,
  importData,
  importIdentifier,
  recordData,
} from './types/imports.ts';
import {
  listDeleteSettings,
  listImportResult,
  listInfo,
  listUpdateSettings,
  listUpdateSimpleSettings,
} from './types/lists.ts';

const listName = required(string, 'Name of the list.');
const record = required(recordData, 'The record.');
const csvData = required(string, 'Records, one a line.');
const ftpSettings = required(ftpImportSettings, 'Where the file is.');
const identifier = required(importIdentifier, 'Which import.');

/** Dialing lists, imports into and out of them, and the do-not-call list. */
export const listManagement = {
  addNumbersToDnc: mutation(
    'Puts numbers on the do-not-call list, from 11 PM to 6 AM Pacific time only; answers how many were new.',
    {
      page: 186,
      input: { numbers: required(list(string), 'The numbers, 50,000 at most.', { maxItems: 50000 }) },
      output: int,
      faults: [...everyCall, ...argumentFaults, faults.ExecutionRestrictionFault, faults.TooManyItemsFault],
      quota: 'Upload',
    },
  ),
  addRecordToList: mutation('Adds one record to a list, and its contact if need be, and waits for it.', {
    page: 187,
    input: {
      listName,
      listUpdateSettings: required(listUpdateSettings, 'How it is added.'),
      record,
    },
    output: listImportResult,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.AuthProfileNotFoundFault,
      faults.ConcurrentModificationFault,
      faults.CrmFieldNotFoundFault,
      faults.ImportCancelledFault,
      faults.InternalImportFault,
      faults.InvalidImportDataFault,
      faults.ListNotFoundFault,
    ],
    quota: 'SingleUpload',
  }),
  addRecordToListSimple: mutation('Adds one record to a list faster; several matching contacts are a fault.', {
    page: 187,
    input: {
      listName,
      listUpdateSimpleSettings: required(listUpdateSimpleSettings, 'How it is added.'),
      record,
    },
    faults: [...everyCall, ...argumentFaults, faults.AddRecordToListFault, faults.CrmFieldNotFoundFault],
    quota: 'SingleUpload',
  }),
  addToList: mutation('Adds records to a list in bulk, for quiet hours; see getListImportResult.', {
    page: 188,
    input: {
      listName,
      listUpdateSettings: required(listUpdateSettings, 'How they are added.'),
      importData: required(importData, 'Records.'),
    },
    output: importIdentifier,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.AuthProfileNotFoundFault,
      faults.ConcurrentModificationFault,
      faults.CrmFieldNotFoundFault,
      faults.ImportSizeLimitExceededFault,
      faults.InvalidImportDataFault,
      faults.ListNotFoundFault,
    ],
    quota: 'Upload',
  }),
  addToListCsv: mutation(
    'Adds records to a list from comma-separated text, for quiet hours; see getListImportResult.',
    {
      page: 189,
      input: {
        listName,
        listUpdateSettings: required(listUpdateSettings, 'How they are added.'),
        csvData,
      },
      output: importIdentifier,
      faults: [
        ...everyCall,
        ...argumentFaults,
        faults.AuthProfileNotFoundFault,
        faults.ConcurrentModificationFault,
        faults.CrmFieldNotFoundFault,
        faults.ImportSizeLimitExceededFault,
        faults.ListNotFoundFault,
      ],
      quota: 'Upload',
    },
  ),
  addToListFtp: mutation('Adds records to a list from a file on an FTP server, for quiet hours.', {
    page: 190,
    input: {
      listName,
      updateSettings: required(listUpdateSettings, 'How they are added.'),
      ftpSettings,
    },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.AuthProfileNotFoundFault,
      faults.ConcurrentModificationFault,
      faults.CrmFieldNotFoundFault,
      faults.ImportInProgressFault,
      faults.ListNotFoundFault,
      faults.ScheduleNotFoundFault,
      faults.ScheduleOperationFailedFault,
    ],
    quota: 'Upload',
  }),
  asyncAddRecordsToList: mutation('Adds up to 100 records to a list without waiting; see getListImportResult.', {
    page: 190,
    input: {
      listName,
      listUpdateSettings: required(listUpdateSettings, 'How they are added.'),
      importData: required(asyncImportData, 'Records, 100 at most.'),
      resetDispositionsInCampaignsImportData: optional(
        list(string),
        'Names of campaigns in which to reset the dispositions.',
      ),
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
      faults.InternalImportFault,
      faults.InvalidImportDataFault,
      faults.ListNotFoundFault,
    ],
    quota: 'AsynchronousUpload',
  }),
  asyncDeleteRecordsFromList: mutation(
    `Deletes up to 100 records from a list without waiting; contacts stay. See getListImportResult.${OFF_PEAK}`,
    {
      page: 191,
      input: {
        listName,
        listDeleteSettings: required(listDeleteSettings, 'How they are deleted.'),
        importData: required(asyncImportData, 'Records, 100 at most.'),
      },
      output: importIdentifier,
      faults: [
        ...everyCall,
        ...argumentFaults,
        faults.AuthProfileNotFoundFault,
        faults.ConcurrentModificationFault,
        faults.CrmFieldNotFoundFault,
        faults.ImportSizeLimitExceededFault,
        faults.InternalImportFault,
        faults.InvalidImportDataFault,
        faults.ListNotFoundFault,
      ],
      quota: 'AsynchronousUpload',
    },
  ),
  checkDncForNumbers: query('Which of these numbers are on the do-not-call list.', {
    page: 192,
    input: { numbers: required(list(string), 'The numbers, 50,000 at most.', { maxItems: 50000 }) },
    output: list(string),
    faults: [...everyCall, ...argumentFaults, faults.TooManyItemsFault],
    quota: 'Query',
  }),
  createList: mutation('Creates an empty dialing list.', {
    page: 193,
    input: { listName },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ListAlreadyExistsFault],
    quota: 'Modify',
  }),
  deleteAllFromList: mutation('Empties a list, for quiet hours; see getListImportResult.', {
    page: 193,
    input: {
      listName,
      reportEmail: optional(string, 'Where the result is mailed.'),
      callbackUrl: optional(string, 'Where the result is posted.', { meaning: 'public-url' }),
      callbackFormat: optional(callbackFormat, 'How the posted result is written.'),
    },
    output: importIdentifier,
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ListNotFoundFault],
    quota: 'Upload',
  }),
  deleteFromList: mutation('Deletes records from a list in bulk, for quiet hours; see getListImportResult.', {
    page: 194,
    input: {
      listName,
      listDeleteSettings: required(listDeleteSettings, 'How they are deleted.'),
      importData: required(importData, 'Records.'),
    },
    output: importIdentifier,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.AuthProfileNotFoundFault,
      faults.ConcurrentModificationFault,
      faults.CrmFieldNotFoundFault,
      faults.ImportSizeLimitExceededFault,
      faults.InvalidImportDataFault,
      faults.ListNotFoundFault,
    ],
    quota: 'Upload',
  }),
  deleteFromListCsv: mutation(
    'Deletes records from a list by comma-separated text, for quiet hours; see getListImportResult.',
    {
      page: 195,
      input: {
        listName,
        listDeleteSettings: required(listDeleteSettings, 'How they are deleted.'),
        csvData,
      },
      output: importIdentifier,
      faults: [
        ...everyCall,
        ...argumentFaults,
        faults.AuthProfileNotFoundFault,
        faults.ConcurrentModificationFault,
        faults.CrmFieldNotFoundFault,
        faults.ImportSizeLimitExceededFault,
        faults.ListNotFoundFault,
      ],
      quota: 'Upload',
    },
  ),
  deleteFromListFtp: mutation('Deletes records from a list by a file on an FTP server, for quiet hours.', {
    page: 195,
    input: {
      listName,
      deleteSettings: required(listDeleteSettings, 'How they are deleted.'),
      ftpSettings,
    },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.AuthProfileNotFoundFault,
      faults.ConcurrentModificationFault,
      faults.CrmFieldNotFoundFault,
      faults.ImportInProgressFault,
      faults.ListNotFoundFault,
      faults.ScheduleNotFoundFault,
      faults.ScheduleOperationFailedFault,
    ],
    quota: 'Upload',
  }),
  deleteList: mutation('Deletes a list; contacts stay.', {
    page: 196,
    input: { listName },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ListCantBeRemovedFault,
      faults.ListNotFoundFault,
    ],
    quota: 'Modify',
  }),
  deleteRecordFromList: mutation(`Deletes one record from a list and waits for it; the contact stays.${OFF_PEAK}`, {
    page: 197,
    input: {
      listName,
      listDeleteSettings: required(listDeleteSettings, 'How it is deleted.'),
      record,
    },
    output: listImportResult,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.AuthProfileNotFoundFault,
      faults.ConcurrentModificationFault,
      faults.CrmFieldNotFoundFault,
      faults.ImportCancelledFault,
      faults.InternalImportFault,
      faults.InvalidImportDataFault,
      faults.ListNotFoundFault,
    ],
    quota: 'SingleUpload',
  }),
  getListImportResult: query('The result of a list import.', {
    page: 197,
    input: { identifier },
    output: listImportResult,
    faults: [...everyCall, ...argumentFaults, faults.ResultIsNotReadyFault, faults.UnknownIdentifierFault],
    quota: 'Query',
  }),
  getListsInfo: query('Lists whose names match, with their sizes.', {
    page: 198,
    input: { listNamePattern: optional(string, 'First characters of the names. Default: all.') },
    output: list(listInfo),
    faults: [...everyCall, faults.InvalidRegexpPatternFault, faults.MissedArgumentFault],
    quota: 'Query',
  }),
  isImportRunning: query('Whether an import still runs; can wait for a change.', {
    page: 198,
    input: {
      identifier,
      waitTime: optional(long, `Seconds to wait for a change; answers at once when left out.${SERVER_WAIT}`, {
        minimum: 0,
      }),
    },
    output: boolean,
    faults: [...everyCall, ...argumentFaults, faults.UnknownIdentifierFault],
    quota: 'Query',
    waits: 'waitTime',
  }),
  removeNumbersFromDnc: mutation('Takes numbers off the do-not-call list; answers 0 when that worked.', {
    page: 199,
    input: { numbers: required(list(string), 'The numbers.') },
    output: int,
    faults: [...everyCall, ...argumentFaults, faults.TooManyItemsFault],
    quota: 'Modify',
  }),
};
