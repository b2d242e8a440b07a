/** Times of calls that a recorder writes in another locale: the fact that there is one stays. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { ask, planeContext, planeSchema } from '../vendor-plane/plane.ts';
import { dependencies, startRecorder } from './dependencies.ts';

let started: Awaited<ReturnType<typeof startRecorder>>;
let adapter: Adapter;
beforeEach(async () => {
  // Every STOPTIME reads `31.12.2026 11:00:00`.
  started = await startRecorder(undefined, 0, { output: 'as-typed' });
  adapter = vendor.connect('wfo', started.settings, dependencies());
});
afterEach(async () => {
  await adapter.close();
  await started.recorder.close();
});

test('a call whose end cannot be read has ended all the same', async () => {
  const live = started.centre.liveCalls().filter(({ disconnectedAt }) => disconnectedAt === null);
  const listed = (await adapter.calls?.({}, {}))?.items ?? [];
  expect(listed.length).toBeGreaterThan(0);
  expect(listed.map(({ device }) => device).sort()).toEqual(
    [...new Set(live.map(({ person }) => person.extension))].sort(),
  );
});

test('an end that cannot be read is null in the vendor plane, without an error', async () => {
  const list = '{ recorder_DEVICELIST { DEVICES { DEVICE { STARTTIME STOPTIME } } } }';
  // biome-ignore lint/suspicious/noExplicitAny: the plane's types are made at run time
  const { data, errors }: any = await ask(planeSchema([vendor]), planeContext([adapter]), list);
  expect(errors).toBeUndefined();
  const devices: { STARTTIME: string | null; STOPTIME: string | null }[] = data.recorder_DEVICELIST.DEVICES.DEVICE;
  expect(new Set(devices.map(({ STOPTIME }) => STOPTIME))).toEqual(new Set([null]));
  expect(devices.some(({ STARTTIME }) => STARTTIME !== null)).toBe(true);
});
