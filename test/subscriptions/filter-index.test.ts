/** Readers that are indexed by the keys of their filters receive what a scan of every event receives. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { type Lookup, selectorOf, type Wanted } from '../../src/subscriptions/deliver/filter.ts';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import type { LogReader } from '../../src/subscriptions/log/reader.ts';

const ACCOUNTS = ['floor', 'wfo', 'dial'];
const NAMES = ['Ann', 'ann', 'Bob', 'Cy'];
const KEYS = ['1', '2', '3'];
const PHONES = ['4711', '4712', '1'];

const maybe = <Value>(values: readonly Value[]) => fc.option(fc.constantFrom(...values), { nil: null });
const agent = fc.record({
  nativeId: maybe(KEYS),
  name: maybe(NAMES),
  userName: maybe(NAMES),
  alias: maybe(PHONES),
  extension: maybe(PHONES),
});
const campaign = fc.record({ nativeId: maybe(KEYS), name: maybe(NAMES) });
const call = fc.record({
  nativeId: fc.constantFrom(...KEYS),
  state: fc.constantFrom('CONNECTED', 'ENDED'),
  device: maybe(PHONES),
  direction: maybe(['INBOUND', 'OUTBOUND']),
  agent: fc.option(agent, { nil: null }),
  campaign: fc.option(campaign, { nil: null }),
});
const facts = fc.oneof(
  fc.record({
    kind: fc.constant('CALL'),
    type: fc.constant('CONNECTED'),
    call,
    carriedBy: fc.constantFrom(undefined, ...ACCOUNTS),
  }),
  fc.record({
    ...{ kind: fc.constant('RECORDING'), type: fc.constant('STARTED'), state: fc.constant('RECORDING') },
    ...{ device: maybe(PHONES), callId: maybe(KEYS), recording: fc.option(call, { nil: null }) },
  }),
  fc.record({ kind: fc.constant('AGENT'), type: fc.constant('UPDATED'), agent, presence: maybe(['READY', 'BUSY']) }),
  fc.record({ kind: fc.constant('CAMPAIGN'), type: fc.constant('UPDATED'), campaign, state: maybe(['RUNNING']) }),
  fc.record({ kind: fc.constant('ACCOUNT'), status: fc.constant('UP') }),
  fc.record({ kind: fc.constant('GAP'), from: fc.constant(''), to: fc.constant(''), reason: fc.constant('') }),
);
const event = fc
  .record({ account: fc.constantFrom(...ACCOUNTS), facts })
  .map(({ account, facts: of }) => ({ account, ...of }));

const many = <Value>(values: readonly Value[]) => fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const IDS = ['agent 0', 'agent 1', 'floor/1', 'wfo/2', 'dial/3'];
const conditions = fc.record({
  ...{
    kinds: many(['CALL', 'RECORDING', 'AGENT', 'CAMPAIGN']),
    accounts: many(ACCOUNTS),
    vendors: many(['ONE', 'TWO']),
  },
  ...{ agentId: fc.constantFrom('0', '1'), agentIds: many(['0', '1']), device: fc.constantFrom(...PHONES) },
  ...{ devices: many(PHONES), campaignId: fc.constantFrom('0', '1'), campaignIds: many(['0', '1']), ids: many(IDS) },
  ...{ nameContains: fc.constantFrom('a', 'b'), directions: many(['INBOUND', 'OUTBOUND']), states: many(['ENDED']) },
});
const CONDITIONS = ['kinds', 'accounts', 'vendors', 'agentId', 'agentIds', 'device', 'devices', 'campaignId'] as const;
const OTHERS = ['campaignIds', 'ids', 'nameContains', 'directions', 'states'] as const;
/** Few conditions, so that events match. */
const wanted = fc
  .tuple(conditions, fc.shuffledSubarray([...CONDITIONS, ...OTHERS], { maxLength: 2 }))
  .map(([all, names]): Wanted => Object.fromEntries(names.map((name) => [name, all[name]])));
const known = fc.record({
  account: fc.constantFrom(...ACCOUNTS),
  ...{ nativeId: maybe(KEYS), name: maybe(NAMES), userName: maybe(NAMES), extension: maybe(PHONES) },
});
const house = fc.record({
  agents: fc.array(fc.array(known, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 2 }),
  campaigns: fc.array(
    fc.record({
      account: fc.constantFrom(...ACCOUNTS),
      nativeId: maybe(KEYS),
      name: maybe(NAMES),
      alsoAt: many(ACCOUNTS),
    }),
    { minLength: 2, maxLength: 2 },
  ),
  recorded: fc.option(fc.record({ account: fc.constantFrom(...ACCOUNTS), call }), { nil: undefined }),
});
type House = typeof house extends fc.Arbitrary<infer Value> ? Value : never;

function lookupIn({ agents, campaigns, recorded }: House): Lookup {
  return {
    agent: async (id) => agents[Number(id.replace('agent ', ''))] ?? [],
    named: async () => agents.flat(),
    campaign: async (id) => campaigns[Number(id)] as never,
    recorded: ({ callId }) => (callId === '1' ? (recorded as never) : undefined),
    source: async (id) => {
      const [account = '', nativeId = ''] = id.split('/');
      return { type: id.startsWith('agent') ? 'Agent' : 'Call', account, nativeId };
    },
    accountsOf: (vendor) => (vendor === 'ONE' ? ['floor'] : ['wfo', 'dial']),
  };
}

/** A reader joins with a filter, one leaves, or events happen. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ join: wanted }) },
  { weight: 1, arbitrary: fc.record({ leave: fc.nat(20) }) },
  { weight: 5, arbitrary: fc.record({ events: fc.array(event, { minLength: 1, maxLength: 6 }) }) },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface Joined {
  readonly matches: (event: EventRecord) => boolean;
  readonly reader: LogReader;
  readonly expected: string[];
  readonly received: string[];
}

async function run(known: House, steps: readonly Step[]) {
  const log = await openSqliteLog({ file: ':memory:' });
  const lookup = lookupIn(known);
  const campaignOf = ({ callId }: { callId?: string | null }) => {
    const found = lookup.recorded?.({ callId });
    return found?.call.campaign ? { ...found.call.campaign, account: found.account } : null;
  };
  const hub = new Hub(log, { campaignOf, queue: 7, page: 5 });
  const joined: Joined[] = [];
  let count = 0;
  const join = async (filter: Wanted) => {
    const { matches, keys } = await selectorOf(filter, lookup);
    const reader = await hub.read({ matches, keys });
    const one: Joined = { matches, reader, expected: [], received: [] };
    joined.push(one);
    void follow(one);
    await settled();
  };
  for (const each of steps) {
    if ('join' in each) await join(each.join);
    else if ('leave' in each) await joined.splice(each.leave % Math.max(1, joined.length), 1)[0]?.reader.return();
    else {
      const events = each.events.map((of) => {
        count += 1;
        const at = new Date(1_700_000_000_000 + count).toISOString();
        const base = { fingerprint: String(count), subject: '', occurredAt: at, receivedAt: at };
        return { ...base, ...of } as unknown as EventRecord;
      });
      for (const one of joined) one.expected.push(...events.filter(one.matches).map(({ fingerprint }) => fingerprint));
      await log.append(events);
    }
  }
  for (let turn = 0; turn < 20 && joined.some(isShort); turn += 1) await settled();
  const seen = joined.map(({ received }) => received);
  await hub.close();
  await log.close();
  return { seen, expected: joined.map(({ expected }) => expected) };
}

const isShort = ({ received, expected }: Joined) => received.length < expected.length;
const settled = () => new Promise<void>((done) => setImmediate(() => setImmediate(done)));

async function follow({ reader, received }: Joined): Promise<void> {
  for await (const item of reader) if (!item.gap) received.push(item.event.fingerprint);
}

it('offers each event to every reader whose filter it matches, for any filters and events', async () => {
  await fc.assert(
    fc.asyncProperty(house, fc.array(step, { minLength: 3, maxLength: 25 }), async (known, steps) => {
      const { seen, expected } = await run(known, steps);
      expect(seen).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
