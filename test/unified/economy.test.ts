/** What a query costs the vendors: every call of one operation counted on their wires, for any number of objects. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { idle, openScene, type Scene, type Stage, sceneOver } from '../scenarios/stage.ts';
import { ACCOUNTS } from '../server/gateway.ts';

/** Looks at a desk that an event caused which came before the question. */
const LATE = 6;

const NEWEST_PRESENCE =
  '{ events(last: 5, filter: { kinds: [AGENT] }) { edges { node { ... on AgentEvent { presence occurredAt } } } } }';

interface Newest {
  readonly node: { readonly presence: string; readonly occurredAt: string };
}

type VendorKey = keyof typeof ACCOUNTS;

/** What a gateway asks without a query: its event streams with the callbacks of each desk, probes, and once an hour the limits of a Five9 domain. */
const LISTENING =
  /^(addListener|removeListener|checkEvent|getCallbacks|EVENTS|TEST|token|getCallCountersState|SYSTEMSTATUS)$/i;

let world: Stage;
let scene: Scene;
beforeAll(async () => {
  const first = await openScene({ seed: 37, hours: 1 });
  ({ world } = first);
  await first.close();
}, 60_000);
/** Nothing is remembered at the start of a test: each has a gateway of its own over the same world. */
beforeEach(async () => {
  scene = await sceneOver(world);
  // The probe at the start asks each account once.
  await untilAnswer(
    async () => (await scene.ask('{ accounts { status } }')).accounts as { status: string }[],
    (accounts) => accounts.every(({ status }) => status !== 'UNKNOWN'),
  );
  const person = idle(world);
  await scene.cursorAfterEventOf(person);
  const at = new Date().toISOString();
  world.setReady(person);
  // Its event drops lists, which would be read twice.
  await untilAnswer(
    () => scene.ask(NEWEST_PRESENCE),
    ({ events: { edges } }) => edges.some(({ node }: Newest) => node.presence === 'READY' && node.occurredAt >= at),
  );
});
afterEach(() => scene.close());

function received(): Map<string, number> {
  const all = new Map<string, number>();
  for (const vendor of Object.keys(ACCOUNTS) as VendorKey[])
    for (const [operation, times] of scene.gateway.simulator(vendor).received)
      if (!LISTENING.test(operation)) all.set(`${vendor} ${operation}`, times);
  return all;
}

/** Asks while the clock stands still, since a list that grows old during a slow answer is read again. */
async function askAtOneMoment<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    return await ask();
  } finally {
    vi.useRealTimers();
  }
}

/** What a question costs, by vendor and operation. */
async function costOf(query: string) {
  const before = received();
  const data = await askAtOneMoment(() => scene.ask(query));
  const cost: Record<string, number> = {};
  for (const [operation, times] of received()) {
    const spent = times - (before.get(operation) ?? 0);
    if (spent) cost[operation] = spent;
  }
  return { data, cost };
}

const desks = () => world.people.filter(({ carrier }) => carrier === 'five9-cti').length;
const diallers = () => world.people.filter(({ carrier }) => carrier === 'remote-control').length;
const fromFive9 = () => world.campaigns.filter(({ owner }) => owner === 'five9-config').length;

/** What reading one list of each kind may cost: per list, not per object. Desks and dialling agents are read one by one. */
const CAMPAIGNS = () => ({
  'five9-config getCampaigns': 1,
  'remote-control campaigns': 1,
  'engage listCampaigns': 1,
  'engage listSubCampaignStates': 2,
});
const PEOPLE = () => ({
  ...{ 'five9-config getUsersInfo': 1, 'recorder IMPORTUSER': 1, 'remote-control users': 1 },
  ...{
    'five9-cti getUserDetails': 2 * desks(),
    'five9-cti getStatus': 2 * desks(),
    'five9-cti getAvailableSkills': desks(),
  },
});
const CALLS = () => ({
  ...PEOPLE(),
  ...{ 'recorder DEVICELIST': 1, 'remote-control getcalls': diallers(), 'five9-cti getAvailableCampaigns': desks() },
});
const RECORDINGS = () => ({ 'recorder CALLLIST': 1, 'recorder FETCHTERMINOLOGY': 1 });
const SKILLS = () => ({
  'five9-config getSkills': 1,
  'remote-control acdqueues': 1,
  'five9-cti getAvailableSkills': 2 * desks(),
});
const OUTCOMES = () => ({
  ...{ 'five9-config getDispositions': 1, 'remote-control resultcodes': 1 },
  ...{ 'five9-cti getAvailableCampaigns': 2 * desks(), 'five9-cti getCampaignDispositions': fromFive9() },
});

// An event in between drops lists, and the question is measured again.
describe('a nested field of a hundred objects costs each list it is read from once', { retry: 2 }, () => {
  test.each<[string, string, () => Record<string, number>]>([
    ['Call.agent', '{ list: calls(first: 100) { edges { node { agent { name identities { nativeId } } } } } }', CALLS],
    [
      'Call.campaign',
      '{ list: calls(first: 100) { edges { node { campaign { name state } } } } }',
      () => ({ ...CALLS(), ...CAMPAIGNS() }),
    ],
    [
      'Call.recordings',
      '{ list: calls(first: 100) { edges { node { recordings { confidence recording { id } } } } } }',
      () => ({ ...CALLS(), ...RECORDINGS() }),
    ],
    [
      'Call.disposition',
      '{ list: calls(first: 100) { edges { node { disposition { name description } } } } }',
      () => ({ ...CALLS(), ...OUTCOMES() }),
    ],
    ['Agent.currentCalls', '{ list: agents(first: 100) { edges { node { currentCalls { state } } } } }', CALLS],
    [
      'Agent.skills',
      '{ list: agents(first: 100) { edges { node { skills { id name } } } } }',
      () => ({ ...PEOPLE(), ...SKILLS() }),
    ],
    [
      'Recording.agent',
      '{ list: recordings(first: 100) { edges { node { agent { name } annotations { label value } } } } }',
      () => ({ ...PEOPLE(), ...RECORDINGS() }),
    ],
    [
      'Recording.call',
      '{ list: recordings(first: 100) { edges { node { call { state agent { name } campaign { name } } } } } }',
      () => ({ ...CALLS(), ...RECORDINGS(), ...CAMPAIGNS() }),
    ],
    ['Recording.media', '{ list: recordings(first: 100) { edges { node { media { url } } } } }', RECORDINGS],
    [
      'Campaign.calls',
      '{ list: campaigns(first: 100) { edges { node { calls(first: 10) { edges { node { state } } } } } } }',
      () => ({ ...CAMPAIGNS(), ...CALLS() }),
    ],
    [
      'Campaign.recordings',
      '{ list: campaigns(first: 100) { edges { node { recordings(first: 5) { edges { node { id } } } } } } }',
      () => ({ ...CAMPAIGNS(), ...CALLS(), ...RECORDINGS() }),
    ],
    [
      'Agent.recordings',
      '{ list: agents(first: 50) { edges { node { recordings(first: 5) { edges { node { id } } } } } } }',
      () => ({ ...PEOPLE(), ...RECORDINGS() }),
    ],
    [
      'Campaign.lists, of which the vendor has no list of all campaigns',
      '{ list: campaigns(first: 100) { edges { node { lists { name } again: lists { id } } } } }',
      () => ({ ...CAMPAIGNS(), 'five9-config getListsForCampaign': fromFive9() }),
    ],
    [
      'Campaign.dispositions, of which the vendor has no list of all campaigns',
      '{ list: campaigns(first: 100) { edges { node { dispositions { name } again: dispositions { id } } } } }',
      () => ({
        ...CAMPAIGNS(),
        ...{ 'five9-cti getAvailableCampaigns': desks(), 'five9-cti getCampaignDispositions': fromFive9() },
      }),
    ],
  ])('%s', async (_, query, allowed) => {
    const { data, cost } = await costOf(query);
    expect(data.list.edges.length).toBeGreaterThan(9);
    const most: Record<string, number> = allowed();
    // A stream that is quiet at first is checked once at each desk before the account counts as up.
    most['five9-cti getStatus'] = (most['five9-cti getStatus'] ?? 0) + LATE + desks();
    const over = Object.entries(cost).filter(([operation, times]) => times > (most[operation] ?? 0));
    expect(over).toEqual([]);
  });

  test('Call.recordingState: one look at all phones, and at each of those that record', async () => {
    const { cost } = await costOf('{ calls(first: 100) { edges { node { recordingState } } } }');
    const recording = new Set(
      world.recordings.filter(({ state }) => state !== 'STOPPED').map(({ call }) => call.person.extension),
    );
    expect(cost['recorder DEVICELIST']).toBeLessThanOrEqual(2);
    expect(cost['recorder DEVICERECORDINGSTATUS'] ?? 0).toBeLessThanOrEqual(recording.size);
  });
});

test('an operation with many aliases at many depths costs each list once', async () => {
  const { data, cost } = await costOf(`{
    one: campaigns(first: 5) { edges { node { name } } }
    other: campaigns(first: 50, orderBy: STATE_DESC) { totalCount }
    third: campaigns(first: 50, filter: { directions: [INBOUND] }) { edges { node { calls(first: 5) { edges { node { campaign { name } } } } } } }
    agents(first: 60) { edges { node { currentCalls { campaign { name } agent { currentCalls { id } } } } } }
    calls(first: 50) { edges { node { agent { name } campaign { id } } } }
    dispositions(first: 50) { totalCount }
    again: dispositions(first: 1, filter: { nameContains: "sale" }) { edges { node { id name } } }
  }`);
  expect(data.other.totalCount).toBe(world.campaigns.length);
  const once = [
    ...['five9-config getCampaigns', 'five9-config getUsersInfo', 'five9-config getDispositions'],
    ...['remote-control campaigns', 'remote-control users', 'remote-control resultcodes'],
    ...['recorder DEVICELIST', 'recorder IMPORTUSER', 'engage listCampaigns'],
  ];
  expect(once.filter((operation) => (cost[operation] ?? 0) > 1)).toEqual([]);
  expect(cost).toMatchObject({
    'five9-config getCampaigns': 1,
    'remote-control campaigns': 1,
    'recorder DEVICELIST': 1,
  });
});

test('many equal queries at once cost each vendor one', async () => {
  const query = '{ campaigns(first: 50) { totalCount } skills(first: 50) { totalCount } }';
  const before = received();
  const answers = await askAtOneMoment(() => Promise.all(Array.from({ length: 10 }, () => scene.ask(query))));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  for (const operation of ['five9-config getCampaigns', 'five9-config getSkills', 'engage listCampaigns'])
    expect([operation, (received().get(operation) ?? 0) - (before.get(operation) ?? 0)]).toEqual([operation, 1]);
});

describe('the dispositions of a campaign', () => {
  test('are listed by the desks of the campaign, and every disposition is found by its id', async () => {
    const { campaigns } = await scene.ask(
      '{ campaigns(first: 50) { edges { node { name source { account { key } } dispositions { id name source { account { key } } } } } } }',
    );
    for (const { node } of campaigns.edges) {
      const truth = world.campaigns.find(({ name }) => name === node.name);
      const names = node.dispositions.map(({ name }: { name: string }) => name).sort();
      expect([node.name, names]).toEqual([
        node.name,
        truth?.owner === 'five9-config' ? [...truth.dispositions].sort() : [],
      ]);
    }
    const [one] = campaigns.edges.find(({ node }: { node: { name: string } }) => node.name === 'Spring Sales').node
      .dispositions;
    const { node } = await scene.ask(`{ node(id: "${one.id}") { ... on Disposition { name } } }`);
    expect(node).toEqual({ name: one.name });
    expect(one.source.account.key).toBe(ACCOUNTS['five9-cti']);
  });

  test('and recordings that one operation names are one search of their recorder', async () => {
    const { recordings } = await scene.ask('{ recordings(first: 20) { edges { node { id } } } }');
    const ids = recordings.edges.map(({ node }: { node: { id: string } }) => node.id);
    expect(ids).toHaveLength(20);
    const { data, cost } = await costOf(`{ nodes(ids: ${JSON.stringify(ids)}) { id } }`);
    expect(data.nodes.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(cost['recorder CALLLIST']).toBe(1);
  });

  test('and every skill of an agent is found by its id', async () => {
    const { agents } = await scene.ask(
      '{ agents(first: 20) { edges { node { skills { id name source { account { key } } } } } } }',
    );
    for (const { node } of agents.edges) {
      const names = node.skills.map(({ name }: { name: string }) => name);
      expect(names, 'each skill once, although two accounts list it').toEqual([...new Set(names)]);
    }
    const skills = agents.edges.flatMap(({ node }: { node: { skills: object[] } }) => node.skills);
    expect(skills.length).toBeGreaterThan(20);
    const { nodes } = await scene.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Skill { id name } } }', {
      ids: skills.slice(0, 100).map(({ id }: { id: string }) => id),
    });
    expect(nodes).toEqual(skills.slice(0, 100).map(({ id, name }: { id: string; name: string }) => ({ id, name })));
  });
});
