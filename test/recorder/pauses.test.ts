/** Pauses and resumptions that the recorder took and did not do, did without saying so, or cannot be asked about. */
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { RecorderClient } from '../../src/adapters/recorder/client.ts';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { instancesAt } from '../../src/adapters/recorder/reads/devices.ts';
import { type Device, observedCall } from '../../src/adapters/recorder/reads/records.ts';
import type { SimulatedRecording } from '../../src/simulators/centre/model.ts';
import { dependencies, recordedCall, startRecorder } from './dependencies.ts';

const NO_EFFECT = 'The recorder took the command but its state does not show it';

let started: Awaited<ReturnType<typeof startRecorder>>;
let adapter: ReturnType<typeof vendor.connect>;
let recording: SimulatedRecording;
let target: { readonly device: string; readonly callInstance: string };
beforeEach(async () => {
  started = await startRecorder();
  adapter = vendor.connect('wfo', { ...started.settings, deadline: 300 }, dependencies());
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

describe('a pause that the status does not show (R2)', () => {
  it('is sent once and is unknown, since the recorder may be one that never shows blackouts', async () => {
    ignores('AGENTBLACKOUTSTART', 99);
    expect(await adapter.recordingPause?.(target, {})).toMatchObject({
      state: 'UNKNOWN',
      code: 'OUTCOME_UNKNOWN',
      trouble: expect.stringContaining('blackout-state'),
    });
    expect(sent('AGENTBLACKOUTSTART')).toBe(1);
  });

  it('had no effect where the recorder showed a blackout before', async () => {
    await adapter.recordingPause?.(target, {});
    await adapter.recordingResume?.(target, {});
    ignores('AGENTBLACKOUTSTART', 99);
    expect(await adapter.recordingPause?.(target, {})).toEqual({ state: 'RECORDING', trouble: NO_EFFECT });
    expect(sent('AGENTBLACKOUTSTART')).toBe(2);
  });

  it('is confirmed by the acknowledgement where the account says that blackouts are not shown', async () => {
    const readings = { 'blackout-state': 'not-shown' };
    const other = vendor.connect('wfo', { ...started.settings, readings }, dependencies());
    ignores('AGENTBLACKOUTSTART', 99);
    expect(await other.recordingPause?.(target, {})).toEqual({ state: 'PAUSED', confirmedBy: 'ACKNOWLEDGEMENT' });
    await other.close();
  });
});

describe('a recorder whose status never shows blackouts', () => {
  let other: ReturnType<typeof vendor.connect>;
  beforeEach(() => {
    const settings = { ...started.settings, readings: { 'blackout-state': 'not-shown' }, deadline: 300 };
    other = vendor.connect('wfo', settings, dependencies());
  });
  afterEach(() => other.close());

  it('confirms a resumption by its acknowledgement alone', async () => {
    expect(await other.recordingResume?.(target, {})).toEqual({ state: 'RECORDING', confirmedBy: 'ACKNOWLEDGEMENT' });
  });

  it.each(['recordingResume', 'recordingPause'] as const)(
    'leaves the state unknown after a %s whose answer was lost',
    async (act) => {
      const operation = act === 'recordingResume' ? 'AGENTBLACKOUTSTOP' : 'AGENTBLACKOUTSTART';
      started.recorder.trouble({ kind: 'down', operation, times: 1 });
      expect(await other[act]?.(target, {})).toMatchObject({ state: 'UNKNOWN', code: 'OUTCOME_UNKNOWN' });
    },
  );

  it('has no state of a phone or call that could be one of a blackout', async () => {
    const { device } = target;
    expect((await other.recordingStates?.([device], {}))?.get(device)).toBe('UNKNOWN');
    expect((await other.calls?.({ device }, {}))?.items.map(({ recordingState }) => recordingState)).toEqual([
      'UNKNOWN',
    ]);
  });
});

describe('a pause that never arrived', () => {
  it('is OUTCOME_UNKNOWN and not sent again', async () => {
    started.recorder.trouble({ kind: 'down', operation: 'AGENTBLACKOUTSTART', times: 1 });
    expect(await adapter.recordingPause?.(target, {})).toMatchObject({ state: 'RECORDING', code: 'OUTCOME_UNKNOWN' });
    expect([recording.state, sent('AGENTBLACKOUTSTART')]).toEqual(['RECORDING', 1]);
  });
});

describe('a state that cannot be read', () => {
  it.each(['recordingPause', 'recordingResume', 'recordingStop'] as const)(
    'is UNKNOWN after a %s, which is sent once',
    async (act) => {
      if (act === 'recordingResume') started.centre.pauseRecording(recording);
      started.recorder.trouble({ kind: 'hang', operation: 'DEVICERECORDINGSTATUS' });
      expect(await adapter[act]?.(target, {})).toMatchObject({ state: 'UNKNOWN', code: 'OUTCOME_UNKNOWN' });
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

  it('without effect is reported and not sent again', async () => {
    ignores('AGENTBLACKOUTSTOP', 99);
    expect(await adapter.recordingResume?.(target, {})).toEqual({ state: 'PAUSED', trouble: NO_EFFECT });
    expect(sent('AGENTBLACKOUTSTOP')).toBe(1);
  });

  it('that never arrived leaves the recording paused, and is not sent again', async () => {
    started.recorder.trouble({ kind: 'down', operation: 'AGENTBLACKOUTSTOP', times: 1 });
    expect(await adapter.recordingResume?.(target, {})).toMatchObject({ state: 'PAUSED', code: 'OUTCOME_UNKNOWN' });
    expect([recording.state, sent('AGENTBLACKOUTSTOP')]).toEqual(['PAUSED', 1]);
  });
});

test('recordings of other phones do not affect a pause', async () => {
  const at = (DEVICEID: string) => ({ DEVICEID, RECORDING: [{ ISRECORDING: true, CALLINSTANCE: DEVICEID }] });
  const client = { send: async () => ({ DEVICE: [at('7008'), at(''), at('7009')] }) } as unknown as RecorderClient;
  const instances = await instancesAt(client, '7008', {});
  expect(instances.map(({ CALLINSTANCE }) => CALLINSTANCE)).toEqual(['7008', '']);
});

// Guide p. 27: "If the device is not currently on a call, the last call it was on will be returned."
test('a device that reports when its call stopped has no call', () => {
  const device = { DEVICEID: '1111', STARTTIME: '2011-02-01T11:49:32-05:00', RECORDING: { CALLINSTANCE: '2001' } };
  const callAt = (STOPTIME: string | null) =>
    observedCall({ ...device, STOPTIME } as Device, undefined, 'America/New_York');
  expect(callAt(null)).toMatchObject({ device: '1111', state: 'CONNECTED' });
  expect(callAt('2011-02-01T11:59:32-05:00')).toBeNull();
});

test('a blackout of a call reaches all its partial recordings, and those of no other call (guide l. 1410)', async () => {
  const readings = { blackout: 'call' };
  const other = vendor.connect('wfo', { ...started.settings, readings }, dependencies());
  await other.recordingStart?.(target, {});
  expect(await other.recordingPause?.(target, {})).toEqual({ state: 'PAUSED', confirmedBy: 'STATUS' });
  const ofTheCall = started.recorder.recordings().filter(({ call }) => call === recording.call);
  expect(ofTheCall.map(({ state }) => state)).toEqual(['PAUSED', 'PAUSED']);
  expect(await other.recordingResume?.(target, {})).toEqual({ state: 'RECORDING', confirmedBy: 'STATUS' });
  await other.close();
});

describe('a blackout whose edges are moved by TIMEOFFSET (R3)', () => {
  const edge = (type: string, TIMEOFFSET: number) =>
    adapter.call(type, { DEVICEID: target.device, CALLINSTANCE: target.callInstance, TIMEOFFSET }, {});
  const position = () => started.centre.now().getTime() - recording.startedAt.getTime();

  it.each([
    ['is where the offsets place it', -2, -1, { from: -2, to: -1 }],
    ['is empty where its end is moved before its beginning', 0, -60, { from: 0, to: 0 }],
    ['begins at the start of the recording at the earliest', -3_600, 0, { from: null, to: 0 }],
  ])('%s', async (_, begin, end, wanted) => {
    const before = recording.blackouts.length;
    const began = position();
    await edge('BLACKOUTSTART', begin);
    const ended = wanted.to === 0 && end !== 0 ? began : position();
    await edge('BLACKOUTSTOP', end);
    const from = wanted.from === null ? 0 : began + wanted.from * 1_000;
    expect(recording.blackouts.slice(before)).toEqual([{ from, to: ended + wanted.to * 1_000 }]);
  });
});
