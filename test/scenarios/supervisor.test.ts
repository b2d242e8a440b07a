/** A day of a supervisor: a wallboard that starts empty and keeps up, an agent sent away, a campaign run dry. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ACCOUNTS } from '../server/gateway.ts';
import { idle, nameOf, openScene, type Scene, untilEvent } from './stage.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ seed: 9 });
}, 30_000);
afterAll(() => scene.close());

const AGENTS = `subscription {
  agentChanged(snapshot: true, filter: { vendors: [FIVE9_CTI] }) { type snapshot presence reasonCode agent { id name presence } }
}`;
const CAMPAIGNS = `subscription {
  campaignChanged(snapshot: true, filter: { vendors: [FIVE9_CONFIG] }) { type snapshot state previousState campaign { id name state } }
}`;

interface AgentEvent {
  readonly snapshot: boolean;
  readonly presence: string;
  readonly reasonCode: string | null;
  readonly agent: { readonly id: string; readonly name: string } | null;
}
interface CampaignEvent {
  readonly snapshot: boolean;
  readonly state: string;
  readonly previousState: string | null;
  readonly campaign: { readonly id: string; readonly name: string; readonly state: string };
}

/** What a wallboard shows that applies every event. */
function boardOf(events: readonly AgentEvent[]): Map<string, string> {
  return new Map(events.flatMap(({ agent, presence }) => (agent ? [[agent.name, presence]] : [])));
}

test('a wallboard starts with the current state and shows every change of presence', async () => {
  const people = scene.world.people.filter(({ carrier }) => carrier === 'five9-cti');
  const { events } = scene.follow(AGENTS) as { events: AgentEvent[] };
  const shows = () => people.map((person) => boardOf(events).get(nameOf(person)));
  const stands = () => people.map(({ presence }) => presence);
  await untilAnswer(
    async () => ({ shows: shows(), stands: stands() }),
    () => JSON.stringify(shows()) === JSON.stringify(stands()),
  );
  expect(events.every(({ snapshot }) => snapshot)).toBe(true);
  const before = events.length;
  for (let minutes = 0; minutes < 5; minutes += 1) {
    scene.pass(60);
    await untilAnswer(
      async () => ({ shows: shows(), stands: stands() }),
      () => JSON.stringify(shows()) === JSON.stringify(stands()),
    );
  }
  expect(events.length).toBeGreaterThan(before);
  expect(events.slice(before).some(({ snapshot }) => snapshot)).toBe(false);
});

test('a wallboard over all accounts starts with every conversation once, and every agent in the current presence', async () => {
  const snapshot = 'subscription { event: %s { snapshot %s } }';
  const open = (field: string, fields: string) =>
    scene.follow(snapshot.replace('%s', `${field}(snapshot: true)`).replace('%s', fields)).events;
  // Changes of a dialler since its last poll come as well.
  const atFirst = <Event extends { snapshot: boolean }>(events: readonly Event[]) =>
    events.filter((one) => one.snapshot);
  const callEvents: readonly { snapshot: boolean; call: object }[] = open('callChanged', 'call { id state device }');
  const agentEvents: readonly AgentEvent[] = open('agentChanged', 'presence agent { id name }');
  const { calls, agents } = await untilAnswer(
    () =>
      scene.ask(`{
        calls(first: 100, filter: { states: [RINGING, CONNECTED, HELD, WRAP_UP] }) { edges { node { id state device } } }
        agents(first: 100) { totalCount edges { node { id name presence } } }
      }`),
    ({ calls: up, agents: all }) =>
      atFirst(callEvents).length >= up.edges.length &&
      new Set(atFirst(agentEvents).map(({ agent }) => agent?.id)).size === all.totalCount,
  );
  expect(calls.edges.length).toBeGreaterThan(0);
  const inOrder = (all: readonly object[]) => all.map((one) => JSON.stringify(one)).sort();
  expect(inOrder(atFirst(callEvents).map(({ call }) => call))).toEqual(
    inOrder(calls.edges.map(({ node }: { node: object }) => node)),
  );
  // Agents of accounts that nothing joins may have one name.
  const board = new Map(atFirst(agentEvents).map(({ agent, presence }) => [agent?.id, presence]));
  for (const { node } of agents.edges) expect(board.get(node.id), node.name).toBe(node.presence);
});

test('an agent is made not ready with a reason, which the wallboard shows, and ready again', async () => {
  const person = idle(scene.world);
  await scene.cursorAfterEventOf(person);
  scene.world.setReady(person);
  const { reasonCodes } = await scene.ask(
    '{ reasonCodes(first: 20, filter: { kinds: [NOT_READY] }) { edges { node { name kind } } } }',
  );
  const reasons = reasonCodes.edges.map(({ node }: { node: { name: string } }) => node.name);
  expect(reasons).toContain('Coaching');
  const board = scene.follow(AGENTS);
  const shown = await untilEvent<AgentEvent>(board, ({ agent }) => agent?.name === nameOf(person));
  const id = shown.agent?.id;
  const act = async (name: string, more: object) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { act: ${name}(input: $input) { agent { presence } userErrors { code path } } }`;
    return (await scene.ask(query, { input: { id, ...more } })).act;
  };
  expect((await act('agentSetNotReady', { reasonCode: 'No Such Reason' })).userErrors).toMatchObject([
    { code: 'INVALID_ARGUMENT', path: ['input', 'reasonCode'] },
  ]);
  expect(person.presence).toBe('READY');
  expect(await act('agentSetNotReady', { reasonCode: 'Coaching' })).toEqual({
    agent: { presence: 'NOT_READY' },
    userErrors: [],
  });
  expect(person).toMatchObject({ presence: 'NOT_READY', reasonCode: 'Coaching' });
  const away = await untilEvent<AgentEvent>(board, (one) => one.agent?.id === id && one.reasonCode === 'Coaching');
  expect(away).toMatchObject({ presence: 'NOT_READY', snapshot: false });
  expect(await act('agentSetReady', {})).toEqual({ agent: { presence: 'READY' }, userErrors: [] });
  expect(person.presence).toBe('READY');
  await untilAnswer(
    async () => boardOf(board.events).get(nameOf(person)),
    (presence) => presence === 'READY',
  );
});

test('a campaign that is stopped is STOPPING while its calls continue, and NOT_RUNNING only when they are over', async () => {
  const campaign = scene.world.campaigns.find(({ name }) => name === 'Billing Inbound');
  const board = scene.follow(CAMPAIGNS);
  const first = await untilEvent<CampaignEvent>(board, (one) => one.campaign.name === 'Billing Inbound');
  expect(first).toMatchObject({ snapshot: true, state: 'RUNNING' });
  const { id } = first.campaign;
  const stateNow = async () =>
    (await scene.ask('query ($id: ID!) { node(id: $id) { ... on Campaign { state } } }', { id })).node.state;
  const { campaignStop } = await scene.ask(
    'mutation ($id: ID!) { campaignStop(input: { id: $id }) { campaign { state } userErrors { code } } }',
    { id },
  );
  expect(campaignStop).toEqual({ campaign: { state: 'STOPPING' }, userErrors: [] });
  const draining = await untilEvent<CampaignEvent>(board, (one) => one.campaign.id === id && one.state === 'STOPPING');
  expect(draining).toMatchObject({ previousState: 'RUNNING', snapshot: false });
  scene.pass(5);
  expect(campaign?.state).toBe('STOPPING');
  expect(await stateNow()).toBe('STOPPING');
  scene.passUntil(() => campaign?.state === 'NOT_RUNNING');
  const over = await untilEvent<CampaignEvent>(board, (one) => one.campaign.id === id && one.state === 'NOT_RUNNING');
  expect(over).toMatchObject({ previousState: 'STOPPING' });
  expect(await stateNow()).toBe('NOT_RUNNING');
  const path = (board.events as CampaignEvent[]).filter((one) => one.campaign.id === id).map(({ state }) => state);
  expect(path).toEqual(['RUNNING', 'STOPPING', 'NOT_RUNNING']);
  const listed = await scene.ask(
    'query ($accounts: [String!]) { campaigns(first: 50, filter: { accounts: $accounts, states: [NOT_RUNNING] }) { edges { node { id } } } }',
    { accounts: [ACCOUNTS['five9-config']] },
  );
  expect(listed.campaigns.edges).toContainEqual({ node: { id } });
});
