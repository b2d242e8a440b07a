import type { ContactRecord, ListQuery, Reads, Rows } from '../../adapter.ts';
import type { OutputOf, SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { NUMBER_FIELDS, nameOf } from '../acts/contact-rows.ts';
import type { Five9Client } from '../client.ts';
import type { five9ConfigContract } from '../contract/index.ts';

type Found = NonNullable<OutputOf<(typeof five9ConfigContract.operations)['getContactRecords']>>;
type Criteria = readonly { field: string; value: string }[];

/** Column name under which contacts' ids are requested. */
const ID = 'contact_id';
/** Most contacts of one answer (guide p. 179). */
const MOST = 1_000;
/** Fields a contact is found again by, the first that is filled. */
const FINDABLE = [...NUMBER_FIELDS, 'email', 'last_name'];

/**
 * Contacts cannot be looked up by their ids, so the key of one contains its id and a value to search for. A
 * change of that value changes the key.
 */
function keyOf(id: string, values: ReadonlyMap<string, string>): string {
  const field = FINDABLE.find((name) => values.get(name));
  return field ? `${id} ${field} ${values.get(field)}` : id;
}

/** The search that finds a contact again; null for a key that cannot be searched. */
function criteriaOf(nativeId: string): Criteria | null {
  const [, field = '', value = ''] = /^\S+ (\S+) (.*)$/s.exec(nativeId) ?? [];
  return FINDABLE.includes(field) ? [{ field, value }] : null;
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

type LookUp = (criteria: Criteria) => Promise<Found>;

/**
 * Contacts with a number under any spelling in any of the three fields, in one look-up: for a domain in which one
 * criterion is enough (readings.ts, `lookup-criteria`). Other conditions of the query are applied to what is found.
 */
function byAnyNumber(spellings: readonly string[], lookUp: LookUp): Promise<Found> {
  return lookUp(spellings.flatMap((value) => NUMBER_FIELDS.map((field) => ({ field, value }))));
}

/** Contacts with a number in any of the three fields; criteria hold together, so that each field is one look-up. */
async function byNumber(
  spellings: readonly string[],
  criteria: Criteria,
  isMixed: boolean,
  lookUp: LookUp,
): Promise<Found[]> {
  const answers: Found[] = [];
  for (const [at, value] of spellings.entries()) {
    const inField = (field: string) => lookUp([...criteria, { field, value }]);
    const found = Promise.all(NUMBER_FIELDS.map(inField));
    answers.push(...(at === 0 ? await found : await found.catch(noneIfRefused)));
    if (!isMixed && answers.some(({ records }) => records?.length)) break;
  }
  return answers;
}

/** A vendor that refuses a spelling stores no number in that spelling. */
function noneIfRefused(thrown: unknown): Found[] {
  if (thrown instanceof CrosspointError && thrown.code === 'INVALID_ARGUMENT') return [];
  throw thrown;
}

async function answersTo(
  { number, fields, nativeIds }: ListQuery,
  client: Five9Client,
  lookUp: LookUp,
): Promise<Found[]> {
  const criteria = (fields ?? []).map(({ name: field, value }) => ({ field, value }));
  if (number && !nativeIds) {
    const spellings = client.numberSpellings(number);
    const isMixed = client.reading('numbers') === 'as-sent';
    const inTurn = () => byNumber(spellings, criteria, isMixed, lookUp);
    if (client.reading('lookup-criteria') !== 'any') return inTurn();
    const found = await byAnyNumber(spellings, lookUp).catch(noneIfRefused);
    return Array.isArray(found) ? inTurn() : [found];
  }
  const lookUps = nativeIds ? nativeIds.map(criteriaOf).filter((one) => one !== null) : [criteria];
  const answers: Found[] = [];
  for (const one of lookUps) answers.push(await lookUp(one));
  return answers;
}

/** Contacts, looked up by their numbers or by values of their fields. */
export function contactReads(client: Five9Client, now: () => Date): Pick<Reads, 'contacts'> {
  const lookUp = async (criteria: Criteria, ask: SendOptions) =>
    (await client.send(
      'getContactRecords',
      { lookupCriteria: { contactIdField: ID, criteria: [...criteria] } },
      ask,
    )) ?? {};
  return {
    contacts: async (query, ask): Promise<Rows<ContactRecord>> => {
      const answers = await answersTo(query, client, (criteria) => lookUp(criteria, ask));
      const items = new Map(answers.flatMap(recordsOf).map((contact) => [contact.nativeId, contact]));
      const truncated = answers.some(({ records }) => (records?.length ?? 0) >= MOST);
      return { items: [...items.values()], fetchedAt: now().toISOString(), ...(truncated && { truncated }) };
    },
  };
}
