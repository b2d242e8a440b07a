import type { AnswerInput, Answers } from './answers.ts';
import type { RowAct } from './batch.ts';
import { fail } from './collection.ts';
import type { StoredContact } from './contact-base.ts';
import type { Domain } from './domain.ts';
import { type Job, upload } from './upload.ts';

type AddSettings = AnswerInput<'addToList'>['listUpdateSettings'];
type DeleteSettings = AnswerInput<'deleteFromList'>['listDeleteSettings'];
type Modes = Pick<AddSettings, 'crmAddMode' | 'crmUpdateMode'>;

/** Contacts that a record identifies after the database was updated; none where a mode forbids it. */
export function updatedContacts({
  crmAddMode,
  crmUpdateMode,
}: Modes): (...parameters: Parameters<RowAct>) => StoredContact[] {
  return (row, matches, batch) => {
    if (!matches.length && crmAddMode === 'DONT_ADD') {
      batch.trouble(row, 'NoMatchesInContacts', 'No contact matches.');
      return [];
    }
    if (!matches.length) return [batch.insert(row)];
    if (crmUpdateMode === 'UPDATE_SOLE_MATCHES' && matches.length > 1) {
      batch.trouble(row, 'MultipleMatchesInContacts', 'More than one record matches specified criteria.');
      return matches;
    }
    const updated =
      crmUpdateMode === 'DONT_UPDATE' ? [] : crmUpdateMode === 'UPDATE_ALL' ? matches : matches.slice(0, 1);
    for (const contact of updated) batch.update(row, contact);
    return matches;
  };
}

/** Which of several contacts go into the list. */
function chosen(contacts: StoredContact[], mode: AddSettings['listAddMode']): StoredContact[] {
  if (mode === 'ADD_ALL') return contacts;
  if (mode === 'ADD_IF_SOLE_CRM_MATCH' && contacts.length > 1) return [];
  return contacts.slice(0, 1);
}

function adding(domain: Domain, list: string, settings: AddSettings, reset: readonly string[] = []): Job {
  domain.lists.find(list);
  const upToDate = updatedContacts(settings);
  return {
    kind: 'list',
    about: list,
    settings,
    before(batch) {
      if (settings.cleanListBeforeUpdate) batch.count('listRecordsDeleted', emptied(domain, list));
      if (reset.length) batch.count('recordDispositionsReset', domain.contacts.resetDispositions([list]));
    },
    act(row, matches, batch) {
      const members = domain.contacts.members(list);
      for (const contact of chosen(upToDate(row, matches, batch), settings.listAddMode)) {
        const isNew = !members.has(contact.id);
        if (isNew) {
          members.add(contact.id);
          batch.did(row, contact, 'AddedToList');
          batch.count('listRecordsInserted');
        }
        if (isCalledNow(settings.callNowMode, isNew, matches.length === 0)) batch.count('callNowQueued');
      }
    },
  };
}

function isCalledNow(mode: AddSettings['callNowMode'], isNewInList: boolean, isNewContact: boolean): boolean {
  return mode === 'ANY' || (mode === 'NEW_LIST_ONLY' && isNewInList) || (mode === 'NEW_CRM_ONLY' && isNewContact);
}

function emptied(domain: Domain, list: string): number {
  const members = domain.contacts.members(list);
  const { size } = members;
  members.clear();
  return size;
}

function deleting(domain: Domain, list: string, settings: DeleteSettings): Job {
  domain.lists.find(list);
  const { listDeleteMode } = settings;
  return {
    kind: 'list',
    about: list,
    settings,
    act(row, matches, batch) {
      const members = domain.contacts.members(list);
      const found = matches.filter(({ id }) => members.has(id));
      if (!found.length) return batch.trouble(row, 'NoMatchesInContacts', 'No record of the list matches.');
      if (listDeleteMode === 'DELETE_IF_SOLE_CRM_MATCH' && matches.length > 1)
        return batch.trouble(row, 'MultipleMatchesInContacts', 'More than one record matches specified criteria.');
      for (const contact of listDeleteMode === 'DELETE_EXCEPT_FIRST' ? found.slice(1) : found) {
        members.delete(contact.id);
        batch.did(row, contact, 'DeletedFromList');
        batch.count('listRecordsDeleted');
      }
    },
  };
}

/** Everything that can be wrong has the one fault, distinguished by its message (guide p. 231). */
function addSimply(
  domain: Domain,
  { listName, listUpdateSimpleSettings, record }: AnswerInput<'addRecordToListSimple'>,
): void {
  const { fieldsMapping: fromZero, updateCRM } = listUpdateSimpleSettings;
  // Here alone columns are counted from 0 (guide p. 42, 97).
  const fieldsMapping = fromZero?.map((field) => ({ ...field, columnNumber: field.columnNumber + 1 }));
  const refuse = (message: string) => fail('AddRecordToListFault', message);
  if (!domain.lists.has(listName)) refuse('List was not found.');
  if (!fieldsMapping?.some(({ key }) => key)) refuse('At least one key must be provided.');
  const modes = { crmAddMode: 'ADD_NEW', listAddMode: 'ADD_IF_SOLE_CRM_MATCH' } as const;
  const crmUpdateMode = updateCRM ? 'UPDATE_SOLE_MATCHES' : 'DONT_UPDATE';
  const settings = { ...modes, crmUpdateMode, fieldsMapping: fieldsMapping ?? [] } as const;
  const quiet = { skipHeaderLine: false, cleanListBeforeUpdate: false };
  const result = upload.record(domain, adding(domain, listName, { ...settings, ...quiet }), record);
  const [trouble] = result.importTroubles as { troubleMessage: string }[];
  if (trouble) refuse(trouble.troubleMessage);
  if (result.listRecordsInserted === '0') refuse('Specified record already exist in the list.');
}

function deleteAll(domain: Domain, listName: string): unknown {
  domain.lists.find(listName);
  return domain.imports.start('list', listName, 0, (importIdentifier) => {
    const deleted = String(emptied(domain, listName));
    const none = { callNowQueued: '0', crmRecordsInserted: '0', crmRecordsUpdated: '0', listRecordsInserted: '0' };
    const counts = { ...none, listRecordsDeleted: deleted, recordDispositionsReset: '0', warningsCount: [] };
    return { ...counts, importIdentifier, listName, success: true, uploadDuplicatesCount: '0', uploadErrorsCount: '0' };
  });
}

function remove(domain: Domain, listName: string): void {
  domain.lists.find(listName);
  const isUsed = domain.campaigns.items.some(({ lists }) => lists.some((list) => list.listName === listName));
  domain.lists.remove(listName, isUsed || domain.imports.isBusy(listName));
  domain.contacts.dropList(listName);
}

/** Dialing lists and what is imported into them. */
export function listAnswers(domain: Domain): Answers {
  return {
    createList: ({ listName }) => void domain.lists.add(listName, { name: listName }),
    deleteList: ({ listName }) => remove(domain, listName),
    getListsInfo: ({ listNamePattern }) =>
      domain.lists
        .matching(listNamePattern, domain.reading('name-patterns'))
        .map(({ name }) => ({ name, size: domain.contacts.members(String(name)).size })),
    addToList: ({ listName, listUpdateSettings: settings, importData }) =>
      upload.data(domain, adding(domain, listName, settings), importData),
    addToListCsv: ({ listName, listUpdateSettings: settings, csvData }) =>
      upload.csv(domain, adding(domain, listName, settings), csvData),
    addToListFtp: ({ listName, updateSettings, ftpSettings }) =>
      upload.ftp(domain, adding(domain, listName, updateSettings), ftpSettings),
    asyncAddRecordsToList(input) {
      const campaigns = input.resetDispositionsInCampaignsImportData ?? [];
      domain.campaigns.need(campaigns);
      return upload.async(
        domain,
        adding(domain, input.listName, input.listUpdateSettings, campaigns),
        input.importData,
      );
    },
    addRecordToList: ({ listName, listUpdateSettings: settings, record }) =>
      upload.record(domain, adding(domain, listName, settings), record),
    addRecordToListSimple: (input) => addSimply(domain, input),
    deleteFromList: ({ listName, listDeleteSettings: settings, importData }) =>
      upload.data(domain, deleting(domain, listName, settings), importData),
    deleteFromListCsv: ({ listName, listDeleteSettings: settings, csvData }) =>
      upload.csv(domain, deleting(domain, listName, settings), csvData),
    deleteFromListFtp: ({ listName, deleteSettings, ftpSettings }) =>
      upload.ftp(domain, deleting(domain, listName, deleteSettings), ftpSettings),
    asyncDeleteRecordsFromList: ({ listName, listDeleteSettings: settings, importData }) =>
      upload.async(domain, deleting(domain, listName, settings), importData),
    deleteRecordFromList: ({ listName, listDeleteSettings: settings, record }) =>
      upload.record(domain, deleting(domain, listName, settings), record),
    deleteAllFromList: ({ listName }) => deleteAll(domain, listName),
  };
}
