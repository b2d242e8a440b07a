import type { AnswerInput, Answers } from './answers.ts';
import { existingCampaign } from './campaign-checks.ts';
import type { Domain } from './domain.ts';
import { updatedContacts } from './lists.ts';
import { type Job, upload } from './upload.ts';

type UpdateSettings = AnswerInput<'updateContacts'>['crmUpdateSettings'];
type DeleteSettings = AnswerInput<'deleteFromContacts'>['crmDeleteSettings'];
type DispositionSettings = AnswerInput<'updateDispositions'>['DispositionsUpdateSettings'];

const ABOUT = 'contacts';

function updating(settings: UpdateSettings): Job {
  const upToDate = updatedContacts(settings);
  return {
    kind: 'contacts',
    about: ABOUT,
    settings,
    act(row, matches, batch) {
      // Without a list there is nothing left to do with a contact that is not to be changed (guide p. 89).
      if (settings.crmUpdateMode === 'DONT_UPDATE' && matches.length === 1)
        return batch.trouble(row, 'OneMatchInContacts', 'The record is in the contacts already.');
      upToDate(row, matches, batch);
    },
  };
}

function deleting(domain: Domain, settings: DeleteSettings): Job {
  const { crmDeleteMode } = settings;
  return {
    kind: 'contacts',
    about: ABOUT,
    settings,
    act(row, matches, batch) {
      if (!matches.length) return batch.trouble(row, 'NoMatchesInContacts', 'No contact matches.');
      if (crmDeleteMode === 'DELETE_SOLE_MATCHES' && matches.length > 1)
        return batch.trouble(row, 'MultipleMatchesInContacts', 'More than one record matches specified criteria.');
      for (const contact of crmDeleteMode === 'DELETE_EXCEPT_FIRST' ? matches.slice(1) : matches) {
        domain.contacts.remove(contact);
        batch.did(row, contact, 'DeletedFromCRM');
        batch.count('crmRecordsDeleted');
      }
    },
  };
}

/** Dispositions of contacts, one for each record or one for all. */
function dispositions(domain: Domain, campaignName: string, settings: DispositionSettings): Job {
  existingCampaign(domain, campaignName, ['OUTBOUND', 'AUTODIAL']);
  const { updateToCommonDisposition, commonDispositionValue, dispositionColumnNumber } = settings;
  return {
    kind: 'dispositions',
    about: campaignName,
    settings,
    act(row, matches, batch) {
      const given = updateToCommonDisposition ? commonDispositionValue : row.cells[dispositionColumnNumber - 1];
      const disposition = given?.trim() ?? '';
      if (!domain.dispositions.has(disposition))
        return batch.trouble(row, 'ParseError', `Disposition "${disposition}" doesn't exist.`);
      if (!matches.length && settings.warnIfNoCrmMatchFound) batch.warn('NoMatchesInContacts');
      if (settings.dispositionsUpdateMode === 'UPDATE_IF_SOLE_CRM_MATCH' && matches.length > 1)
        return batch.trouble(row, 'MultipleMatchesInContacts', 'More than one record matches specified criteria.');
      for (const contact of matches) contact.disposition = disposition;
      batch.count('dispRecordsUpdated', matches.length);
    },
  };
}

/** The chapter Contact Management, and the dispositions imported into campaigns. */
export function contactAnswers(domain: Domain): Answers {
  return {
    getContactRecords: ({ lookupCriteria }) => {
      const found = domain.contacts.lookup(lookupCriteria);
      // Recorded: without matches the answer is one empty element, without the names of the fields (WIRE.md).
      return (found.records as readonly unknown[]).length > 0 ? found : { fields: [], records: [] };
    },
    updateContacts: ({ crmUpdateSettings: settings, importData }) =>
      upload.data(domain, updating(settings), importData),
    updateContactsCsv: ({ crmUpdateSettings: settings, csvData }) => upload.csv(domain, updating(settings), csvData),
    updateContactsFtp: ({ updateSettings, ftpSettings }) => upload.ftp(domain, updating(updateSettings), ftpSettings),
    asyncUpdateCrmRecords: ({ crmUpdateSettings: settings, importData }) =>
      upload.async(domain, updating(settings), importData),
    updateCrmRecord: ({ crmUpdateSettings: settings, record }) => upload.record(domain, updating(settings), record),
    deleteFromContacts: ({ crmDeleteSettings: settings, importData }) =>
      upload.data(domain, deleting(domain, settings), importData),
    deleteFromContactsCsv: ({ crmDeleteSettings: settings, csvData }) =>
      upload.csv(domain, deleting(domain, settings), csvData),
    deleteFromContactsFtp: ({ deleteSettings, ftpSettings }) =>
      upload.ftp(domain, deleting(domain, deleteSettings), ftpSettings),
    updateDispositions: ({ campaignName, DispositionsUpdateSettings: settings, importData }) =>
      upload.data(domain, dispositions(domain, campaignName, settings), importData),
    updateDispositionsCsv: ({ campaignName, DispositionsUpdateSettings: settings, csvData }) =>
      upload.csv(domain, dispositions(domain, campaignName, settings), csvData),
    updateDispositionsFtp: ({ campaignName, updateSettings, ftpSettings }) =>
      upload.ftp(domain, dispositions(domain, campaignName, updateSettings), ftpSettings),
    asyncUpdateCampaignDispositions: ({ campaignName, dispositionsUpdateSettings: settings, importData }) =>
      upload.async(domain, dispositions(domain, campaignName, settings), importData),
  };
}
