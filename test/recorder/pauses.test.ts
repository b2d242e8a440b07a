/** Pauses and resumptions that the recorder took and did not do, did without saying so, or cannot be asked about. */
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { RecorderClient } from '../../src/adapters/recorder/client.ts';
import { instancesAt } from '../../src/adapters/recorder/control.ts';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { type Device, observedCall } from '../../src/adapters/recorder/records.ts';
import type { SimulatedRecording } from '../../src/simulators/centre/model.ts';
import { recordedCall, startRecorder, surroundings, until } from './surroundings.ts';

const NO_EFFECT = 'The recorder took the command but its state does not show it';

let started: Awaited<ReturnType<typeof startRecorder>>;
let adapter: ReturnType<typeof vendor.connect>;
let recording: SimulatedRecording;
let target: { readonly device: string; readonly callInstance: string };
beforeEach(async () => {
  started = await startRecorder();
  adapter = vendor.connect('wfo', { ...started.settings, deadline: 300 }, surroundings());
  const call = recordedCall(started.centre);
  if (!call.recording) throw new Error('not recorded');
  recording = call.recording;
  target = { device: call.person.extension, callInstance: recording.callInstance };
});
afterEach(async () => {
  await adapter.close();
  await started.recorder.close();
});

const sent = (operation: string) => started.recorder.received.get(operation) ?? 0;
/** The recorder says that it is done, and does nothing. */
const ignores = (operation: string, times: number) => started.recorder.refuse('API_OK', { operation, times });

describe('a pause without effect', () => {
  it('is asked for once more, and told as done when it is', async () => {
    ignores('BLACKOUTSTART', 1);
    expect(await adapter.recordingPause?.(target, {})).toEqual({ state: 'PAUSED' });
    expect([recording.state, sent('BLACKOUTSTART')]).toEqual(['PAUSED', 2]);
  });

  it('is asked for once more and not again, and never told as done', async () => {
    ignores('BLACKOUTSTART', 99);
    expect(await adapter.recordingPause?.(target, {})).toEqual({ state: 'RECORDING', trouble: NO_EFFECT });
    expect(sent('BLACKOUTSTART')).toBe(2);
  });

  it('is what the state shows where the recorder refuses to be asked again', async () => {
    ignores('BLACKOUTSTART', 1);
    const pausing = adapter.recordingPause?.(target, {});
    await until(() => sent('BLACKOUTSTART') === 1);
    started.recorder.refuse('API_BLACKOUT_INVALID_STATE', { operation: 'BLACKOUTSTART' });
    expect(await pausing).toEqual({ state: 'RECORDING', trouble: NO_EFFECT });
    expect(sent('BLACKOUTSTART')).toBe(2);
  });

  it('is in doubt where the answer to the second asking is lost', async () => {
    ignores('BLACKOUTSTART', 1);
    const pausing = adapter.recordingPause?.(target, {});
    await until(() => sent('BLACKOUTSTART') === 1);
    started.recorder.trouble({ kind: 'half', operation: 'BLACKOUTSTART', times: 1 });
    expect(await pausing).toMatchObject({ state: 'UNKNOWN', code: 'OUTCOME_UNKNOWN' });
    expect([recording.state, sent('BLACKOUTSTART')]).toEqual(['PAUSED', 2]);
  });
});

describe('a pause that never arrived', () => {
  it('is told as such and not asked for again, since nobody knows that it did not', async () => {
    started.recorder.trouble({ kind: 'down', operation: 'BLACKOUTSTART', times: 1 });
    expect(await adapter.recordingPause?.(target, {})).toMatchObject({ state: 'RECORDING', code: 'OUTCOME_UNKNOWN' });
    expect([recording.state, sent('BLACKOUTSTART')]).toEqual(['RECORDING', 1]);
  });
});

describe('a state that cannot be read', () => {
  it.each(['recordingPause', 'recordingResume', 'recordingStop'] as const)(
    'is UNKNOWN after a %s, which is sent once',
    async (act) => {
      if (act === 'recordingResume') started.centre.pauseRecording(recording);
      started.recorder.trouble({ kind: 'hang', operation: 'DEVICERECORDINGSTATUS' });
      expect(await adapter[act]?.(target, {})).toEqual({ state: 'UNKNOWN', trouble: NO_EFFECT });
      expect(sent('BLACKOUTSTART') + sent('BLACKOUTSTOP') + sent('RECORDSTOP')).toBe(1);
    },
  );

  it('is UNKNOWN after a pause whose answer was lost too', async () => {
    started.recorder.trouble({ kind: 'hang' });
    const unsure = { state: 'UNKNOWN', trouble: expect.any(String), code: 'OUTCOME_UNKNOWN' };
    expect(await adapter.recordingPause?.(target, {})).toEqual(unsure);
    expect(sent('BLACKOUTSTART')).toBe(1);
  });
});

describe('a resumption', () => {
  beforeEach(() => started.centre.pauseRecording(recording));

  it('without effect is told as such and not asked for again', async () => {
    ignores('BLACKOUTSTOP', 99);
    expect(await adapter.recordingResume?.(target, {})).toEqual({ state: 'PAUSED', trouble: NO_EFFECT });
    expect(sent('BLACKOUTSTOP')).toBe(1);
  });

  it('that never arrived leaves the recording paused, and is not asked for again', async () => {
    started.recorder.trouble({ kind: 'down', operation: 'BLACKOUTSTOP', times: 1 });
    expect(await adapter.recordingResume?.(target, {})).toMatchObject({ state: 'PAUSED', code: 'OUTCOME_UNKNOWN' });
    expect([recording.state, sent('BLACKOUTSTOP')]).toEqual(['PAUSED', 1]);
  });
});

test('what is recorded at other phones is none of what is asked of one', async () => {
  const at = (DEVICEID: string) => ({ DEVICEID, RECORDING: [{ ISRECORDING: true, CALLINSTANCE: DEVICEID }] });
  const client = { send: async () => ({ DEVICE: [at('7008'), at(''), at('7009')] }) } as unknown as RecorderClient;
  const instances = await instancesAt(client, '7008', {});
  expect(instances.map(({ CALLINSTANCE }) => CALLINSTANCE)).toEqual(['7008', '']);
});

// Guide p. 27: "If the device is not currently on a call, the last call it was on will be returned."
test('a device that tells when its call stopped is on none', () => {
  const device = { DEVICEID: '1111', STARTTIME: '2011-02-01T11:49:32-05:00', RECORDING: { CALLINSTANCE: '2001' } };
  const callAt = (STOPTIME: string | null) =>
    observedCall({ ...device, STOPTIME } as Device, undefined, 'America/New_York');
  expect(callAt(null)).toMatchObject({ device: '1111', state: 'CONNECTED' });
  expect(callAt('2011-02-01T11:59:32-05:00')).toBeNull();
});
