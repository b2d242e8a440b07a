/** Contacts as far as attempts to reach them show: the vendor has no list of them. */
import type { ContactRecord, ListQuery, Reads } from '../../adapter.ts';
import { spellingsToSend } from '../../numbers.ts';
import type { Attempts, ContactSample, OtherAttribute } from './attempts.ts';

type VendorContact = ContactSample & { readonly _other?: readonly OtherAttribute[] };

/** Marks a key that is one of the contact's devices, where its owner gave it no id. */
const BY_DEVICE = 'device ';
const NUMBER = /^\+?[\d\s().-]{2,}$/;

function recordOf({ externalId, internalId, devices, _other: others }: VendorContact): ContactRecord | null {
  const addresses = (devices ?? []).flatMap((device) => device.externalId ?? []);
  const nativeId = externalId || (addresses[0] && `${BY_DEVICE}${addresses[0]}`);
  if (!nativeId) return null;
  const fields = [
    ...(externalId ? [{ name: 'externalId', value: externalId }] : []),
    ...(internalId ? [{ name: 'internalId', value: internalId }] : []),
    ...addresses.filter((address) => !NUMBER.test(address)).map((value) => ({ name: 'device', value })),
    ...(others ?? []).map(({ name, value }) => ({ name, value: value ?? '' })),
  ];
  return { nativeId, name: null, numbers: addresses.filter((address) => NUMBER.test(address)), fields };
}

function samplesOf({ number, spellings, fields, nativeIds }: ListQuery): readonly ContactSample[] {
  if (nativeIds)
    return nativeIds.map((nativeId) =>
      nativeId.startsWith(BY_DEVICE) ? onDevice(nativeId.slice(BY_DEVICE.length)) : { externalId: nativeId },
    );
  const externalId = fields?.find(({ name }) => name === 'externalId')?.value;
  if (externalId) return [{ externalId }];
  return number ? spellingsToSend(number, spellings).map(onDevice) : [];
}

/** A contact by the address of its first device (guide l. 985). */
export function onDevice(externalId: string): ContactSample {
  return { devices: [{ externalId }] };
}

/** Reads contacts by id, number or the field `externalId`, as far as they were tried in the last 24 hours. */
export function contactReads(attempts: Attempts, now: () => Date): Reads['contacts'] {
  return async (query, ask) => {
    const fetchedAt = now().toISOString();
    const samples = samplesOf(query);
    if (!samples.length) return { items: [], fetchedAt, truncated: true };
    const found = await Promise.all(samples.map((sample) => attempts.search(sample, {}, ask)));
    const records = found
      .flatMap(({ items }) => items)
      .flatMap(({ contact }) => (contact ? (recordOf(contact) ?? []) : []));
    const items = [...new Map(records.map((record) => [record.nativeId, record])).values()];
    const truncated = !query.nativeIds || found.some((part) => part.items.length === 0);
    return { items, fetchedAt, ...(truncated && { truncated }) };
  };
}
