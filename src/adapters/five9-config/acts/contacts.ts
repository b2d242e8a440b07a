import type { ContactFacts, ContactPlace, ContactWriting } from '../../acts/contact.ts';
import { eachItem, type ItemOutcome } from '../../acts/items.ts';
import { rejectUnsupportedFields } from '../../acts/unsupported-fields.ts';
import type { Acts } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError, invalidArgument } from '../../errors.ts';
import type { Five9Client } from '../client.ts';
import {
  hasSucceeded,
  type ImportKind,
  type ImportResult,
  importKey,
  requireAnswer,
  rowErrorCode,
} from '../reads/imports.ts';
import { rowOf, type Table, tableOf } from './contact-rows.ts';

/** Rows of an asynchronous upload, which spares the dialler (guide p. 180, 188). */
const MOST_ASYNCHRONOUS = 100;
/** Rows of any upload (guide p. 181). */
const MOST_ROWS = 50_000;

const PLACE = ['list', 'keyFields'] as const;

/** Settings of every upload. A bad field refuses its record; else the record would be added without it (guide p. 41). */
const USUAL = { skipHeaderLine: false, failOnFieldParseError: true } as const;

/** Of several contacts that match none is the one that was meant, so none is touched (guide p. 73). */
function modesOf({ mode }: ContactWriting) {
  return {
    crmAddMode: 'ADD_NEW',
    crmUpdateMode: mode === 'ADD_ONLY' ? 'DONT_UPDATE' : 'UPDATE_SOLE_MATCHES',
  } as const;
}

/** How records join a list; `ANY` dials new and known ones at once (guide p. 47). */
function listAdding({ callNow }: ContactWriting) {
  const adding = { listAddMode: 'ADD_IF_SOLE_CRM_MATCH', cleanListBeforeUpdate: false } as const;
  return callNow ? ({ ...adding, callNowMode: 'ANY' } as const) : adding;
}

function refuseCallsWithoutList({ list, callNow }: ContactWriting): void {
  if (callNow && !list) throw invalidArgument('The vendor dials at once only contacts of a list', 'callNow');
}

/** A record refused in an answer without a fault; the refusal is about the record alone. */
class RefusedRecord extends CrosspointError {}

function checked(result: ImportResult): void {
  const { failureMessage, importTroubles } = result;
  const [trouble] = importTroubles ?? [];
  const message = trouble?.troubleMessage || failureMessage || 'The record was refused';
  if (trouble) throw new RefusedRecord(rowErrorCode(trouble.kind), message, { vendorCode: trouble.kind ?? undefined });
  if (!hasSucceeded(result)) throw new RefusedRecord('FAILED_PRECONDITION', message);
}

/** Whether an error is about one record: the vendor refused it, or it could not be sent. */
function isOfRecord(error: CrosspointError): boolean {
  return error instanceof RefusedRecord || error.argumentPath?.[0] === 'record';
}

/** Names the contact in the error about a row that cannot be sent. */
function namingContact(thrown: unknown): never {
  const [data, , row] = thrown instanceof CrosspointError ? (thrown.argumentPath ?? []) : [];
  if (!(thrown instanceof CrosspointError) || data !== 'importData' || row === undefined) throw thrown;
  throw invalidArgument(thrown.message, 'input', 'contacts', row);
}

/** Contacts one after another; an error names its contact. */
function eachContact(
  client: Five9Client,
  contacts: readonly ContactFacts[],
  place: ContactPlace,
  send: (table: Table) => Promise<ImportResult>,
): Promise<readonly ItemOutcome[]> {
  rejectUnsupportedFields(place, 'mode', 'callNow', ...PLACE);
  const tables = contacts.map((contact, at) => rowOf(contact, place, at, client.writtenNumber));
  const items = tables.map((_, at) => String(at));
  const one = async (at: string) => checked(await send(tables[Number(at)] as Table));
  return eachItem(items, one, isOfRecord);
}

function sendOne(client: Five9Client, writing: ContactWriting, ask: SendOptions) {
  return async ({ fieldsMapping, rows: [fields = []] }: Table): Promise<ImportResult> => {
    const settings = { ...USUAL, ...modesOf(writing), fieldsMapping };
    const { list } = writing;
    if (!list)
      return requireAnswer(
        await client.send('updateCrmRecord', { crmUpdateSettings: settings, record: { fields } }, ask),
      );
    const listUpdateSettings = { ...settings, ...listAdding(writing) };
    return requireAnswer(
      await client.send('addRecordToList', { listName: list, listUpdateSettings, record: { fields } }, ask),
    );
  };
}

function removeOne(client: Five9Client, { list }: ContactPlace, ask: SendOptions) {
  return async ({ fieldsMapping, rows: [fields = []] }: Table): Promise<ImportResult> => {
    const listDeleteSettings = { ...USUAL, fieldsMapping, listDeleteMode: 'DELETE_IF_SOLE_CRM_MATCH' as const };
    const input = { listName: list ?? '', listDeleteSettings, record: { fields } };
    return requireAnswer(await client.send('deleteRecordFromList', input, ask));
  };
}

async function upload(
  client: Five9Client,
  contacts: readonly ContactFacts[],
  writing: ContactWriting,
  ask: SendOptions,
): Promise<{ kind: ImportKind; identifier?: string | null }> {
  const { fieldsMapping, rows: values } = tableOf(contacts, writing, writing.mode !== 'ADD_ONLY', client.writtenNumber);
  const settings = { ...USUAL, ...modesOf(writing), fieldsMapping };
  const few = values.length <= MOST_ASYNCHRONOUS;
  const importData = { values };
  if (!writing.list) {
    const input = { crmUpdateSettings: settings, importData };
    const operation = few ? 'asyncUpdateCrmRecords' : 'updateContacts';
    return { kind: 'contacts', ...(await client.send(operation, input, ask)) };
  }
  const input = { listName: writing.list, listUpdateSettings: { ...settings, ...listAdding(writing) }, importData };
  const operation = few ? 'asyncAddRecordsToList' : 'addToList';
  return { kind: 'list', ...(await client.send(operation, input, ask)) };
}

/** The acts on contacts, in the contact database and in dialing lists. */
export function contactActs(client: Five9Client) {
  return {
    contactsAdd: async (contacts, writing, ask) => {
      refuseCallsWithoutList(writing);
      return eachContact(client, contacts, writing, sendOne(client, writing, ask));
    },
    contactsImport: async (contacts, writing, ask) => {
      rejectUnsupportedFields(writing, 'mode', 'callNow', ...PLACE);
      refuseCallsWithoutList(writing);
      if (contacts.length > MOST_ROWS) throw invalidArgument(`At most ${MOST_ROWS} are allowed`, 'input', 'contacts');
      const { kind, identifier } = await upload(client, contacts, writing, ask).catch(namingContact);
      if (identifier) return { nativeId: importKey(kind, identifier) };
      throw new CrosspointError(
        'OUTCOME_UNKNOWN',
        'The vendor returned no identifier of the import, so its progress cannot be read',
      );
    },
    /** The vendor deletes single contacts only from lists; from the database it deletes in bulk, for quiet hours. */
    contactsRemove: async (contacts, place, ask) => {
      if (!place.list)
        throw invalidArgument('The vendor removes contacts from a list only; name the list', 'input', 'listId');
      return eachContact(client, contacts, place, removeOne(client, place, ask));
    },
  } satisfies Partial<Acts>;
}
