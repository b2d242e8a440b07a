/** Dialing lists and imports into them. */
import { boolean, enumeration, int, list, long, optional, required, string, struct } from '../../../contract.ts';
import { crmAddMode, crmUpdateMode } from './contacts.ts';
import { basicImportResult, basicImportSettings, fieldEntry } from './imports.ts';

const listName = optional(string, 'Name of the list.');

export const callNowMode = enumeration(
  'callNowMode',
  'Which records are dialed at once.',
  {
    NONE: 'None; the default.',
    NEW_CRM_ONLY: 'Those new in the contact database.',
    NEW_LIST_ONLY: 'Those new in the list, though the contact may be known.',
    ANY: 'All that are imported.',
  },
  47,
);

export const listAddMode = enumeration(
  'listAddMode',
  'The contacts to add to a list when several contacts match.',
  {
    ADD_FIRST: 'The first match.',
    ADD_ALL: 'All matches; not with addRecordToList and asyncAddRecordsToList.',
    ADD_IF_SOLE_CRM_MATCH: 'The match, when there is one only.',
  },
  92,
);

export const listDeleteMode = enumeration(
  'listDeleteMode',
  'The records to delete from a list when several records match.',
  {
    DELETE_ALL: 'All matches; not for a single record.',
    DELETE_IF_SOLE_CRM_MATCH: 'The match, when there is one only.',
    DELETE_EXCEPT_FIRST: 'All matches but the first.',
  },
  44,
);

export const listUpdateSettings = struct(
  'listUpdateSettings',
  'How records are added to a list.',
  {
    ...basicImportSettings.fields,
    callNowColumnNumber: optional(
      int,
      'Column, 1 to 256, in which 1, T, Y or Yes marks a record for immediate dialing; the column is not imported.',
      { minimum: 1, maximum: 256 },
    ),
    callNowMode: optional(
      callNowMode,
      'Which records are dialed at once, among those marked in the column if there is one.',
    ),
    callTime: optional(long, 'When to dial, in milliseconds since 1970, where the row has no time; not for addToList.'),
    callTimeColumnNumber: optional(
      int,
      'Column, 1 to 256, with the time to dial in milliseconds since 1970; not for addToList.',
      { minimum: 1, maximum: 256 },
    ),
    cleanListBeforeUpdate: required(boolean, 'Whether the list is emptied first.'),
    crmAddMode: optional(crmAddMode, 'Whether unknown contacts are added to the database.'),
    crmUpdateMode: optional(crmUpdateMode, 'Which matching contacts are changed.'),
    listAddMode: optional(listAddMode, 'Which matching contacts are added to the list.'),
  },
  { page: 45 },
);

export const listUpdateSimpleSettings = struct(
  'listUpdateSimpleSettings',
  'How addRecordToListSimple adds a record.',
  {
    callAsap: optional(boolean, 'Whether the contact is dialed as soon as possible.'),
    countryCode: optional(string, 'Country of the number, two letters of ISO 3166-1.', { maxLength: 2 }),
    fieldsMapping: optional(list(fieldEntry), 'Columns of the record, counted from 0; 64 at most.', { maxItems: 64 }),
    timeToCall: optional(long, 'When to dial, in milliseconds since 1970.'),
    updateCRM: optional(boolean, 'Whether a known contact is changed; an unknown one is added anyhow.'),
  },
  { page: 97 },
);

export const listDeleteSettings = struct(
  'listDeleteSettings',
  'How records are deleted from a list.',
  {
    ...basicImportSettings.fields,
    listDeleteMode: optional(listDeleteMode, 'Which matching records are deleted.'),
  },
  { page: 93 },
);

export const listImportResult = struct(
  'listImportResult',
  'The result of a list import.',
  {
    ...basicImportResult.fields,
    callNowQueued: required(long, 'Records queued for dialing at once; 0 or 1.'),
    crmRecordsInserted: required(long, 'Contacts added.'),
    crmRecordsUpdated: required(long, 'Contacts changed.'),
    listName,
    listRecordsDeleted: required(long, 'Records deleted from the list.'),
    listRecordsInserted: required(long, 'Records added to the list.'),
    recordDispositionsReset: required(long, 'Records whose disposition was reset.'),
  },
  { page: 40 },
);

export const listState = struct(
  'listState',
  'A list in a campaign.',
  {
    campaignName: optional(string, 'Name of the campaign.'),
    dialingPriority: optional(int, 'Dialing priority of the list in the campaign.'),
    dialingRatio: optional(int, "Share of the list among the campaign's lists."),
    listName,
    priority: optional(int, 'Place of the list; the lower number is dialed first.'),
  },
  { page: 94 },
);

export const listInfo = struct(
  'listInfo',
  'A dialing list and its size.',
  {
    name: optional(string, 'Name of the list.'),
    size: required(int, 'Records in it.'),
  },
  { page: 94 },
);
