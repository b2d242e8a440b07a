import { describe, expect, test } from 'vitest';
import { startFive9 } from './simulator-start.ts';

const MAPPING = [
  { columnNumber: 1, fieldName: 'number1', key: true },
  { columnNumber: 2, fieldName: 'first_name', key: false },
];
const ADDING = {
  fieldsMapping: MAPPING,
  skipHeaderLine: false,
  cleanListBeforeUpdate: false,
  crmAddMode: 'ADD_NEW',
  crmUpdateMode: 'UPDATE_FIRST',
  listAddMode: 'ADD_FIRST',
};
const CSV = { separator: ',', skipHeaderLine: true };
const DELETING = { fieldsMapping: MAPPING.slice(0, 1), skipHeaderLine: false };

async function sizeOf(
  call: (name: string, input: Readonly<Record<string, unknown>>) => Promise<unknown>,
  name: string,
): Promise<number> {
  const lists = (await call('getListsInfo', { listNamePattern: name })) as { size: number }[];
  return lists[0]?.size ?? Number.NaN;
}

describe('imports into lists', () => {
  test('an import runs for a while, then reports its counts and the error of each record', async () => {
    const { call, refusal, pass } = await startFive9();
    await call('createList', { listName: 'hotleads' });
    const csvData = [
      'number1,first_name',
      '5551208111,"Ann, Lee"',
      '12,Short',
      '5551208111,Again',
      ',Nobody',
      '(555) 120-8112,Bob',
    ].join('\n');
    const identifier = await call('addToListCsv', {
      listName: 'hotleads',
      listUpdateSettings: { ...ADDING, failOnFieldParseError: true, ...CSV, callNowMode: 'ANY' },
      csvData,
    });
    // Guide p. 245 and 249 print identifiers such as 0a2c9316-1a68-4be1-b817-c885326018c6.
    expect(identifier).toEqual({ identifier: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/) });
    expect(await call('isImportRunning', { identifier })).toBe(true);
    expect(await refusal('getListImportResult', { identifier })).toMatchObject({ fault: 'ResultIsNotReadyFault' });
    expect(await refusal('deleteList', { listName: 'hotleads' })).toMatchObject({ fault: 'ListCantBeRemovedFault' });
    expect(await sizeOf(call, 'hotleads')).toBe(0);
    pass(5);
    expect(await call('isImportRunning', { identifier })).toBe(false);
    expect(await call('getListImportResult', { identifier })).toMatchObject({
      ...{ success: true, importIdentifier: (identifier as { identifier: string }).identifier },
      listName: 'hotleads',
      listRecordsInserted: '2',
      crmRecordsInserted: '2',
      callNowQueued: '2',
      uploadDuplicatesCount: '1',
      uploadErrorsCount: '2',
      keyFields: ['number1'],
      importTroubles: [
        { kind: 'ParseError', rowNumber: 3, key: ['12'] },
        { kind: 'DuplicateKey', rowNumber: 4, key: ['5551208111'] },
        { kind: 'AllKeyFieldsAreEmpty', rowNumber: 5 },
      ],
      importedRows: [
        { lineNumber: 2, result: ['AddedToCRM', 'AddedToList'] },
        { lineNumber: 6, result: ['AddedToCRM', 'AddedToList'] },
      ],
    });
    expect(await sizeOf(call, 'hotleads')).toBe(2);
    expect(
      await call('getContactRecords', { lookupCriteria: { criteria: [{ field: 'number1', value: '5551208111' }] } }),
    ).toMatchObject({ records: [{ values: expect.arrayContaining(['5551208111', 'Ann, Lee']) }] });
    expect(await refusal('getCrmImportResult', { identifier })).toMatchObject({ fault: 'UnknownIdentifierFault' });
  });

  test('a request that waits for an import is answered when the import ends', async () => {
    const { call, pass, running } = await startFive9();
    const importData = { values: [['5551208111', 'Ann']] };
    const identifier = await call('asyncAddRecordsToList', {
      listName: 'Spring Sales list',
      listUpdateSettings: ADDING,
      importData,
    });
    const began = Date.now();
    const waiting = call('isImportRunning', { identifier, waitTime: '50' });
    while (!running.received.get('isImportRunning')) await new Promise(setImmediate);
    pass(5);
    expect(await waiting).toBe(false);
    expect(Date.now() - began).toBeLessThan(25_000);
  });

  // Guide p. 41: "True: The record is rejected when at least one field fails validation. False: Default. The record is
  // accepted. However, changes to the fields that fail validation are rejected."
  test('a bad field refuses its record where that is asked for, and is otherwise left out of it', async () => {
    const { call } = await startFive9();
    const fieldsMapping = [...MAPPING, { columnNumber: 3, fieldName: 'number2', key: false }];
    const add = (fields: readonly string[], failOnFieldParseError?: boolean) =>
      call('addRecordToList', {
        listName: 'Spring Sales list',
        listUpdateSettings: { ...ADDING, fieldsMapping, failOnFieldParseError },
        record: { fields },
      });
    await add(['5551208111', 'Ann', '5551208112']);
    expect(await add(['5551208111', 'Bea', 'bad'], true)).toMatchObject({
      crmRecordsUpdated: '0',
      importTroubles: [{ kind: 'ParseError', rowNumber: 1 }],
    });
    const known = { lookupCriteria: { criteria: [{ field: 'number1', value: '5551208111' }] } };
    const cells = (...answered: string[]) => ({ records: [{ values: expect.arrayContaining(answered) }] });
    expect(await call('getContactRecords', known)).toMatchObject(cells('Ann', '5551208112'));
    expect(await add(['5551208111', 'Cleo', 'bad'])).toMatchObject({ crmRecordsUpdated: '1', importTroubles: [] });
    expect(await call('getContactRecords', known)).toMatchObject(cells('Cleo', '5551208112'));
    expect(await add(['bad', 'Dora', '5551208113'])).toMatchObject({
      importTroubles: [{ kind: 'AllKeyFieldsAreEmpty' }],
    });
  });

  test('a bad record that is refused keeps no other away', async () => {
    const { call, pass } = await startFive9();
    const before = await sizeOf(call, 'Spring Sales list');
    const identifier = await call('addToList', {
      listName: 'Spring Sales list',
      listUpdateSettings: { ...ADDING, failOnFieldParseError: true },
      importData: {
        values: [
          ['bad', 'Bob'],
          ['5551208111', 'Ann'],
        ],
      },
    });
    pass(5);
    expect(await call('getListImportResult', { identifier })).toMatchObject({
      listRecordsInserted: '1',
      uploadErrorsCount: '1',
    });
    expect(await sizeOf(call, 'Spring Sales list')).toBe(before + 1);
  });

  test('records are added one at a time, once, and deleted again', async () => {
    const { call, refusal, pass } = await startFive9();
    const listName = 'Win Back list';
    const before = await sizeOf(call, listName);
    const record = { fields: ['5551208111', 'Ann'] };
    expect(await call('addRecordToList', { listName, listUpdateSettings: ADDING, record })).toMatchObject({
      crmRecordsInserted: '1',
      listRecordsInserted: '1',
    });
    expect(await call('addRecordToList', { listName, listUpdateSettings: ADDING, record })).toMatchObject({
      crmRecordsInserted: '0',
      crmRecordsUpdated: '1',
      listRecordsInserted: '0',
    });
    // Here alone the guide counts columns from 0 (p. 42, 97).
    const fieldsMapping = MAPPING.map((field) => ({ ...field, columnNumber: field.columnNumber - 1 }));
    const simply = { listName, listUpdateSimpleSettings: { fieldsMapping, updateCRM: true }, record };
    expect(await refusal('addRecordToListSimple', simply)).toMatchObject({ fault: 'AddRecordToListFault' });
    await call('addRecordToListSimple', { ...simply, record: { fields: ['5551208112', 'Bob'] } });
    expect(await sizeOf(call, listName)).toBe(before + 2);
    const one = { fields: ['5551208111'] };
    expect(await call('deleteRecordFromList', { listName, listDeleteSettings: DELETING, record: one })).toMatchObject({
      listRecordsDeleted: '1',
    });
    const importData = { values: [['5551208112'], ['5551208113']] };
    const identifier = await call('deleteFromList', { listName, listDeleteSettings: DELETING, importData });
    pass(5);
    expect(await call('getListImportResult', { identifier })).toMatchObject({
      listRecordsDeleted: '1',
      importTroubles: [{ kind: 'NoMatchesInContacts', rowNumber: 2 }],
    });
    expect(await sizeOf(call, listName)).toBe(before);
    await call('deleteAllFromList', { listName });
    pass(5);
    expect(await sizeOf(call, listName)).toBe(0);
  });

  test('a file import keeps its list busy, and its campaign from being deleted', async () => {
    const { call, refusal, pass } = await startFive9();
    const ftp = { hostname: 'ftp.example', path: 'leads.csv', username: 'me', password: 'secret' };
    const importing = { listName: 'Summer Survey list', updateSettings: ADDING, ftpSettings: ftp };
    await call('addToListFtp', importing);
    expect(await refusal('addToListFtp', importing)).toMatchObject({ fault: 'ImportInProgressFault' });
    expect(await refusal('deleteCampaign', { campaignName: 'Summer Survey' })).toMatchObject({
      fault: 'ImportInProgressFault',
    });
    pass(5);
    await call('deleteCampaign', { campaignName: 'Summer Survey' });
  });

  test('more records than the documented limit are refused, with the limit', async () => {
    const { refusal } = await startFive9();
    const csvData = '5551208111\n'.repeat(50_001);
    expect(
      await refusal('addToListCsv', { listName: 'Win Back list', listUpdateSettings: ADDING, csvData }),
    ).toMatchObject({ fault: 'ImportSizeLimitExceededFault', limit: 50_000, recordsCount: 50_001 });
  });
});

describe('contacts', () => {
  test('contacts are added, changed, found and deleted', async () => {
    const { call, refusal, pass } = await startFive9();
    const crmUpdateSettings = {
      fieldsMapping: MAPPING,
      skipHeaderLine: false,
      crmAddMode: 'ADD_NEW',
      crmUpdateMode: 'UPDATE_ALL',
    };
    const importData = {
      values: [
        ['5551208111', 'Ann'],
        ['5551208112', 'Bob'],
      ],
    };
    const identifier = await call('updateContacts', { crmUpdateSettings, importData });
    pass(5);
    expect(await call('getCrmImportResult', { identifier })).toMatchObject({
      crmRecordsInserted: '2',
      crmRecordsUpdated: '0',
    });
    const record = { fields: ['5551208112', 'Robert'] };
    expect(await call('updateCrmRecord', { crmUpdateSettings, record })).toMatchObject({ crmRecordsUpdated: '1' });
    const unchanging = { ...crmUpdateSettings, crmUpdateMode: 'DONT_UPDATE' };
    expect(await call('updateCrmRecord', { crmUpdateSettings: unchanging, record })).toMatchObject({
      crmRecordsUpdated: '0',
      importTroubles: [{ kind: 'OneMatchInContacts' }],
    });
    const criteria = [{ field: 'first_name', value: 'Robert' }];
    const found = await call('getContactRecords', { lookupCriteria: { criteria, contactIdField: 'contact_id' } });
    expect(found).toMatchObject({ fields: expect.arrayContaining(['contact_id', 'number1']), records: [{}] });
    const crmDeleteSettings = { ...DELETING, crmDeleteMode: 'DELETE_ALL' };
    await call('deleteFromContactsCsv', { crmDeleteSettings, csvData: '5551208112' });
    pass(5);
    expect(await call('getContactRecords', { lookupCriteria: { criteria } })).toBeNull();
    const unknown = [{ field: 'no_such', value: '1' }];
    expect(await refusal('getContactRecords', { lookupCriteria: { criteria: unknown } })).toMatchObject({
      fault: 'CrmFieldNotFoundFault',
      fieldName: 'no_such',
    });
  });

  test('outcomes are imported into a campaign that dials', async () => {
    const { call, refusal, pass } = await startFive9();
    const settings = {
      fieldsMapping: MAPPING.slice(0, 1),
      skipHeaderLine: false,
      dispositionColumnNumber: 2,
      updateToCommonDisposition: false,
      warnIfNoCrmMatchFound: true,
    };
    const importing = {
      campaignName: 'Win Back',
      DispositionsUpdateSettings: settings,
      csvData: '6147000000,Sale\n6147000001,Nonsense\n5550000000,Sale',
    };
    const identifier = await call('updateDispositionsCsv', importing);
    pass(5);
    expect(await call('getDispositionsImportResult', { identifier })).toMatchObject({
      dispRecordsUpdated: '1',
      importTroubles: [{ kind: 'ParseError', rowNumber: 2 }],
      warningsCount: [{ key: 'NoMatchesInContacts', value: '1' }],
    });
    expect(await refusal('updateDispositionsCsv', { ...importing, campaignName: 'Billing Inbound' })).toMatchObject({
      fault: 'WrongCampaignTypeFault',
      actualType: 'INBOUND',
    });
  });
});

describe('the do-not-call list', () => {
  test('takes numbers at night only, and gives them up again', async () => {
    const { call, refusal, pass } = await startFive9();
    const numbers = ['5551208111', '(555) 120-8112'];
    expect(await call('addNumbersToDnc', { numbers })).toBe(2);
    expect(await call('addNumbersToDnc', { numbers: ['5551208111', '5551208113'] })).toBe(1);
    expect(await call('checkDncForNumbers', { numbers: ['5551208112', '5551208119'] })).toEqual(['5551208112']);
    expect(await call('removeNumbersFromDnc', { numbers: ['5551208112'] })).toBe(0);
    expect(await call('checkDncForNumbers', { numbers: ['5551208112'] })).toEqual([]);
    pass(7 * 3_600);
    expect(await refusal('addNumbersToDnc', { numbers })).toMatchObject({ fault: 'ExecutionRestrictionFault' });
  });

  test('refuses more numbers than the guide allows in one request', async () => {
    const { post } = await startFive9();
    const numbers = '<numbers>5551208111</numbers>'.repeat(50_001);
    expect(await post('checkDncForNumbers', numbers)).toContain('TooManyItemsFault');
  });
});
