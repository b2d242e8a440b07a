/** Types that all imports share: columns, rows and results. */
import { boolean, enumeration, int, list, long, optional, required, string, struct } from '../../../contract.ts';

const key = optional(list(string), 'Its key fields.');

export const callbackFormat = enumeration(
  'callbackFormat',
  'How the vendor writes the result that it posts to `callbackUrl`.',
  {
    XML: 'As text/xml in UTF-8.',
    JSON: 'As application/json.',
  },
  51,
);

export const fieldEntry = struct(
  'fieldEntry',
  'Which column holds which contact field.',
  {
    columnNumber: required(
      int,
      'Number of the column, up to 256; counted from 1, in listUpdateSimpleSettings from 0.',
      { minimum: 0, maximum: 256 },
    ),
    fieldName: optional(string, 'Contact field.'),
    key: required(boolean, 'Whether the field identifies the record; several key fields count together.'),
  },
  { page: 85 },
);

export const basicImportSettings = struct(
  'basicImportSettings',
  'Settings that all imports share.',
  {
    allowDataCleanup: optional(boolean, 'Whether duplicates are taken out of the list.'),
    callbackAuthProfileName: optional(
      string,
      'Authentication profile for the callback; the guide does not describe it.',
    ),
    callbackFormat: optional(callbackFormat, 'How the posted result is written.'),
    callbackUrl: optional(string, 'Where the result is posted.', { meaning: 'public-url' }),
    countryCode: optional(string, 'Country of the numbers, two letters of ISO 3166-1.', { maxLength: 2 }),
    failOnFieldParseError: optional(boolean, 'True refuses a record with a bad field, false only that field.'),
    fieldsMapping: required(list(fieldEntry), 'Columns of the data; at least one.'),
    reportEmail: optional(string, 'Where the result is mailed; single-record and asynchronous calls pass over it.'),
    separator: optional(string, 'Character between the columns.', { maxLength: 1 }),
    skipHeaderLine: required(boolean, 'Whether the first row holds names and is passed over.'),
  },
  { page: 41 },
);

export const importData = struct(
  'importData',
  'Rows to import, each with its columns.',
  {
    values: optional(list(list(string, 'item')), 'Rows; the columns are those of `fieldsMapping`.', {
      maxItems: 50000,
    }),
  },
  { page: 87 },
);

/** `importData` of the asynchronous operations, which take 100 rows (guide p. 180). */
export const asyncImportData = struct(
  'asyncImportData',
  'Up to 100 rows to import, each with its columns.',
  {
    values: { ...importData.fields.values, maxItems: 100 },
  },
  { page: 87, wireName: importData.name },
);

export const importIdentifier = struct(
  'importIdentifier',
  'Identifies an import.',
  {
    identifier: optional(string, 'The id.'),
  },
  { page: 87 },
);

export const recordData = struct(
  'recordData',
  'One row to import.',
  {
    fields: optional(list(string), 'Its columns, those of `fieldsMapping`.'),
  },
  { page: 105 },
);

export const record = struct(
  'record',
  'A row of a result.',
  {
    values: optional(list(string, 'data'), 'Its cells, in the order of the columns.'),
  },
  { page: 105 },
);

export const importTroubleKind = enumeration(
  'importTroubleKind',
  'Why a row was refused.',
  {
    ParseError: 'A value cannot be read.',
    DuplicateKey: 'There is a record with that key.',
    AllKeyFieldsAreEmpty: 'Every key field is empty.',
    NoMatchesInContacts: 'No contact matches.',
    OneMatchInContacts: 'The contact is there already, and the settings forbid changing it.',
    MultipleMatchesInContacts: 'Several contacts match, which the settings do not allow.',
    InternalImportError: 'Something else.',
  },
  88,
);

export const importTrouble = struct(
  'importTrouble',
  'A refused row.',
  {
    key,
    kind: optional(importTroubleKind, 'Why it was refused.'),
    rowNumber: required(int, 'Number of the row.'),
    troubleMessage: optional(string, 'The problem of the row, in words.'),
  },
  { page: 88 },
);

export const rowImportResult = enumeration('rowImportResult', 'The result of a row.', {
  AddedToCRM: 'A contact was added.',
  UpdatedCRM: 'A contact was changed.',
  DeletedFromCRM: 'A contact was deleted.',
  AddedToList: 'It was added to the list.',
  DeletedFromList: 'It was deleted from the list.',
});

export const importedRow = struct('importedRow', 'A row that was taken.', {
  lineNumber: required(int, 'Number of the row.'),
  crmId: required(long, 'Id of the contact.'),
  key,
  result: optional(list(rowImportResult), 'Its result.'),
});

export const entry = struct(
  'entry',
  'A warning and its number of occurrences.',
  {
    key: optional(string, 'The warning.'),
    value: optional(long, 'How often.'),
  },
  { page: 84 },
);

export const basicImportResult = struct(
  'basicImportResult',
  'The common part of the results of imports.',
  {
    failureMessage: optional(string, 'Why the import failed.'),
    importIdentifier: optional(string, 'Id of the import.'),
    importTroubles: optional(list(importTrouble), 'Rows that were refused.'),
    importedRows: optional(list(importedRow), 'Rows that were taken.'),
    keyFields: optional(list(string), 'Fields that served as keys.'),
    success: required(boolean, 'Whether the import succeeded.'),
    uploadDuplicatesCount: required(long, 'Duplicates among the rows.'),
    uploadErrorsCount: required(long, 'Errors among the rows.'),
    warningsCount: required(list(entry, 'entry'), 'Warnings, each with its number of occurrences.'),
  },
  { page: 39 },
);

export const ftpImportSettings = struct(
  'ftpImportSettings',
  'Where the vendor fetches a file by FTP.',
  {
    hostname: optional(string, 'Host name.', { meaning: 'public-host' }),
    password: optional(string, 'Password.', { secret: true }),
    path: optional(string, 'Path of the file.'),
    username: optional(string, 'User name.'),
  },
  { page: 86 },
);
