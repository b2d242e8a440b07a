/** Questions of agents at their desks; the right answers are what the simulated centre itself knows. */
import { afterAll, beforeAll } from 'vitest';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { nameOf, type Scene, type Stage, sceneOver } from '../scenarios/stage.ts';
import { answered, type Data, nodesOf, type Question } from './asking.ts';

const HOUR = 3_600_000;
/** At night, when numbers may be put on the do-not-call list. */
const NOW = new Date(Math.floor(Date.now() / (24 * HOUR)) * 24 * HOUR - 16 * HOUR);
const world = createCentre({ seed: 29, startsAt: new Date(NOW.getTime() - HOUR) }) as Stage;
world.advanceTo(NOW);

const desks = world.people.filter(({ carrier }) => carrier === 'five9-cti');
const isOnCall = (person: SimulatedPerson) =>
  person.presence === 'ON_CALL' && world.liveCalls(person).every(({ state }) => state === 'CONNECTED');
const me = desks.find((person) => isOnCall(person) && world.liveCalls(person)[0]?.campaign) as SimulatedPerson;
const call = world.liveCalls(me)[0] as NonNullable<ReturnType<typeof world.liveCalls>[number]>;
const customer = call.direction === 'INBOUND' ? call.ani : call.dnis;
/** The contact of the simulated contact base that is the sixth of its first list. */
const CONTACT = '6147000005';
const CALLED_BACK = '+15550001001';
const REFUSED = '6147000007';

let scene: Scene;
let myId = '';
beforeAll(async () => {
  scene = await sceneOver(world);
  const mine = await scene.ask(
    `{ agents(first: 1, filter: { nameContains: "${nameOf(me)}" }) { edges { node { id } } } }`,
  );
  myId = mine.agents.edges[0].node.id;
  const { accounts } = await scene.ask('{ accounts { key capabilities } }');
  const { key } = accounts.find(({ capabilities }: Data) => capabilities.includes('DO_NOT_CALL_ADD'));
  const { doNotCallAdd } = await scene.ask(
    `mutation { doNotCallAdd(input: { account: "${key}", numbers: ["${REFUSED}"] }) { changed userErrors { message } } }`,
  );
  if (doNotCallAdd.changed !== 1) throw new Error(JSON.stringify(doNotCallAdd));
}, 30_000);
afterAll(() => scene.close());

const about = (fields: string) => () => `{ node(id: "${myId}") { ... on Agent { ${fields} } } }`;
const ofCall = (fields: string) => about(`currentCalls { ${fields} }`);
const first = (data: Data) => data.node.currentCalls[0];
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).sort();
const sorted = (words: readonly string[]) => [...words].sort();
const history = (number: string, fields: string) => `{ callHistory(number: "${number}") { ${fields} } }`;
const presentAgents = '{ agents(first: 100, filter: { states: [READY] }) { edges { node { name skills { name } } } } }';
const ready = desks.filter(({ presence }) => presence === 'READY');
const recorded = world.recordings.filter(
  ({ state, call: { ani, dnis } }) => state === 'STOPPED' && [ani, dnis].includes(customer),
);

const QUESTIONS: readonly Question[] = [
  [
    'Which calls do I have?',
    ofCall('callId state direction'),
    (data) => data.node.currentCalls,
    [{ callId: call.id, state: 'CONNECTED', direction: call.direction }],
  ],
  ['With which number do I talk?', ofCall('from to'), first, { from: call.ani, to: call.dnis }],
  [
    'Which campaign is my call for?',
    ofCall('campaign { name }'),
    (data) => first(data).campaign.name,
    call.campaign?.name,
  ],
  [
    'Which outcomes can I give the call?',
    ofCall('campaign { dispositions { name } }'),
    (data) => names(first(data).campaign.dispositions),
    sorted(world.dispositions),
  ],
  [
    'Is my call recorded?',
    ofCall('recordingState'),
    (data) => first(data).recordingState,
    call.recording?.state === 'STOPPED' ? 'NOT_RECORDING' : (call.recording?.state ?? 'NOT_RECORDING'),
  ],
  ['What do others see of me?', about('presence'), (data) => data.node.presence, 'ON_CALL'],
  ['Which skills have I?', about('skills { name }'), (data) => names(data.node.skills), sorted(me.skills)],
  ['Which group am I in?', about('groups'), (data) => data.node.groups, [me.group]],
  [
    'Which phone am I on?',
    about('identities { extension }'),
    (data) => [...new Set(data.node.identities.flatMap(({ extension }: Data) => extension ?? []))],
    [me.extension],
  ],
  [
    'Why can I be not ready?',
    '{ reasonCodes(first: 100) { edges { node { name kind } } } }',
    (data) =>
      sorted([
        ...new Set<string>(nodesOf(data.reasonCodes).flatMap(({ name, kind }) => (kind === 'NOT_READY' ? name : []))),
      ]),
    sorted(world.notReadyReasons),
  ],
  ['To whom can I transfer the call?', presentAgents, (data) => names(nodesOf(data.agents)), sorted(ready.map(nameOf))],
  [
    'Who with a skill can take the call?',
    presentAgents,
    (data) => names(nodesOf(data.agents).filter(({ skills }) => names(skills).includes('Billing'))),
    sorted(ready.filter(({ skills }) => skills.includes('Billing')).map(nameOf)),
  ],
  [
    'Whom have I to call back?',
    '{ callbacks(first: 100) { edges { node { number comments agent { id } } } } }',
    (data) =>
      nodesOf(data.callbacks)
        .filter(({ agent }) => agent.id === myId)
        .map(({ number, comments }) => [number, comments]),
    [[CALLED_BACK, 'Asked for a morning call']],
  ],
  [
    'When is the customer to be called back?',
    `{ callbacks(first: 100, filter: { number: "${CALLED_BACK}" }) { edges { node { dueAt agent { id } } } } }`,
    (data) => nodesOf(data.callbacks).find(({ agent }) => agent.id === myId)?.dueAt,
    new Date(NOW.getTime() + HOUR).toISOString(),
  ],
  [
    'Which of my callbacks are due within two hours, and which are overdue?',
    () => {
      const due = (at: number) =>
        `callbacks(first: 100, filter: { dueBefore: "${new Date(at).toISOString()}" }) { edges { node { number agent { id } } } }`;
      return `{ soon: ${due(NOW.getTime() + 2 * HOUR)} overdue: ${due(NOW.getTime())} }`;
    },
    (data) =>
      [data.soon, data.overdue].map((list) =>
        nodesOf(list)
          .filter(({ agent }) => agent.id === myId)
          .map(({ number }) => number),
      ),
    [[CALLED_BACK], []],
  ],
  [
    'Who has this number?',
    `{ contacts(first: 5, filter: { number: "+1 (614) 700-0005" }) { edges { node { name numbers } } } }`,
    (data) => nodesOf(data.contacts).map(({ name, numbers }) => [name, numbers]),
    [['Farid Fischer', [CONTACT]]],
  ],
  [
    'What is known of a caller?',
    history(CONTACT, 'contacts(first: 5) { edges { node { name } } } doNotCall { numbers }'),
    ({ callHistory: { contacts, doNotCall } }) => [names(nodesOf(contacts)), doNotCall.numbers],
    [['Farid Fischer'], []],
  ],
  [
    'May this number be called?',
    `{ doNotCall(numbers: ["${REFUSED}", "${CONTACT}"]) { numbers } }`,
    (data) => data.doNotCall.numbers,
    [REFUSED],
  ],
  [
    'Which calls has this number now?',
    history(customer, 'calls(first: 5) { edges { node { callId agent { id } } } }'),
    (data) => nodesOf(data.callHistory.calls).map(({ callId, agent }) => [callId, agent.id]),
    () => [[call.id, myId]],
  ],
  [
    'What was the last recorded call with this number?',
    history(customer, 'recordings(first: 1) { edges { node { source { nativeId } } } }'),
    (data) => nodesOf(data.callHistory.recordings).map(({ source }) => source.nativeId),
    recorded.slice(-1).map(({ recordId }) => String(recordId)),
  ],
  [
    'Is my campaign inbound or outbound?',
    ofCall('campaign { direction state }'),
    (data) => first(data).campaign,
    { direction: call.campaign?.direction, state: 'RUNNING' },
  ],
];

answered(QUESTIONS, async (document) => ({ data: await scene.ask(document) }));
