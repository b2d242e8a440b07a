/** Questions of quality people about recordings; the right answers are of the simulated centre's own recordings. */
import { afterAll, beforeAll } from 'vitest';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { SimulatedRecording } from '../../src/simulators/centre/model.ts';
import { nameOf, type Scene, type Stage, sceneOver } from '../scenarios/stage.ts';
import { answered, type Data, nodesOf, type Question } from './asking.ts';

const NOW = new Date();
const world = createCentre({ seed: 23, startsAt: new Date(NOW.getTime() - 3_600_000) }) as Stage;
world.advanceTo(NOW);

let scene: Scene;
const ids: Record<string, string> = {};
beforeAll(async () => {
  scene = await sceneOver(world);
  const { agents, campaigns } = await scene.ask(
    '{ agents(first: 100) { edges { node { id name } } } campaigns(first: 100) { edges { node { id name } } } }',
  );
  for (const { id, name } of [...nodesOf(agents), ...nodesOf(campaigns)]) ids[name] = id;
}, 30_000);
afterAll(() => scene.close());

const finished = world.recordings.filter(({ state }) => state === 'STOPPED');
const newest = finished.toReversed();
const those = (fits: (recording: SimulatedRecording) => boolean) => newest.filter(fits);
const keys = (recordings: readonly SimulatedRecording[]) => recordings.map(({ recordId }) => String(recordId));
const busiest = [...world.people].sort(
  (one, other) => those(({ call }) => call.person === other).length - those(({ call }) => call.person === one).length,
)[0] as (typeof world.people)[number];
const second = world.people.find(
  (person) => person !== busiest && those(({ call }) => call.person === person).length > 1,
) as typeof busiest;
const ofBusiest = those(({ call }) => call.person === busiest);
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const number = (newest[0]?.call.direction === 'INBOUND' ? newest[0]?.call.ani : newest[0]?.call.dnis) ?? '';
const seconds = ({ startedAt, stoppedAt }: SimulatedRecording) =>
  Math.round((Number(stoppedAt) - Number(startedAt)) / 1_000);

const list = (args: string, fields: string) =>
  `{ recordings(first: 100${args}) { totalCount edges { node { ${fields} } } } }`;
const nodes = (data: Data) => nodesOf(data.recordings);
const nativeIds = (data: Data) => nodes(data).map(({ source }) => source.nativeId);
const which = (question: string, filter: string | (() => string), right: readonly SimulatedRecording[]): Question => [
  question,
  () => list(`, filter: { ${typeof filter === 'string' ? filter : filter()} }`, 'source { nativeId }'),
  nativeIds,
  keys(right.slice(0, 100)),
];

const QUESTIONS: readonly Question[] = [
  ['Which recordings are the newest?', list('', 'source { nativeId }'), nativeIds, keys(newest.slice(0, 100))],
  which('Which calls of an agent were recorded?', () => `agentId: "${ids[nameOf(busiest)]}"`, ofBusiest),
  which(
    'Which calls on a phone were recorded?',
    `device: "${second.extension}"`,
    those(({ call }) => call.person === second),
  ),
  which(
    'Which inbound calls were recorded?',
    'directions: [INBOUND]',
    those(({ call }) => call.direction === 'INBOUND'),
  ),
  which(
    'Which outbound calls were recorded?',
    'directions: [OUTBOUND]',
    those(({ call }) => call.direction === 'OUTBOUND'),
  ),
  which(
    'Which calls with a customer were recorded?',
    `number: "${number}"`,
    those(({ call }) => call.ani === number || call.dnis === number),
  ),
  which(
    'What was recorded in the last half hour?',
    `startedAfter: "${ago(30).toISOString()}"`,
    those(({ startedAt }) => startedAt > ago(30)),
  ),
  which(
    'What was recorded of an agent in a quarter of an hour?',
    () =>
      `agentId: "${ids[nameOf(busiest)]}", startedAfter: "${ago(45).toISOString()}", startedBefore: "${ago(30).toISOString()}"`,
    ofBusiest.filter(({ startedAt }) => startedAt > ago(45) && startedAt < ago(30)),
  ),
  which(
    'Which calls were recorded in half an hour with a campaign in their notes?',
    `annotations: [{ field: "USER1", value: "Billing Inbound" }], startedAfter: "${ago(40).toISOString()}", startedBefore: "${ago(10).toISOString()}"`,
    those(({ fields, startedAt }) => fields.USER1 === 'Billing Inbound' && startedAt > ago(40) && startedAt < ago(10)),
  ),
  [
    'How long is each recording of an agent?',
    () => list(`, filter: { agentId: "${ids[nameOf(busiest)]}" }`, 'source { nativeId } durationSeconds'),
    (data) => nodes(data).map(({ durationSeconds }) => durationSeconds),
    ofBusiest.map(seconds),
  ],
  [
    'How long is the longest recording of an agent?',
    () => list(`, filter: { agentId: "${ids[nameOf(second)]}" }`, 'durationSeconds'),
    (data) => Math.max(...nodes(data).map(({ durationSeconds }) => durationSeconds)),
    Math.max(...those(({ call }) => call.person === second).map(seconds)),
  ],
  [
    'Who was recorded in the newest ten?',
    '{ recordings(first: 10) { edges { node { agent { name } device } } } }',
    (data) => nodes(data).map(({ agent, device }) => `${agent?.name} ${device}`),
    newest.slice(0, 10).map(({ call: { person } }) => `${nameOf(person)} ${person.extension}`),
  ],
  [
    'With whom did they talk?',
    '{ recordings(first: 10) { edges { node { from to direction } } } }',
    (data) => nodes(data).map(({ from, to, direction }) => [from, to, direction]),
    newest.slice(0, 10).map(({ call: { ani, dnis, direction } }) => [ani, dnis, direction]),
  ],
  [
    'Which campaigns do the notes of the newest ten name?',
    '{ recordings(first: 10) { edges { node { annotations { field value } } } } }',
    (data) =>
      nodes(data).map(({ annotations }) => annotations.find(({ field }: Data) => field === 'USER1')?.value ?? ''),
    newest.slice(0, 10).map(({ fields }) => fields.USER1),
  ],
  [
    'Which recordings have no campaign in their notes?',
    list('', 'source { nativeId } annotations { field value }'),
    (data) =>
      nodes(data)
        .filter(({ annotations }) => !annotations.some(({ field, value }: Data) => field === 'USER1' && value))
        .map(({ source }) => source.nativeId),
    keys(newest.slice(0, 100).filter(({ fields }) => !fields.USER1)),
  ],
  [
    'How can the newest recording be played?',
    '{ recordings(first: 1) { edges { node { mp3: media { contentType } wav: media(format: WAV) { contentType } } } } }',
    (data) => nodes(data)[0],
    { mp3: { contentType: 'audio/mpeg' }, wav: { contentType: 'audio/wav' } },
  ],
  [
    'What does the history of a number have of recordings?',
    `{ callHistory(number: "${number}") { recordings(first: 50) { edges { node { source { nativeId } } } } } }`,
    (data) => nodesOf(data.callHistory.recordings).map(({ source }) => source.nativeId),
    keys(those(({ call }) => call.ani === number || call.dnis === number)),
  ],
  [
    'How many recordings has each of two agents?',
    () =>
      `{ ${[busiest, second].map((person, at) => `a${at}: recordings(first: 1, filter: { agentId: "${ids[nameOf(person)]}" }) { totalCount }`).join(' ')} }`,
    (data) => [data.a0.totalCount, data.a1.totalCount],
    [busiest, second].map((person) => those(({ call }) => call.person === person).length),
  ],
];

answered(QUESTIONS, async (document) => ({ data: await scene.ask(document) }));
