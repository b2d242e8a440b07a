/** Pages cut out of the cached list of agents are those of a scan of all people, for any readings, callers and filters. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Caller, mayUseAccount } from '../../src/access/caller.ts';
import { writeId } from '../../src/access/global-id.ts';
import { joinIdentities, PeopleIndex, type Person } from '../../src/gateway/people.ts';
import { AGENT_ORDER, type AgentSelection, countsOf, sortedAgents } from '../../src/resolvers/agent-index.ts';
import { cutPage, type Order, type PageOf, pageOf } from '../../src/resolvers/paging.ts';

const ACCOUNTS = ['floor', 'wfo', 'dial'];
const record = fc.record({
  nativeId: fc.stringMatching(/^[0-9]{1,2}$/),
  name: fc.constantFrom('Ann', 'ann', 'Bob', 'Cy', 'Annabel'),
  active: fc.constantFrom(true, false, null),
  email: fc.constantFrom('a@acme.example', 'b@acme.example', null),
});
const reading = fc.uniqueArray(fc.record({ account: fc.constantFrom(...ACCOUNTS), record }), {
  selector: ({ account, record: { nativeId } }) => `${account}/${nativeId}`,
  maxLength: 40,
});
const accounts = fc.oneof(
  fc.constant<'all'>('all'),
  fc.subarray(ACCOUNTS).map((some): ReadonlySet<string> => new Set(some)),
);
const question = fc.record({
  accounts,
  chosen: fc.subarray(ACCOUNTS),
  nameContains: fc.constantFrom(null, 'an', 'BOB', ''),
  includeInactive: fc.constantFrom(null, true, false),
  named: fc.option(fc.array(fc.nat(60), { maxLength: 4 }), { nil: null }),
  size: fc.integer({ min: 1, max: 5 }),
  backwards: fc.boolean(),
  /** The item that the page continues from, by its index. */
  from: fc.option(fc.nat(60), { nil: null }),
});
type Question = typeof question extends fc.Arbitrary<infer Value> ? Value : never;

interface Scanned {
  readonly person: Person;
  readonly visible: Person;
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}

const BY_NAME: Order<Scanned> = { name: 'agent+', length: 2, key: ({ name, id }) => [name, id] };

/** Every person, looked at for each question. */
function scan(index: PeopleIndex, caller: Pick<Caller, 'accounts'>, asked: AgentSelection): Scanned[] {
  const part = asked.nameContains?.toLowerCase() ?? '';
  const all = index.persons.flatMap((person): Scanned[] => {
    const identities = person.identities.filter(({ account }) => mayUseAccount(caller, account));
    if (identities.length === 0) return [];
    const { account, record: known } = index.canonicalIdentity({ identities });
    const said = person.identities.map((identity) => identity.record.active);
    const isActive = said.some((active) => active === true) || said.every((active) => active !== false);
    const id = writeId('Agent', account, known.nativeId);
    return [{ person, visible: { identities }, id, name: known.name.toLowerCase(), isActive }];
  });
  const isWanted = ({ person, isActive }: Scanned) =>
    asked.persons ? asked.persons.has(person) : asked.includeInactive === true || isActive;
  return all.filter(
    (agent) =>
      isWanted(agent) &&
      agent.person.identities.some(({ account }) => asked.chosen.includes(account)) &&
      agent.name.includes(part),
  );
}

function selectionOf({ persons }: PeopleIndex, { named, ...asked }: Question): AgentSelection {
  const some = named && new Set(named.flatMap((at): Person[] => (persons[at] ? [persons[at]] : [])));
  return { ...asked, persons: some };
}

function pageAsked({ size, backwards, from }: Question, cursors: readonly string[]) {
  const cursor = from === null ? null : cursors[from];
  return backwards ? { last: size, before: cursor } : { first: size, after: cursor };
}

/** A page with the fields that distinguish its agents. */
function shown({ edges, pageInfo }: PageOf<Pick<Scanned, 'id' | 'person' | 'visible'>>) {
  return {
    pageInfo,
    edges: edges.map(({ cursor, node: { id, person, visible } }) => ({ cursor, id, person, visible })),
  };
}

it('answers the pages and counts of a scan after any earlier questions', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(reading, { minLength: 1, maxLength: 3 }),
      fc.array(question, { maxLength: 12 }),
      async (readings, questions) => {
        for (const rows of readings) {
          const index = new PeopleIndex(joinIdentities(rows, { rules: ['EMAIL'], links: [] }), ACCOUNTS);
          for (const asked of questions) {
            const selection = selectionOf(index, asked);
            const found = await (await sortedAgents(index, asked)).select(selection);
            const expected = scan(index, asked, selection);
            const cursors = pageOf(expected, BY_NAME, { first: 100 }).edges.map(({ cursor }) => cursor);
            const page = pageAsked(asked, cursors);
            expect(shown(cutPage(found.items, AGENT_ORDER, page))).toEqual(shown(pageOf(expected, BY_NAME, page)));
            expect(found.items).toHaveLength(expected.length);
            expect(found.counts ?? countsOf(found.items)).toEqual(countsOf(expected));
          }
        }
      },
    ),
    { numRuns: 200 },
  );
});

it('keeps the list of a reading, and makes another for the next', async () => {
  const rows = [{ account: 'floor', record: { nativeId: '1', name: 'Ann' } }];
  const read = () => new PeopleIndex(joinIdentities(rows, { rules: [], links: [] }), ACCOUNTS);
  const [one, other] = [read(), read()];
  const caller = { accounts: 'all' as const };
  const asked = { chosen: ['floor'] };
  const [first, again, next] = [sortedAgents(one, caller), sortedAgents(one, caller), sortedAgents(other, caller)];
  expect(await (await first).select(asked)).toBe(await (await again).select(asked));
  expect(await next).not.toBe(await first);
});
