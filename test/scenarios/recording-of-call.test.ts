/** What is done to a recording at the recorder itself is one change of its call, in every way of asking. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SimulatedCall, SimulatedRecording } from '../../src/simulators/centre/model.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ACCOUNTS } from '../server/gateway.ts';
import { idle, isOfDesk, openScene, type Scene, untilEvent } from './stage.ts';

interface Change {
  readonly cursor: string;
  readonly type: string;
  readonly snapshot: boolean;
  readonly account: { readonly key: string };
  readonly call: { readonly state: string; readonly recordingState: string; readonly source: { nativeId: string } };
}

const SHOWN = 'cursor type snapshot account { key } call { state recordingState source { nativeId } }';
let scene: Scene;
let call: SimulatedCall;
let recording: SimulatedRecording;
beforeAll(async () => {
  scene = await openScene({ seed: 47 });
  const person = idle(scene.world);
  await scene.cursorAfterEventOf(person);
}, 30_000);
afterAll(() => scene.close());

const follow = (filter: string, more = '') =>
  scene.follow(`subscription { callChanged(filter: { ${filter} }${more}) { ${SHOWN} } }`) as { events: Change[] };
const ofCall = ({ events }: { events: readonly Change[] }) =>
  events.filter((event) => event.call && isOfDesk(event.call, call));
const states = (followed: { events: readonly Change[] }) =>
  ofCall(followed).map((event) => `${event.type} ${event.call.state} ${event.call.recordingState}`);

test('a pause, a resumption and an end at the recorder are each one change of the call', async () => {
  const { world } = scene;
  const person = idle(world);
  const [here, elsewhere] = [follow(`device: "${person.extension}"`), follow('device: "none"')];
  call = world.place({
    person,
    campaign: null,
    direction: 'INBOUND',
    customerNumber: '+16145550147',
    customerName: '',
  });
  await untilEvent(here, (event) => event.call?.state === 'RINGING');
  world.answer(call);
  await untilEvent(
    here,
    ({ call: { state, recordingState } }) => state === 'CONNECTED' && recordingState === 'RECORDING',
  );
  recording = call.recording as SimulatedRecording;
  const before = (
    await untilAnswer(
      async () => ofCall(here),
      (events) => events.some(({ type }) => type === 'UPDATED'),
    )
  ).length;
  world.pauseRecording(recording);
  await untilEvent(here, (event) => event.call.recordingState === 'PAUSED');
  world.hold(call);
  const onHold = await untilEvent(here, (event) => event.call.state === 'HELD');
  world.resumeRecording(recording);
  await untilAnswer(
    async () => ofCall(here),
    (events) => events.at(-1)?.call.recordingState === 'RECORDING',
  );
  world.stopRecording(recording);
  await untilAnswer(
    async () => ofCall(here),
    (events) => events.at(-1)?.call.recordingState === 'NOT_RECORDING',
  );
  world.retrieve(call);
  await untilAnswer(
    async () => ofCall(here),
    (events) => events.at(-1)?.call.state === 'CONNECTED',
  );
  const changes = [
    'UPDATED CONNECTED PAUSED',
    'HELD HELD PAUSED',
    'UPDATED HELD RECORDING',
    'UPDATED HELD NOT_RECORDING',
  ];
  expect(states(here).slice(before)).toEqual([...changes, 'RETRIEVED CONNECTED NOT_RECORDING']);
  expect(elsewhere.events).toEqual([]);

  const resumed = follow(`device: "${person.extension}"`, `, after: "${onHold.cursor}"`);
  await untilAnswer(
    async () => states(resumed),
    ({ length }) => length >= 3,
  );
  expect(states(resumed).map((state) => state.split(' ').slice(0, 2).join(' '))).toEqual([
    'UPDATED HELD',
    'UPDATED HELD',
    'RETRIEVED CONNECTED',
  ]);
  const { events } = await scene.ask(
    `{ events(first: 100, after: "${onHold.cursor}", filter: { types: ["CALL.UPDATED"] }) { edges { node { ... on CallEvent { call { source { nativeId } } } } } } }`,
  );
  expect(events.edges.filter(({ node }: { node: Change }) => isOfDesk(node.call, call))).toHaveLength(2);
});

test('a snapshot has the state that the recorder has', async () => {
  const { world } = scene;
  scene.pass(2);
  const again = world.startRecording(call) as SimulatedRecording;
  world.pauseRecording(again);
  const board = follow(`accounts: ["${ACCOUNTS['five9-cti']}"]`, ', snapshot: true');
  const shown = await untilEvent(board, (event) => isOfDesk(event.call, call));
  expect(shown).toMatchObject({ snapshot: true, call: { recordingState: 'PAUSED' } });
  world.resumeRecording(again);
  await untilAnswer(
    async () => ofCall(board),
    (all) => all.at(-1)?.call.recordingState === 'RECORDING',
  );
});

test('callers of the recorder alone receive the change of its call', async () => {
  const { world } = scene;
  const board = follow(`accounts: ["${ACCOUNTS.recorder}"]`, ', snapshot: true');
  await untilEvent(board, ({ call: { recordingState } }) => recordingState === 'RECORDING');
  const [running] = world.recordings.filter((one) => one.call === call && one.state === 'RECORDING');
  world.pauseRecording(running as SimulatedRecording);
  const change = await untilEvent(board, ({ call: { recordingState } }) => recordingState === 'PAUSED');
  expect(change).toMatchObject({ type: 'UPDATED', account: { key: ACCOUNTS.recorder } });
});
