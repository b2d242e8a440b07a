import type { IdentityRule } from '../../schema/vocabulary.ts';
import type { AgentRecord, AgentReference } from '../adapters/adapter.ts';
import { finish, STRIDE, type Steps } from '../adapters/slices.ts';
import { UniqueIndex } from './unique-index.ts';

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

interface JoinedIdentities {
  readonly persons: readonly Person[];
  readonly ambiguities: readonly Ambiguity[];
}

/** A user record, and the account that lists it. */
interface FoundIdentity {
  readonly account: string;
  readonly record: AgentRecord;
}

/** The user records that an account lists. */
type AccountAgents = readonly [account: string, records: readonly AgentRecord[]];

interface Member extends FoundIdentity {
  /** All members of the person; absent while this is the only one. */
  group?: Group;
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
const placeOf = ({ account, record }: Pick<Member, 'account' | 'record'>) => `${account}/${record.nativeId}`;

function groupOf(member: Member): Group {
  member.group ??= { members: [member] };
  return member.group;
}

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

/** The members that share a value of a rule, by the value. Most values have one member, which needs no list. */
function* sharing(members: readonly Member[], rule: Exclude<IdentityRule, 'LINK'>): Steps<[string, Member[]][]> {
  const found = new Map<string, Member | Member[]>();
  for (const [at, member] of members.entries()) {
    if (at % STRIDE === 0) yield;
    for (const value of VALUES[rule](member.record)) {
      const key = value?.trim().toLowerCase();
      if (!key) continue;
      const known = found.get(key);
      if (Array.isArray(known)) known.push(member);
      else found.set(key, known ? [known, member] : member);
    }
  }
  return [...found].filter((entry): entry is [string, Member[]] => Array.isArray(entry[1]));
}

/**
 * Joins identities into persons. Links come first; then each rule in its order joins identities of different accounts that
 * share a value. A value that is shared within one account identifies no one, and those identities stay apart.
 */
export function joinIdentities(found: Iterable<FoundIdentity>, rules: IdentityRules): JoinedIdentities {
  const lists = Array.from(found, ({ account, record }) => [account, [record]] as const);
  return finish(joinInSteps(lists, rules));
}

/** The same for lists of accounts, in steps, because the identities may be many. */
export function* joinInSteps(lists: Iterable<AccountAgents>, by: IdentityRules): Steps<JoinedIdentities> {
  const members: Member[] = [];
  const accounts = new Set<string>();
  for (const [account, records] of lists) {
    if (records.length > 0) accounts.add(account);
    for (const record of records) if (members.push({ account, record, matchedBy: null }) % STRIDE === 0) yield;
  }
  // Rules join nothing within one account. What they find there is looked up on demand.
  if (by.links.length > 0 || accounts.size > 1) return yield* join(members, by);
  return {
    persons: yield* personsOf(members),
    get ambiguities() {
      return finish(join(members, by)).ambiguities;
    },
  };
}

function* join(members: readonly Member[], { rules, links }: IdentityRules): Steps<JoinedIdentities> {
  const byPlace = links.length > 0 ? new Map(members.map((member) => [placeOf(member), member])) : null;
  for (const link of links) {
    const [first, ...rest] = link.flatMap((place) => byPlace?.get(place) ?? []);
    for (const member of rest) if (first) merge(groupOf(first), groupOf(member), 'LINK');
  }
  const ambiguities: Ambiguity[] = [];
  for (const rule of rules) {
    if (rule === 'LINK') continue;
    for (const [value, shared] of yield* sharing(members, rule)) {
      joinShared(rule, value, shared, ambiguities);
      yield;
    }
  }
  return { persons: yield* personsOf(members), ambiguities };
}

/** Each person once, in the order of their first members. */
function* personsOf(members: readonly Member[]): Steps<Person[]> {
  const seen = new Set<Group>();
  const persons: Person[] = [];
  for (const [at, member] of members.entries()) {
    if (at % STRIDE === 0) yield;
    const { group } = member;
    if (group && seen.has(group)) continue;
    if (group) seen.add(group);
    persons.push({ identities: group?.members ?? [member] });
  }
  return persons;
}

function joinShared(rule: IdentityRule, value: string, shared: readonly Member[], ambiguities: Ambiguity[]): void {
  const groups = [...new Set(shared.map(groupOf))];
  const [first, ...rest] = groups;
  if (!first || !rest.length) return;
  const accounts = groups.flatMap(({ members }) => [...new Set(members.map(({ account }) => account))]);
  if (new Set(accounts).size < accounts.length) {
    ambiguities.push({ rule, value, identities: shared.map(placeOf) });
    return;
  }
  for (const group of rest) merge(first, group, rule);
}

type PersonsByKey = ReadonlyMap<string, ReadonlyMap<string, Person>>;

/** The persons of each account by the account's own key. */
export function* personsByKey(persons: readonly Person[]): Steps<PersonsByKey> {
  const byKey = new Map<string, Map<string, Person>>();
  for (const [at, person] of persons.entries()) {
    if (at % STRIDE === 0) yield;
    for (const { account, record } of person.identities) {
      const known = byKey.get(account);
      if (known) known.set(record.nativeId, person);
      else byKey.set(account, new Map([[record.nativeId, person]]));
    }
  }
  return byKey;
}

/** The people known at one time. */
export class PeopleIndex {
  readonly persons: readonly Person[];
  readonly #joined: JoinedIdentities;
  /** By account, then by the account's own key. */
  readonly #byKey: PersonsByKey;
  readonly #byName: UniqueIndex;
  readonly #byUserName: UniqueIndex;
  readonly #byExtension: UniqueIndex;
  readonly #order: ReadonlyMap<string, number>;

  constructor(joined: JoinedIdentities, accounts: readonly string[], byKey = finish(personsByKey(joined.persons))) {
    const { persons } = joined;
    this.#byKey = byKey;
    this.persons = persons;
    this.#joined = joined;
    this.#order = new Map(accounts.map((account, index) => [account, index]));
    this.#byName = new UniqueIndex(persons, ({ name }) => [name.toLowerCase()]);
    this.#byUserName = new UniqueIndex(persons, ({ userName }) => (userName ? [userName.toLowerCase()] : []));
    this.#byExtension = new UniqueIndex(persons, ({ extensions }) => extensions ?? []);
  }

  /** Identities that a rule would join, were there not two of one account among them. */
  get ambiguities(): readonly Ambiguity[] {
    return this.#joined.ambiguities;
  }

  /** The person an account knows under its own key. */
  identified(account: string, nativeId: string): Person | undefined {
    return this.#byKey.get(account)?.get(nativeId);
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
