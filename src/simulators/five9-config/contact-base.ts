import type { AnswerInput } from './answers.ts';
import { type ConfigValues, fail } from './collection.ts';
import type { Domain } from './domain.ts';

/** A contact record: texts by field name. */
export interface StoredContact {
  readonly id: number;
  readonly values: Record<string, string>;
  disposition: string | null;
}

const SYSTEM_FIELDS: Readonly<Record<string, string>> = {
  ...{ number1: 'PHONE', number2: 'PHONE', number3: 'PHONE', first_name: 'STRING', last_name: 'STRING' },
  ...{ company: 'STRING', street: 'STRING', city: 'STRING', state: 'STRING', zip: 'STRING', email: 'EMAIL' },
};

/** Most records one look-up answers (guide p. 179). */
const MOST_RECORDS = 1_000;
const FIRST_CONTACT = 500_001;
const FIRST_NAMES = ['Ada', 'Ben', 'Chloe', 'Dario', 'Elena', 'Farid', 'Grace'];
const LAST_NAMES = [
  'Abbott',
  'Baker',
  'Castro',
  'Dawson',
  'Evans',
  'Fischer',
  'Gupta',
  'Hayes',
  'Ivanov',
  'Jones',
  'Klein',
];
/** Contacts of the first list; the next has as many more, and so on. */
const FIRST_LIST = 100;

/** The contact database and the dialing lists made of it. */
export class ContactBase {
  readonly #contacts = new Map<number, StoredContact>();
  readonly #lists = new Map<string, Set<number>>();
  #lastId = FIRST_CONTACT - 1;

  constructor(private readonly domain: Domain) {}

  /** Fills the fields and lists that the domain has at first. */
  begin(lists: readonly string[]): void {
    for (const [name, type] of Object.entries(SYSTEM_FIELDS))
      this.domain.fields.add(name, { name, type, displayAs: 'Long', mapTo: 'None', system: true });
    for (const [index, name] of lists.entries()) {
      this.domain.lists.add(name, { name });
      const members = this.members(name);
      for (let count = 0; count < FIRST_LIST * (index + 1); count += 1) members.add(this.#sample().id);
    }
  }

  #sample(): StoredContact {
    const number = this.#lastId - FIRST_CONTACT + 1;
    return this.insert({
      number1: `614${String(7_000_000 + number)}`,
      first_name: FIRST_NAMES[number % FIRST_NAMES.length] ?? '',
      last_name: LAST_NAMES[number % LAST_NAMES.length] ?? '',
    });
  }

  get all(): readonly StoredContact[] {
    return [...this.#contacts.values()];
  }

  /** Ids of the contacts in a list. */
  members(list: string): Set<number> {
    const known = this.#lists.get(list);
    if (known) return known;
    const members = new Set<number>();
    this.#lists.set(list, members);
    return members;
  }

  insert(values: Readonly<Record<string, string>>): StoredContact {
    const contact = { id: ++this.#lastId, values: { ...values }, disposition: null };
    this.#contacts.set(contact.id, contact);
    return contact;
  }

  /** Removes a contact from the database and from every list. */
  remove({ id }: StoredContact): void {
    this.#contacts.delete(id);
    for (const members of this.#lists.values()) members.delete(id);
  }

  dropList(list: string): void {
    this.#lists.delete(list);
  }

  /** Removes a contact field from every record. */
  forget(field: string): void {
    for (const { values } of this.#contacts.values()) delete values[field];
  }

  /** Forgets outcomes of a list's contacts; all outcomes when none is named. Returns how many were removed. */
  resetDispositions(lists: readonly string[], dispositions: readonly string[] = []): number {
    const ids = new Set(lists.flatMap((list) => [...this.members(list)]));
    const fits = ({ id, disposition }: StoredContact) =>
      ids.has(id) && disposition !== null && (!dispositions.length || dispositions.includes(disposition));
    const found = this.all.filter(fits);
    for (const contact of found) contact.disposition = null;
    return found.length;
  }

  /** Records that equal every criterion. */
  lookup({ contactIdField, criteria }: AnswerInput<'getContactRecords'>['lookupCriteria']): ConfigValues {
    const wanted = criteria ?? [];
    for (const { field: fieldName } of wanted)
      if (!this.domain.fields.has(fieldName))
        fail('CrmFieldNotFoundFault', `Contact field "${String(fieldName)}" doesn't exist.`, { fieldName });
    const isMet = (values: StoredContact['values']) => (criterion: { field?: string | null; value?: string | null }) =>
      (values[String(criterion.field)] ?? '') === (criterion.value ?? '');
    const isAny = wanted.length > 0 && this.domain.reading('lookup-criteria') === 'any';
    const found = this.all.filter(({ values }) => (isAny ? wanted.some(isMet(values)) : wanted.every(isMet(values))));
    const names = this.domain.fields.names;
    const records = found.slice(0, MOST_RECORDS).map(({ id, values }) => ({
      values: [...(contactIdField ? [String(id)] : []), ...names.map((name) => values[name] ?? '')],
    }));
    return { fields: [...(contactIdField ? [contactIdField] : []), ...names], records };
  }
}
