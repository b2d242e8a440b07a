/** Leads as contacts. The vendor returns the numbers of a lead by its id and cannot search for leads. */
import type { ContactRecord, ListQuery, Reads } from '../../adapter.ts';
import type { Client, SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { mapBounded } from '../client/map-bounded.ts';
import type { RemoteControlOperations } from '../contract/index.ts';
import { isEmptyResult } from '../quirks.ts';

/** The contact field with a lead's id, under the vendor's name. */
const LEAD_ID = 'LeadId';
/** Leads requested at one time. */
const AT_ONCE = 8;

function leadsOf({ nativeIds, fields }: ListQuery): readonly string[] | null {
  if (nativeIds) return nativeIds;
  const named = fields?.filter(({ name }) => name === LEAD_ID).map(({ value }) => value) ?? [];
  return named.length ? named : null;
}

function noneIfRefused(thrown: unknown): readonly [] {
  if (thrown instanceof CrosspointError && isEmptyResult(thrown)) return [];
  throw thrown;
}

/** A lead with at least one number is a contact; none where the vendor knows no such lead. */
export async function contactOf(
  client: Client<RemoteControlOperations>,
  userId: number,
  lead: string,
  ask: SendOptions,
): Promise<readonly ContactRecord[]> {
  if (!/^[1-9]\d{0,18}$/.test(lead)) return [];
  const phones = await client.send('leadphones', { UserID: userId, LeadID: lead }, ask).catch(noneIfRefused);
  const numbers = phones.flatMap(({ PhoneNumber }) => PhoneNumber || []);
  return numbers.length ? [{ nativeId: lead, name: null, numbers, fields: [{ name: LEAD_ID, value: lead }] }] : [];
}

/** Reads contacts by their lead ids; any other question is answered with none of them, marked as truncated. */
export function contactReads(
  client: Client<RemoteControlOperations>,
  userId: number,
  now: () => Date,
): Reads['contacts'] {
  return async (query, ask) => {
    const leads = leadsOf(query);
    const fetchedAt = now().toISOString();
    if (!leads) return { items: [], fetchedAt, truncated: true };
    const found = await mapBounded(leads, AT_ONCE, (lead) => contactOf(client, userId, lead, ask));
    return { items: found.flat(), fetchedAt };
  };
}
