import { mutation, query, required, string } from '../../contract.ts';
import { recordsOf } from '../quirks.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import {
  contactsLookupResult,
  crmDeleteSettings,
  crmImportResult,
  crmLookupCriteria,
  crmUpdateSettings,
} from './types/contacts.ts';
import { asyncImportData, ftpImportSettings, importData, importIdentifier, recordData } from './types/imports.ts';

const csvData = required(string, 'Contacts, one a line.');
const ftpSettings = required(ftpImportSettings, 'Where the file is.');

/** Records of the contact database. */
export const contactManagement = {
  asyncUpdateCrmRecords: mutation('Changes up to 100 contacts without waiting; see getCrmImportResult.', {
    page: 168,
    input: {
      crmUpdateSettings: required(crmUpdateSettings, 'How contacts are added and changed.'),
      importData: required(asyncImportData, 'Contacts, 100 at most.'),
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
    ],
    quota: 'AsynchronousUpload',
  }),
  deleteFromContacts: mutation('Deletes contacts in bulk, for quiet hours; see getCrmImportResult.', {
    page: 169,
    input: {
      crmDeleteSettings: required(crmDeleteSettings, 'How contacts are deleted.'),
      importData: required(importData, 'Contacts.'),
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
    ],
    quota: 'Upload',
  }),
  deleteFromContactsCsv: mutation(
    'Deletes contacts by comma-separated text, for quiet hours; see getCrmImportResult.',
    {
      page: 170,
      input: { crmDeleteSettings: required(crmDeleteSettings, 'How contacts are deleted.'), csvData },
      output: importIdentifier,
      faults: [
        ...everyCall,
        ...argumentFaults,
        faults.AuthProfileNotFoundFault,
        faults.ConcurrentModificationFault,
        faults.CrmFieldNotFoundFault,
        faults.ImportSizeLimitExceededFault,
      ],
      quota: 'Upload',
    },
  ),
  deleteFromContactsFtp: mutation('Deletes contacts by a file on an FTP server, for quiet hours.', {
    page: 171,
    input: { deleteSettings: required(crmDeleteSettings, 'How contacts are deleted.'), ftpSettings },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.AuthProfileNotFoundFault,
      faults.ConcurrentModificationFault,
      faults.CrmFieldNotFoundFault,
      faults.ImportInProgressFault,
      faults.ScheduleNotFoundFault,
      faults.ScheduleOperationFailedFault,
    ],
    quota: 'Upload',
  }),
  getContactRecords: query('Contacts that match; 1,000 at most.', {
    page: 171,
    input: { lookupCriteria: required(crmLookupCriteria, 'The criteria that they have to match.') },
    output: contactsLookupResult,
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.CrmFieldNotFoundFault],
    quota: 'Query',
    cap: 1000,
    countItems: recordsOf,
  }),
  getCrmImportResult: query('The result of a contact import.', {
    page: 172,
    input: { identifier: required(importIdentifier, 'Which import.') },
    output: crmImportResult,
    faults: [...everyCall, ...argumentFaults, faults.ResultIsNotReadyFault, faults.UnknownIdentifierFault],
    quota: 'Query',
  }),
  updateContacts: mutation(
    'Adds and changes contacts in bulk, intended for hours of low load; a running delete may precede it and be undone. See getCrmImportResult.',
    {
      page: 172,
      input: {
        crmUpdateSettings: required(crmUpdateSettings, 'How contacts are added and changed.'),
        importData: required(importData, 'Contacts.'),
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
      ],
      quota: 'Upload',
    },
  ),
  updateContactsCsv: mutation(
    'Adds and changes contacts by comma-separated text, for quiet hours; see getCrmImportResult.',
    {
      page: 173,
      input: { crmUpdateSettings: required(crmUpdateSettings, 'How contacts are added and changed.'), csvData },
      output: importIdentifier,
      faults: [
        ...everyCall,
        ...argumentFaults,
        faults.AuthProfileNotFoundFault,
        faults.ConcurrentModificationFault,
        faults.CrmFieldNotFoundFault,
        faults.ImportSizeLimitExceededFault,
      ],
      quota: 'Upload',
    },
  ),
  updateContactsFtp: mutation('Adds and changes contacts by a file on an FTP server, for quiet hours.', {
    page: 173,
    input: { updateSettings: required(crmUpdateSettings, 'How contacts are added and changed.'), ftpSettings },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.AuthProfileNotFoundFault,
      faults.ConcurrentModificationFault,
      faults.CrmFieldNotFoundFault,
      faults.ImportInProgressFault,
      faults.ScheduleNotFoundFault,
      faults.ScheduleOperationFailedFault,
    ],
    quota: 'Upload',
  }),
  updateCrmRecord: mutation('Adds or changes one contact and waits for it.', {
    page: 174,
    input: {
      crmUpdateSettings: required(crmUpdateSettings, 'How contacts are added and changed.'),
      record: required(recordData, 'The contact.'),
    },
    output: crmImportResult,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.AuthProfileNotFoundFault,
      faults.ConcurrentModificationFault,
      faults.CrmFieldNotFoundFault,
      faults.ImportCancelledFault,
      faults.InternalImportFault,
      faults.InvalidImportDataFault,
    ],
    quota: 'SingleUpload',
  }),
};
