/** Contacts as far as attempts to reach them tell, and how far batches of them are. */
import type { ContactRecord, ImportRecord, ListQuery, Reads, Rows } from '../adapter.ts';
import type { Client, SendOptions, ValueOf } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { type EngageOperations, engage } from './contract/index.ts';
import type { contact, contactBatchState } from './contract/types.ts';
import { campaignStateOf } from './quirks.ts';
import type { Organization } from './reads.ts';

type VendorContact = ValueOf<typeof contact> & { readonly _other?: readonly Other[] };
type BatchState = ValueOf<typeof contactBatchState>;

/** What an account has besides the documented fields. */
interface Other {
  readonly name: string;
  readonly value?: string | null;
}

/** Marks a contact's key that is one of its devices, where its owner gave it no id. */
const BY_DEVICE = 'device ';
const NUMBER = /^\+?[\d\s().-]{2,}$/;

function recordOf({ externalId, internalId, devices, _other: others }: VendorContact): ContactRecord | null {
  const addresses = (devices ?? []).flatMap((device) => device.externalId ?? []);
  const nativeId = externalId || (addresses[0] && `${BY_DEVICE}${addresses[0]}`);
  if (!nativeId) return null;
  const named = [
    ...(externalId ? [{ name: 'externalId', value: externalId }] : []),
    ...(internalId ? [{ name: 'internalId', value: internalId }] : []),
    ...addresses.filter((address) => !NUMBER.test(address)).map((value) => ({ name: 'device', value })),
    ...(others ?? []).map(({ name, value }) => ({ name, value: value ?? '' })),
  ];
  return { nativeId, name: null, numbers: addresses.filter((address) => NUMBER.test(address)), fields: named };
}

/** What attempts are looked for by: a client id or a device, which is all the vendor can search by. */
function samplesOf({ number, fields, nativeIds }: ListQuery): VendorContact[] {
  const byKey = (nativeId: string) =>
    nativeId.startsWith(BY_DEVICE) ? onDevice(nativeId.slice(BY_DEVICE.length)) : { externalId: nativeId };
  if (nativeIds) return nativeIds.map(byKey) as VendorContact[];
  const externalId = fields?.find(({ name }) => name === 'externalId')?.value;
  if (externalId) return [{ externalId } as VendorContact];
  return number ? [onDevice(number) as VendorContact] : [];
}

function onDevice(externalId: string) {
  return { devices: [{ externalId }] };
}

/** How far a batch is; what was filtered out by suppression lists and compliance is refused. */
function importRecord(nativeId: string, { state, attributes }: BatchState): ImportRecord {
  const measures = new Map((attributes ?? []).map(({ name, value }) => [name, Number(value)] as const));
  const measure = (name: string) => measures.get(name) || 0;
  const where = campaignStateOf(state);
  const failed = measure('failedCount') + measure('filteredCount');
  const done = Math.max(0, measure('attemptedCount') - measure('failedCount'));
  const failureMessage = where === 'CANCELLED' ? 'The batch was cancelled' : null;
  return {
    nativeId,
    running: where !== 'COMPLETED' && where !== 'CANCELLED',
    done,
    failed,
    failureMessage,
    refused: [],
  };
}

/** What can be read of contacts. The vendor has no list of them: only who was tried lately is found. */
export function contactReads(
  client: Client<EngageOperations>,
  org: Organization,
  now: () => Date,
): Pick<Reads, 'contacts' | 'contactImport'> {
  const cap = engage.operations.listContactAttempts.cap ?? Number.POSITIVE_INFINITY;
  return {
    contacts: async (query, ask): Promise<Rows<ContactRecord>> => {
      const fetchedAt = now().toISOString();
      const samples = samplesOf(query);
      if (!samples.length) return { items: [], fetchedAt, truncated: true };
      const search = (sample: VendorContact) =>
        client.send('listContactAttempts', { org, sample: { contact: sample } }, ask);
      const attempts = await Promise.all(samples.map(search));
      const records = attempts.flat().flatMap(({ contact: told }) => (told ? (recordOf(told) ?? []) : []));
      const items = [...new Map(records.map((record) => [record.nativeId, record])).values()];
      const truncated = attempts.some(({ length }) => length >= cap);
      return { items, fetchedAt, ...(truncated && { truncated }) };
    },
    contactImport: (nativeId, ask) => readBatch(client, nativeId, ask),
  };
}

/** How far a batch is now. */
export async function readBatch(
  client: Client<EngageOperations>,
  externalId: string,
  ask: SendOptions,
): Promise<ImportRecord> {
  const state = await client.send('showContactBatchState', { contactBatch: { externalId } }, ask);
  if (state) return importRecord(externalId, state);
  throw new CrosspointError('NOT_FOUND', 'There is no such batch of contacts');
}
