/** Leads as contacts. The vendor tells the numbers of a lead whose id is known; it cannot be searched for leads. */
import type { ContactRecord, ListQuery, Reads } from '../adapter.ts';
import type { Client, SendOptions } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import type { RemoteControlOperations } from './contract.ts';
import { eachBounded } from './shared.ts';

/** The field a lead's id is looked for by, as the vendor names it. */
const LEAD_ID = 'LeadId';
/** Leads asked for at one time. */
const AT_ONCE = 8;

function leadsOf({ nativeIds, fields }: ListQuery): readonly string[] | null {
  if (nativeIds) return nativeIds;
  const named = fields?.filter(({ name }) => name === LEAD_ID).map(({ value }) => value) ?? [];
  return named.length ? named : null;
}

/** A lead is a contact where it has a number; one that is unknown has none, or is refused. */
async function contactOf(
  client: Client<RemoteControlOperations>,
  userId: number,
  lead: string,
  ask: SendOptions,
): Promise<readonly ContactRecord[]> {
  if (!/^[1-9]\d{0,18}$/.test(lead)) return [];
  const phones = await client.send('leadphones', { UserID: userId, LeadID: lead }, ask).catch(unlessRefused);
  const numbers = phones.flatMap(({ PhoneNumber }) => PhoneNumber || []);
  return numbers.length ? [{ nativeId: lead, name: null, numbers, fields: [{ name: LEAD_ID, value: lead }] }] : [];
}

function unlessRefused(thrown: unknown): readonly [] {
  if (thrown instanceof CrosspointError && ['NOT_FOUND', 'FAILED_PRECONDITION'].includes(thrown.code)) return [];
  throw thrown;
}

/** What can be read of leads. */
export function contactReads(
  client: Client<RemoteControlOperations>,
  userId: number,
  now: () => Date,
): Pick<Reads, 'contacts'> {
  return {
    contacts: async (query, ask) => {
      const leads = leadsOf(query);
      const fetchedAt = now().toISOString();
      if (!leads) return { items: [], fetchedAt, truncated: true };
      const found = await eachBounded(leads, AT_ONCE, (lead) => contactOf(client, userId, lead, ask));
      return { items: found.flat(), fetchedAt };
    },
  };
}
