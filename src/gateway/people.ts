import type { IdentityRule } from '../../schema/vocabulary.ts';
import type { AgentRecord, AgentReference } from '../adapters/adapter.ts';

/** How identities become agents. */
export interface IdentityRules {
  readonly rules: readonly IdentityRule[];
  /** Identities that are one person, each as `account/nativeId`. */
  readonly links: readonly (readonly string[])[];
}

/** One account's view of a person, and why it was joined. */
export interface Identity {
  readonly account: string;
  readonly record: AgentRecord;
  readonly matchedBy: IdentityRule | null;
}

/** A person: one or more identities. */
export interface Person {
  readonly identities: readonly Identity[];
}

/** Identities that a rule would join, were there not two of one account among them. */
interface Ambiguity {
  readonly rule: IdentityRule;
  readonly value: string;
  readonly identities: readonly string[];
}

interface Member {
  readonly place: string;
  readonly account: string;
  readonly record: AgentRecord;
  group: Group;
  matchedBy: IdentityRule | null;
}

interface Group {
  members: Member[];
}

const VALUES: Readonly<
  Record<Exclude<IdentityRule, 'LINK'>, (record: AgentRecord) => readonly (string | null | undefined)[]>
> = {
  EMAIL: ({ email }) => [email],
  USER_NAME: ({ userName }) => [userName],
  EMPLOYEE_ID: ({ employeeId }) => [employeeId],
  EXTENSION: ({ extensions }) => extensions ?? [],
};

/** Joins two groups. */
function merge(one: Group, other: Group, rule: IdentityRule): void {
  if (one === other) return;
  for (const member of other.members) {
    member.group = one;
    member.matchedBy ??= rule;
  }
  for (const member of one.members) member.matchedBy ??= rule;
  one.members = [...one.members, ...other.members];
}

function sharing(members: readonly Member[], rule: Exclude<IdentityRule, 'LINK'>): Map<string, Member[]> {
  const found = new Map<string, Member[]>();
  for (const member of members) {
    for (const value of VALUES[rule](member.record)) {
      const key = value?.trim().toLowerCase();
      if (!key) continue;
      const known = found.get(key);
      if (known) known.push(member);
      else found.set(key, [member]);
    }
  }
  return found;
}

/**
 * Joins identities into persons. Links come first; then each rule in its order joins identities of different accounts that
 * share a value. A value that is shared within one account identifies no one, and those identities stay apart.
 */
export function joinIdentities(
  found: readonly { account: string; record: AgentRecord }[],
  { rules, links }: IdentityRules,
): { persons: Person[]; ambiguities: Ambiguity[] } {
  const members = found.map(({ account, record }): Member => {
    const group: Group = { members: [] };
    const member = { place: `${account}/${record.nativeId}`, account, record, group, matchedBy: null };
    group.members.push(member);
    return member;
  });
  const byPlace = new Map(members.map((member) => [member.place, member]));
  for (const link of links) {
    const [first, ...rest] = link.flatMap((place) => byPlace.get(place) ?? []);
    for (const member of rest) if (first) merge(first.group, member.group, 'LINK');
  }
  const ambiguities: Ambiguity[] = [];
  for (const rule of rules) {
    if (rule === 'LINK') continue;
    for (const [value, shared] of sharing(members, rule)) joinShared(rule, value, shared, ambiguities);
  }
  const groups = new Set(members.map(({ group }) => group));
  return { persons: [...groups].map(({ members: joined }) => ({ identities: joined })), ambiguities };
}

function joinShared(rule: IdentityRule, value: string, shared: readonly Member[], ambiguities: Ambiguity[]): void {
  const groups = [...new Set(shared.map(({ group }) => group))];
  const [first, ...rest] = groups;
  if (!first || !rest.length) return;
  const accounts = groups.flatMap(({ members }) => [...new Set(members.map(({ account }) => account))]);
  if (new Set(accounts).size < accounts.length) {
    ambiguities.push({ rule, value, identities: shared.map(({ place }) => place) });
    return;
  }
  for (const group of rest) merge(first, group, rule);
}

/**
 * Values that point at people: within an account first, and across accounts only where one person fits. Made when it is
 * first asked, since a list of agents alone does not need it.
 */
class UniqueIndex {
  #people: Map<string, Person | null> | undefined;

  constructor(
    private readonly persons: readonly Person[],
    private readonly valuesOf: (record: AgentRecord) => readonly string[],
  ) {}

  find(account: string, value: string): Person | undefined {
    this.#people ??= this.#build();
    const exact = this.#people.get(`${account}/${value}`);
    return (exact === undefined ? this.#people.get(`*/${value}`) : exact) ?? undefined;
  }

  /** The person of each value; null where several have it. */
  #build(): Map<string, Person | null> {
    const people = new Map<string, Person | null>();
    const add = (place: string, person: Person) => {
      const known = people.get(place);
      people.set(place, known === undefined || known === person ? person : null);
    };
    for (const person of this.persons)
      for (const { account, record } of person.identities)
        for (const value of this.valuesOf(record)) {
          add(`${account}/${value}`, person);
          add(`*/${value}`, person);
        }
    return people;
  }
}

/** The people known at one time. */
export class PeopleIndex {
  readonly persons: readonly Person[];
  readonly ambiguities: readonly Ambiguity[];
  readonly #byPlace = new Map<string, Person>();
  readonly #byName: UniqueIndex;
  readonly #byUserName: UniqueIndex;
  readonly #byExtension: UniqueIndex;
  readonly #order: ReadonlyMap<string, number>;

  constructor({ persons, ambiguities }: ReturnType<typeof joinIdentities>, accounts: readonly string[]) {
    this.persons = persons;
    this.ambiguities = ambiguities;
    this.#order = new Map(accounts.map((account, index) => [account, index]));
    this.#byName = new UniqueIndex(persons, ({ name }) => [name.toLowerCase()]);
    this.#byUserName = new UniqueIndex(persons, ({ userName }) => (userName ? [userName.toLowerCase()] : []));
    this.#byExtension = new UniqueIndex(persons, ({ extensions }) => extensions ?? []);
    for (const person of persons)
      for (const { account, record } of person.identities) this.#byPlace.set(`${account}/${record.nativeId}`, person);
  }

  /** The person an account knows under its own key. */
  identified(account: string, nativeId: string): Person | undefined {
    return this.#byPlace.get(`${account}/${nativeId}`);
  }

  /**
   * The person a vendor refers to: by its own key, by name, by the number of a sign-on, by log-in name, else by phone.
   * The owner of a phone is not taken where the vendor names another person at it.
   */
  referred(account: string, { nativeId, name, userName, alias, extension }: AgentReference): Person | undefined {
    const found =
      (nativeId ? this.identified(account, nativeId) : undefined) ??
      (name ? this.#byName.find(account, name.toLowerCase()) : undefined) ??
      (alias ? this.#byExtension.find(account, alias) : undefined) ??
      (userName ? this.#byUserName.find(account, userName.toLowerCase()) : undefined);
    if (found || !extension) return found;
    const owner = this.#byExtension.find(account, extension);
    return owner && isCalled(owner, account, name) ? owner : undefined;
  }

  /** The phone of whom a vendor points at, where they have exactly one. */
  onlyPhone(account: string, reference: AgentReference | null | undefined): string | null {
    const person = reference ? this.referred(account, reference) : undefined;
    const phones = new Set(person?.identities.flatMap(({ record }) => record.extensions ?? []));
    return phones.size === 1 ? ([...phones][0] ?? null) : null;
  }

  /** The identity a person's global id is made of: that of the first account of the configuration. */
  canonicalIdentity(person: Person): Identity {
    const rank = ({ account }: Identity) => this.#order.get(account) ?? Number.MAX_SAFE_INTEGER;
    return person.identities.reduce((best, identity) => (rank(identity) < rank(best) ? identity : best));
  }
}

/** Whether a person goes by a name in an account; true where either is not known. */
function isCalled({ identities }: Person, account: string, name: string | null | undefined): boolean {
  const listed = identities.filter((identity) => identity.account === account);
  const called = name?.toLowerCase();
  return !called || listed.length === 0 || listed.some(({ record }) => record.name.toLowerCase() === called);
}
