/**
 * The list of agents in its order, stored for as long as the people it was made of. A page of it is then cut out without
 * looking at the other agents, so that its cost does not grow with their number.
 */
import { LRUCache } from 'lru-cache';
import { type Caller, mayUseAccount } from '../access/caller.ts';
import { writeId } from '../access/global-id.ts';
import { finishInSlices, STRIDE, type Steps, sortInSlices } from '../adapters/slices.ts';
import type { Identity, PeopleIndex, Person } from '../gateway/people.ts';
import type { Order } from './paging.ts';

class ListedAgent {
  /** The name without case. */
  readonly name: string;
  readonly isActive: boolean;
  #id: string | undefined;

  constructor(
    /** The person with all identities. */
    readonly person: Person,
    /** The person with the identities visible to the caller. */
    readonly visible: Person,
    /** The identity that the agent is named and identified by. */
    private readonly canonical: Identity,
  ) {
    this.name = canonical.record.name.toLowerCase();
    this.isActive = isActive(person);
  }

  /** The global id. */
  get id(): string {
    this.#id ??= writeId('Agent', this.canonical.account, this.canonical.record.nativeId);
    return this.#id;
  }
}

/** Agents that fit a filter, in order. */
export interface SelectedAgents {
  readonly items: readonly ListedAgent[];
  /** How many of them each account knows; absent where they were not counted. */
  readonly counts?: ReadonlyMap<string, number>;
}

/** The filter of a list of agents. */
export interface AgentSelection {
  /** Only agents that one of these accounts knows. */
  readonly chosen: readonly string[];
  readonly nameContains?: string | null;
  readonly includeInactive?: boolean | null;
  /** Only these persons, inactive ones too. */
  readonly persons?: ReadonlySet<Person> | null;
}

/** The order of the list of agents. */
export const AGENT_ORDER: Order<ListedAgent> = {
  name: 'agent+',
  length: 2,
  key: ({ name, id }) => [name, id],
};

/** Callers with different accounts whose lists are stored. */
const MOST_VIEWS = 32;
/** Selections that are stored of each list. */
const MOST_SELECTIONS = 32;

const listsOf = new WeakMap<PeopleIndex, LRUCache<string, Promise<SortedAgents>>>();

/** The agents visible to a caller; made once for each reading of the people. */
export function sortedAgents(index: PeopleIndex, caller: Pick<Caller, 'accounts'>): Promise<SortedAgents> {
  let lists = listsOf.get(index);
  if (!lists) {
    lists = new LRUCache({ max: MOST_VIEWS });
    listsOf.set(index, lists);
  }
  const key = caller.accounts === 'all' ? '' : JSON.stringify([...caller.accounts].sort());
  let list = lists.get(key);
  if (!list) {
    list = sortAgents(index, caller);
    lists.set(key, list);
  }
  return list;
}

async function sortAgents(index: PeopleIndex, caller: Pick<Caller, 'accounts'>): Promise<SortedAgents> {
  const all = await sortInSlices(await finishInSlices(listedAgents(index, caller)), byName);
  return new SortedAgents(index, caller, all);
}

function* listedAgents(index: PeopleIndex, caller: Pick<Caller, 'accounts'>): Steps<ListedAgent[]> {
  const listed: ListedAgent[] = [];
  for (const [at, person] of index.persons.entries()) {
    if (at % STRIDE === 0) yield;
    const agent = listedAgent(person, index, caller);
    if (agent) listed.push(agent);
  }
  return listed;
}

/** A person as an agent of the caller's list; null where the caller sees none of the identities. */
function listedAgent(person: Person, index: PeopleIndex, caller: Pick<Caller, 'accounts'>): ListedAgent | null {
  const visible = visibleTo(caller, person);
  if (visible.identities.length === 0) return null;
  return new ListedAgent(person, visible, index.canonicalIdentity(visible));
}

/** The person with the identities that the caller may know. */
function visibleTo(caller: Pick<Caller, 'accounts'>, person: Person): Person {
  if (caller.accounts === 'all') return person;
  const identities = person.identities.filter(({ account }) => mayUseAccount(caller, account));
  return identities.length === person.identities.length ? person : { identities };
}

/** The agents visible to callers with equal accounts, in the order of their list. */
class SortedAgents {
  readonly #selected = new LRUCache<string, Promise<SelectedAgents>>({ max: MOST_SELECTIONS });

  constructor(
    private readonly index: PeopleIndex,
    private readonly caller: Pick<Caller, 'accounts'>,
    private readonly all: readonly ListedAgent[],
  ) {}

  async select(selection: AgentSelection): Promise<SelectedAgents> {
    const { chosen, nameContains, includeInactive, persons } = selection;
    if (persons) {
      const named = [...persons].flatMap((person) => listedAgent(person, this.index, this.caller) ?? []);
      return { items: named.filter(fits({ ...selection, includeInactive: true })).sort(byName) };
    }
    const key = JSON.stringify([chosen, nameContains?.toLowerCase() ?? '', includeInactive === true]);
    let found = this.#selected.get(key);
    if (!found) {
      found = finishInSlices(selected(this.all, fits(selection)));
      this.#selected.set(key, found);
    }
    return found;
  }
}

function* selected(all: readonly ListedAgent[], isFit: (agent: ListedAgent) => boolean): Steps<SelectedAgents> {
  const items: ListedAgent[] = [];
  const counts = new Map<string, number>();
  for (const [at, agent] of all.entries()) {
    if (at % STRIDE === 0) yield;
    if (!isFit(agent)) continue;
    items.push(agent);
    countInto(counts, agent);
  }
  return { items, counts };
}

/** As `AGENT_ORDER` orders them; the id is made only where names are equal. */
function byName(one: ListedAgent, other: ListedAgent): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

function fits({ chosen, nameContains, includeInactive }: AgentSelection): (agent: ListedAgent) => boolean {
  const accounts = new Set(chosen);
  const part = nameContains?.toLowerCase() ?? '';
  return ({ person, name, isActive }) =>
    (includeInactive === true || isActive) &&
    person.identities.some(({ account }) => accounts.has(account)) &&
    name.includes(part);
}

/** Inactive is a person whom an account calls inactive and none calls active. */
function isActive({ identities }: Person): boolean {
  const isReported = (active: boolean) => identities.some(({ record }) => record.active === active);
  return isReported(true) || !isReported(false);
}

/** How many of these agents each account knows. */
export function countsOf(agents: readonly Pick<ListedAgent, 'visible'>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const agent of agents) countInto(counts, agent);
  return counts;
}

function countInto(counts: Map<string, number>, { visible: { identities } }: Pick<ListedAgent, 'visible'>): void {
  const add = (account: string) => counts.set(account, (counts.get(account) ?? 0) + 1);
  const [only] = identities;
  if (identities.length === 1 && only) add(only.account);
  else for (const account of new Set(identities.map((identity) => identity.account))) add(account);
}
