import { expect, it, onTestFinished } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { createClient } from '../../src/adapters/recorder/client.ts';
import { LiveRecorder } from '../../src/adapters/recorder/events/live.ts';
import { oneByOne } from '../helpers/one-by-one.ts';
import { until } from '../helpers/until.ts';
import { Line } from '../wire/breakable-connections.ts';
import { dependencies, recordedCall, startRecorder } from './dependencies.ts';

it('a silent stream is replaced within two polls, and what it missed is emitted', async () => {
  const { centre, recorder, settings } = await startRecorder();
  const line = new Line(recorder.port);
  const eventsUrl = `tcp://127.0.0.1:${await line.open()}`;
  const around = dependencies(() => centre.now());
  const client = createClient(settings, { account: 'wfo', log: around.log });
  const lookEvery = 400;
  const parts = { account: 'wfo', settings: { ...settings, eventsUrl }, dependencies: around, client };
  const live = new LiveRecorder({ ...parts, labels: async () => new Map(), lookEvery });
  const leaving = new AbortController();
  const events: EventRecord[] = [];
  const ended = (async () => {
    for await (const event of oneByOne(live.events({ signal: leaving.signal }))) events.push(event);
  })();
  onTestFinished(async () => {
    leaving.abort();
    await ended;
    await client.close();
    line.close();
    await recorder.close();
  });
  const countOf = (type: string) => events.filter((event) => event.kind === 'RECORDING' && event.type === type).length;

  const { recording } = recordedCall(centre);
  if (!recording) throw new Error('not recorded');
  await until(() => recorder.received.get('DEVICELIST'));
  // Once one of these is received the stream is read.
  await until(() => {
    centre.annotate(recording, { USER1: 'Gold' });
    return countOf('UPDATED') > 0;
  });
  const subscribed = recorder.received.get('EVENTS') ?? 0;
  line.break('silence');
  const began = performance.now();
  centre.pauseRecording(recording);
  await until(() => countOf('PAUSED') === 1);
  expect(performance.now() - began).toBeLessThan(2 * lookEvery + 2_000);
  await until(() => recorder.received.get('EVENTS') === subscribed + 1);
  centre.resumeRecording(recording);
  await until(() => countOf('RESUMED') === 1);
});
