/** The reading `event-order`: events of a recording that come after later ones. */
import { expect, it, onTestFinished } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { vendor } from '../../src/adapters/recorder/index.ts';
import type { Centre, SimulatedRecording } from '../../src/simulators/centre/model.ts';
import { oneByOne } from '../helpers/one-by-one.ts';
import { until } from '../helpers/until.ts';
import { busyCentre, dependencies, recordedCall, startRecorder } from './dependencies.ts';

/** The events of a recorder whose events overtake each other; `before` runs before they are listened to. */
async function overtaken(before: (centre: Centre) => void = () => undefined) {
  const { centre, recorder, settings } = await startRecorder(busyCentre(), 0, { 'event-order': 'overtaken' });
  before(centre);
  const adapter = vendor.connect('wfo', settings, dependencies());
  const leaving = new AbortController();
  const events: EventRecord[] = [];
  let isListening = false;
  const onListening = () => {
    isListening = true;
  };
  const ended = (async () => {
    for await (const event of oneByOne(adapter.events?.({ signal: leaving.signal, onListening }))) events.push(event);
  })();
  onTestFinished(async () => {
    leaving.abort();
    await ended;
    await adapter.close();
    await recorder.close();
  });
  await until(() => isListening);
  const at = (device: string) =>
    events.flatMap((event) => (event.kind === 'RECORDING' && event.device === device ? [event] : []));
  return { centre, recorder, events, at };
}

const briefly = ({ type, state }: { readonly type: string; readonly state: string }) => `${type} ${state}`;

it('is recording where its resumption overtook its pause', async () => {
  const paused: SimulatedRecording[] = [];
  const { centre, events, at } = await overtaken((busy) => {
    const { recording } = recordedCall(busy);
    if (!recording) throw new Error('not recorded');
    busy.pauseRecording(recording);
    paused.push(recording);
  });
  const [recording] = paused as [SimulatedRecording];
  const seen = () => at(recording.call.person.extension).map(briefly);
  // The lists have shown a blackout, so that they are known to show when one is over.
  centre.resumeRecording(recording);
  await until(() => seen().at(-1) === 'RESUMED RECORDING');
  centre.pauseRecording(recording);
  centre.resumeRecording(recording);
  await until(() => seen().includes('PAUSED PAUSED') && seen().at(-1) === 'RESUMED RECORDING');
  expect(events.filter(({ kind }) => kind === 'GAP')).toEqual([]);
});

it('is over where its end and its saving overtook its start', async () => {
  const { centre, at } = await overtaken();
  const person = centre.people.find((one) => one.presence === 'READY');
  if (!person) throw new Error('no agent is ready');
  const call = centre.dial(person, '+16145550143', null);
  centre.answer(call);
  centre.hangUp(call);
  centre.advanceTo(new Date(centre.now().getTime() + 2_000));
  await until(() => at(person.extension).some(({ type }) => type === 'STARTED'));
  expect(at(person.extension).map(briefly)).toEqual([
    'UPDATED NOT_RECORDING',
    'STOPPED NOT_RECORDING',
    'STARTED NOT_RECORDING',
  ]);
});

it('is over by the lists where its end overtook its start and it is not saved yet', async () => {
  const { centre, recorder, events, at } = await overtaken();
  const person = centre.people.find((one) => one.presence === 'READY');
  if (!person) throw new Error('no agent is ready');
  const call = centre.dial(person, '+16145550143', null);
  centre.answer(call);
  centre.hangUp(call);
  await until(() => at(person.extension).some(({ type }) => type === 'STARTED'));
  const asked = recorder.received.get('CALLLIST') ?? 0;
  await until(() => at(person.extension).at(-1)?.state === 'NOT_RECORDING');
  expect(at(person.extension).map(briefly)).toEqual([
    'STOPPED NOT_RECORDING',
    'STARTED RECORDING',
    'STOPPED NOT_RECORDING',
  ]);
  expect([recorder.received.get('CALLLIST'), events.filter(({ kind }) => kind === 'GAP')]).toEqual([asked + 1, []]);
});
