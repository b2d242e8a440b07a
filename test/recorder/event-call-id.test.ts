/** The reading `event-call-id`: the guide prints events of a running recording without the id of its call (l. 3036). */
import { expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { oneByOne } from '../helpers/one-by-one.ts';
import { until } from '../helpers/until.ts';
import { busyCentre, dependencies, startRecorder } from './dependencies.ts';

const later = (date: Date, seconds: number) => new Date(date.getTime() + seconds * 1000);

it.each(['filled', 'at-the-end'])('is one recording with one start and one end where it is %s', async (reading) => {
  const { centre, recorder, settings } = await startRecorder(busyCentre(), 0, { 'event-call-id': reading });
  const adapter = vendor.connect('wfo', { ...settings, callIdField: undefined }, dependencies());
  const leaving = new AbortController();
  const events: EventRecord[] = [];
  const ended = (async () => {
    for await (const event of oneByOne(adapter.events?.({ signal: leaving.signal }))) events.push(event);
  })();
  await until(() => recorder.received.get('DEVICELIST'));
  const person = centre.people.find((one) => one.presence === 'READY');
  if (!person) throw new Error('no agent is ready');
  const call = centre.dial(person, '+16145550143', null);
  centre.answer(call);
  const ofRecording = () =>
    events.flatMap((event) => (event.kind === 'RECORDING' && event.device === person.extension ? [event] : []));
  const started = await until(() => ofRecording().find(({ type }) => type === 'STARTED'));
  expect(started.callId ?? null).toBe(reading === 'filled' ? call.id : null);
  centre.hangUp(call);
  centre.advanceTo(later(centre.now(), 2));
  await until(() => ofRecording().some(({ type }) => type === 'UPDATED'));
  expect(ofRecording().map(({ type, state }) => [type, state])).toEqual([
    ['STARTED', 'RECORDING'],
    ['STOPPED', 'NOT_RECORDING'],
    ['UPDATED', 'NOT_RECORDING'],
  ]);
  expect(ofRecording().at(-1)).toMatchObject({ callId: call.id, recording: { durationSeconds: expect.any(Number) } });
  expect(events.filter(({ kind }) => kind === 'GAP')).toEqual([]);
  leaving.abort();
  await ended;
  await adapter.close();
  await recorder.close();
});
