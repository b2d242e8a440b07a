import type { ContactRecord, ListQuery, Reads, Rows } from '../../adapter.ts';
import type { OutputOf, SendOptions } from '../../contract.ts';
import { NUMBER_FIELDS, nameOf } from '../acts/contact-rows.ts';
import type { Five9Client } from '../client.ts';
import type { five9ConfigContract } from '../contract/index.ts';

type Found = NonNullable<OutputOf<(typeof five9ConfigContract.operations)['getContactRecords']>>;
type Criteria = readonly { field: string; value: string }[];

/** Name under which contacts' ids are asked for. */
const ID = 'contact_id';
/** Most contacts of one answer (guide p. 179). */
const MOST = 1_000;
/** Fields a contact is found again by, the first that is filled. */
const FINDABLE = [...NUMBER_FIELDS, 'email', 'last_name'];

/**
 * Contacts cannot be looked up by their ids, so the key of one holds a value to look for beside the id. A change of that
 * value changes the key.
 */
function keyOf(id: string, values: ReadonlyMap<string, string>): string {
  const field = FINDABLE.find((name) => values.get(name));
  return field ? `${id} ${field} ${values.get(field)}` : id;
}

/** What to look for to find a contact again; null for a key that cannot be looked for. */
function criteriaOf(nativeId: string): Criteria | null {
  const [, field = '', value = ''] = /^\S+ (\S+) (.*)$/s.exec(nativeId) ?? [];
  return FINDABLE.includes(field) ? [{ field, value }] : null;
}

/** How the vendor may keep a number: as it is, or North American ones by their ten digits (guide p. 231). */
function spellingsOf(number: string): readonly string[] {
  const digits = number.replace(/\D/g, '');
  const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
  const plain = number.trim().startsWith('+') ? `+${digits}` : digits;
  return [...new Set([plain, ...(national.length === 10 ? [national, `+1${national}`] : [])])];
}

function recordsOf({ fields, records }: Found): ContactRecord[] {
  const names = fields ?? [];
  return (records ?? []).map(({ values: cells }) => {
    const values = new Map(names.map((name, index) => [name, cells?.[index] ?? ''] as const));
    const id = values.get(ID) ?? '';
    const filled = [...values].filter(([name, value]) => name !== ID && value !== '');
    return {
      nativeId: keyOf(id, values),
      name: nameOf(values.get('first_name'), values.get('last_name')),
      numbers: NUMBER_FIELDS.flatMap((name) => values.get(name) || []),
      fields: filled.map(([name, value]) => ({ name, value })),
    };
  });
}

/** Each of these is one look-up, since criteria have to hold together. */
function lookupsOf({ number, fields, nativeIds }: ListQuery): readonly Criteria[] {
  const wanted = (fields ?? []).map(({ name: field, value }) => ({ field, value }));
  if (nativeIds) return nativeIds.map(criteriaOf).filter((criteria) => criteria !== null);
  if (!number) return [wanted];
  return spellingsOf(number).flatMap((value) => NUMBER_FIELDS.map((field) => [...wanted, { field, value }]));
}

/** Contacts, looked up by their numbers or by values of their fields. */
export function contactReads(client: Five9Client, now: () => Date): Pick<Reads, 'contacts'> {
  const lookUp = (criteria: Criteria, ask: SendOptions) =>
    client.send('getContactRecords', { lookupCriteria: { contactIdField: ID, criteria: [...criteria] } }, ask);
  return {
    contacts: async (query, ask): Promise<Rows<ContactRecord>> => {
      const answers: Found[] = [];
      for (const criteria of lookupsOf(query)) answers.push((await lookUp(criteria, ask)) ?? {});
      const items = new Map(answers.flatMap(recordsOf).map((contact) => [contact.nativeId, contact]));
      const truncated = answers.some(({ records }) => (records?.length ?? 0) >= MOST);
      return { items: [...items.values()], fetchedAt: now().toISOString(), ...(truncated && { truncated }) };
    },
  };
}
