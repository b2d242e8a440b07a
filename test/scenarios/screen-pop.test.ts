/** A screen pop: a customer calls, and the agent sees at once who calls, why and what was said before. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SimulatedCall, SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ACCOUNTS } from '../server/gateway.ts';
import { idle, isOfDesk, nameOf, openScene, type Scene, untilEvent } from './stage.ts';

const CUSTOMER = '+16145550177';
const SCREEN = `
  id source { nativeId account { key } } state direction from fromE164 to customerName device
  startedAt connectedAt endedAt disposition { name } recordingState
  agent { id name presence currentCalls { id } identities { account { key } extension } }
  campaign { id name direction state source { account { key } } }
  recordings { method confidence recording { source { account { key } } agent { name } } }
`;
const RINGS = `subscription ($agentId: ID!, $after: Cursor) {
  callChanged(after: $after, filter: { agentId: $agentId, vendors: [FIVE9_CTI] }) { cursor type call { id state from source { nativeId } } }
}`;

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ seed: 5 });
  const added = await scene.ask(
    'mutation ($input: ContactsAddInput!) { contactsAdd(input: $input) { done userErrors { message } } }',
    { input: { account: ACCOUNTS['five9-config'], contacts: [{ numbers: [CUSTOMER], name: 'Amy Stone' }] } },
  );
  expect(added.contactsAdd).toEqual({ done: 1, userErrors: [] });
}, 30_000);
afterAll(() => scene.close());

const screenOf = async (id: string) =>
  (await scene.ask(`query ($id: ID!) { node(id: $id) { ... on Call { ${SCREEN} } } }`, { id })).node;

async function idOf(person: SimulatedPerson): Promise<string> {
  const query = 'query ($name: String) { agents(first: 5, filter: { nameContains: $name }) { edges { node { id } } } }';
  return (await scene.ask(query, { name: nameOf(person) })).agents.edges[0].node.id;
}

/** The customer calls. */
function ring(person: SimulatedPerson): SimulatedCall {
  const campaign = scene.world.campaigns.find(({ name }) => name === 'Support Inbound') ?? null;
  const party = { customerNumber: CUSTOMER, customerName: 'Amy Stone' };
  return scene.world.place({ person, campaign, direction: 'INBOUND', ...party });
}

test('a call is followed from ringing to disposition with the data of every vendor', async () => {
  const person = idle(scene.world);
  const agentId = await idOf(person);
  const after = await scene.cursorAfterEventOf(person);
  const rings = scene.follow(RINGS, { agentId, after });
  const call = ring(person);
  const popped = await untilEvent(rings, (event) => event.call?.state === 'RINGING');
  expect(isOfDesk(popped.call, call)).toBe(true);
  expect(popped.call.from).toBe(CUSTOMER);

  const { id } = popped.call;
  const screen = await screenOf(id);
  expect(screen).toMatchObject({
    ...{ state: 'RINGING', direction: 'INBOUND', from: CUSTOMER, fromE164: CUSTOMER, device: person.extension },
    ...{ endedAt: null, disposition: null, recordingState: 'NOT_RECORDING', recordings: [] },
    agent: { id: agentId, name: nameOf(person), currentCalls: [{ id }] },
    campaign: { name: 'Support Inbound', direction: 'INBOUND', source: { account: { key: 'acme-five9' } } },
  });
  const accounts = screen.agent.identities.map(({ account }: { account: { key: string } }) => account.key);
  expect(accounts).toEqual(expect.arrayContaining(['acme-five9', 'floor', 'wfo']));
  const { contacts } = await scene.ask(
    'query ($number: String) { contacts(first: 5, filter: { number: $number }) { edges { node { name numbers source { account { key } } } } } }',
    { number: screen.from },
  );
  expect(contacts.edges).toEqual([
    {
      node: {
        name: 'Amy Stone',
        numbers: [expect.stringContaining('6145550177')],
        source: { account: { key: 'acme-five9' } },
      },
    },
  ]);

  scene.world.answer(call);
  await untilEvent(rings, (event) => event.type === 'CONNECTED');
  const talking = await untilAnswer(
    () => screenOf(id),
    ({ recordingState }) => recordingState === 'RECORDING',
  );
  expect(talking).toMatchObject({ state: 'CONNECTED', agent: { presence: 'ON_CALL' } });
  scene.pass(20);
  const done = await scene.ask(
    'mutation ($id: ID!) { callDispose(input: { id: $id, disposition: "Resolved" }) { call { state disposition { name } } userErrors { code } } }',
    { id },
  );
  expect(done.callDispose).toEqual({ call: { state: 'ENDED', disposition: { name: 'Resolved' } }, userErrors: [] });
  expect(call).toMatchObject({ state: 'ENDED', disposition: 'Resolved' });
  await untilEvent(rings, (event) => event.call?.state === 'ENDED');

  const over = await untilAnswer(
    () => screenOf(id),
    ({ recordings }) => recordings.length > 0,
  );
  expect(over).toMatchObject({ state: 'ENDED', disposition: { name: 'Resolved' }, agent: { currentCalls: [] } });
  expect(over.recordings).toMatchObject([
    { method: 'CALL_ID', recording: { source: { account: { key: 'wfo' } }, agent: { name: nameOf(person) } } },
  ]);
  expect(new Set(rings.events.map((event) => event.call.id))).toEqual(new Set([id]));
});

test("a call of another agent is not shown, and the agent's next one is", async () => {
  const [person, other] = [idle(scene.world), idle(scene.world)];
  const agentId = await idOf(person);
  await scene.cursorAfterEventOf(other);
  const after = await scene.cursorAfterEventOf(person);
  const mine = scene.follow(RINGS, { agentId, after });
  const all = scene.follow(
    'subscription ($after: Cursor) { callChanged(after: $after) { call { source { nativeId } } } }',
    {
      after,
    },
  );
  const theirs = scene.world.dial(other, CUSTOMER, null);
  await untilEvent(all, (event) => isOfDesk(event.call, theirs));
  const ownCall = ring(person);
  await untilEvent(mine, (event) => isOfDesk(event.call, ownCall));
  expect(mine.events.filter((event) => !isOfDesk(event.call, ownCall))).toEqual([]);
});
