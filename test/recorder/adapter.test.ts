import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { observedCall } from '../../src/adapters/recorder/reads/records.ts';
import { rolesOf } from '../../src/adapters/roles.ts';
import type { SimulatedCall } from '../../src/simulators/centre/model.ts';
import { dependencies, recordedCall, scripted, startRecorder } from './dependencies.ts';

type Started = Awaited<ReturnType<typeof startRecorder>>;

let started: Started;
let adapter: ReturnType<typeof vendor.connect>;

beforeEach(async () => {
  started = await startRecorder();
  adapter = vendor.connect('wfo', started.settings, dependencies());
});
afterEach(async () => {
  await adapter.close();
  await started.recorder.close();
});

/** What a role answers; a role that is missing fails the test. */
function given<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the adapter lacks this');
  return value;
}

describe('settings', () => {
  it('take the shape of the configuration file', () => {
    const lines = {
      url: 'tcp://10.1.2.30:5620',
      webUrl: 'http://10.1.2.30:2012/webapi.aspx',
      timeZone: 'America/New_York',
    };
    expect(vendor.settings.parse(lines)).toMatchObject({ ...lines, via: 'tcp' });
    expect(vendor.settings.parse({ url: 'tcp://10.1.2.30:5620' })).toMatchObject({ timeZone: 'UTC', emailDomains: [] });
  });

  it.each([
    { url: 'http://10.1.2.30' },
    { url: 'tcp://10.1.2.30:5620', timeZone: 'Mars/Olympus' },
    { url: 'tcp://10.1.2.30:5620', callIdField: 'USER16' },
    { url: 'tcp://10.1.2.30:5620', via: 'web' },
    { url: 'tcp://10.1.2.30:5620', webUrl: 'http://x/webapi.aspx?type=test' },
    { url: 'tcp://10.1.2.30:5620', colour: 'red' },
    {},
  ])('refuse %o', (lines) => {
    expect(vendor.settings.safeParse(lines).success).toBe(false);
  });

  it('without a web address leave audio out of what the account can do', () => {
    const without = vendor.connect('wfo', { ...started.settings, webUrl: undefined }, dependencies());
    expect(rolesOf(adapter).filter((role) => !rolesOf(without).includes(role))).toEqual(['recordingMedia']);
    expect(rolesOf(adapter)).toEqual(
      expect.arrayContaining(['agents', 'calls', 'recordings', 'recordingPause', 'recordingAnnotate', 'events']),
    );
  });
});

describe('reads', () => {
  it('report health in one line', async () => {
    expect(await adapter.check({})).toMatch(/answers; .*GB of .*GB .* is free; up \d+ days/);
  });

  it('list agents with their phones', async () => {
    const { items } = await given(adapter.agents?.({}, {}));
    const [person] = started.centre.people;
    expect(items).toHaveLength(started.centre.people.length);
    expect(items[0]).toMatchObject({
      nativeId: String(person?.recorderId),
      name: `${person?.firstName} ${person?.lastName}`,
      userName: person?.userName,
      email: person?.email,
      employeeId: person?.employeeId,
      extensions: [person?.extension],
      active: true,
    });
    const one = await given(adapter.agents?.({ nativeIds: [String(person?.recorderId)] }, {}));
    expect(one.items).toEqual([items[0]]);
  });

  it("list recordings, newest first, with the account's field labels", async () => {
    const finished = started.centre.recordings.filter(({ stoppedAt }) => stoppedAt !== null);
    const { items, truncated } = await given(adapter.recordings?.({ limit: 5 }, {}));
    expect(items).toHaveLength(5);
    expect(truncated).toBe(true);
    const starts = items.map(({ startedAt }) => Date.parse(startedAt ?? ''));
    expect(starts).toEqual(starts.toSorted((one, other) => other - one));
    const recording = finished.find(({ recordId }) => String(recordId) === items[0]?.nativeId);
    expect(items[0]).toMatchObject({
      durationSeconds: Math.round(
        ((recording?.stoppedAt?.getTime() ?? 0) - (recording?.startedAt.getTime() ?? 0)) / 1000,
      ),
      device: recording?.call.person.extension,
      callId: recording?.call.id,
      from: recording?.call.ani,
      to: recording?.call.dnis,
      direction: recording?.call.direction,
      agent: { userName: recording?.call.person.userName, extension: recording?.call.person.extension },
    });
    expect(items[0]?.annotations).toContainEqual({ field: 'USER8', label: 'Call Id', value: recording?.call.id });
  });

  it('push criteria down to the recorder', async () => {
    const [wanted] = started.centre.recordings.filter(({ stoppedAt }) => stoppedAt !== null);
    if (!wanted) throw new Error('nothing was recorded');
    const began = new Date(Math.floor(wanted.startedAt.getTime() / 1000) * 1000).toISOString();
    const query = { device: wanted.call.person.extension, startedAfter: began, startedBefore: began };
    const { items, truncated } = await given(adapter.recordings?.(query, {}));
    expect(items.map(({ nativeId }) => nativeId)).toEqual([String(wanted.recordId)]);
    expect(truncated).toBe(false);
  });

  it('find recordings by their ids, which the recorder cannot search for', async () => {
    const finished = started.centre.recordings.filter(({ stoppedAt }) => stoppedAt !== null);
    const ids = [finished.at(0), finished.at(-1)].map((recording) => String(recording?.recordId));
    const { items } = await given(adapter.recordings?.({ nativeIds: [...ids, '999999999'] }, {}));
    expect(items.map(({ nativeId }) => nativeId).toSorted()).toEqual(ids.toSorted());
  });

  it('ask for the terminology once for many reads', async () => {
    await Promise.all([1, 2, 3].map(() => adapter.recordings?.({ limit: 1 }, {})));
    expect(started.recorder.received.get('FETCHTERMINOLOGY')).toBe(1);
  });

  it('wait while the recorder has too many clients or a full queue', async () => {
    started.recorder.refuse('API_TOO_MANY_CLIENTS', { operation: 'IMPORTUSER', times: 2 });
    expect((await given(adapter.agents?.({}, {}))).items.length).toBeGreaterThan(0);
    expect(started.recorder.received.get('IMPORTUSER')).toBe(3);
    started.recorder.refuse('API_COMMAND_QUEUE_FULL', { operation: 'IMPORTUSER', times: 99 });
    await expect(adapter.agents?.({}, {})).rejects.toMatchObject({ code: 'RATE_LIMITED', retryable: true });
  });

  it('report the recording state of devices', async () => {
    const call = recordedCall(started.centre);
    const idle = started.centre.people.find((person) => started.centre.liveCalls(person).length === 0);
    const devices = [call.person.extension, idle?.extension ?? '', 'none'];
    const states = await given(adapter.recordingStates?.(devices, {}));
    expect([...states.values()]).toEqual(['RECORDING', 'NOT_RECORDING']);
    if (call.recording) started.centre.pauseRecording(call.recording);
    const many = await given(adapter.recordingStates?.([...devices, 'a', 'b'], {}));
    expect([...many]).toEqual([
      [call.person.extension, 'PAUSED'],
      [idle?.extension, 'NOT_RECORDING'],
    ]);
  });

  it('report the call of a device', async () => {
    const call = recordedCall(started.centre);
    const answer = (await adapter.call('DEVICESTATUS', { DEVICEID: call.person.extension }, {})) as {
      DEVICES: { DEVICE: Parameters<typeof observedCall>[0][] };
    };
    const [device] = answer.DEVICES.DEVICE;
    expect(device && observedCall(device, 'USER8', 'UTC')).toMatchObject({
      nativeId: call.id,
      callId: call.id,
      from: call.ani,
      to: call.dnis,
      device: call.person.extension,
      recordingState: 'RECORDING',
    });
  });
});

describe('acts', () => {
  let call: SimulatedCall;
  let device: string;
  beforeEach(() => {
    call = recordedCall(started.centre);
    device = call.person.extension;
  });

  it("pause and resume by the call's instance (R4)", async () => {
    expect(await adapter.recordingPause?.({ device }, {})).toEqual({ state: 'PAUSED', confirmedBy: 'STATUS' });
    expect(call.recording?.state).toBe('PAUSED');
    expect(await adapter.recordingResume?.({ device, callInstance: call.recording?.callInstance }, {})).toEqual({
      state: 'RECORDING',
      confirmedBy: 'STATUS',
    });
    expect(call.recording?.state).toBe('RECORDING');
    expect(call.recording?.blackouts.at(-1)).toEqual({ from: expect.any(Number), to: expect.any(Number) });
  });

  it('never report PAUSED when a core did not take it (R1)', async () => {
    const core = call.recording?.core ?? 1;
    started.recorder.takeCoreDown(core);
    expect(await adapter.recordingPause?.({ device }, {})).toEqual({
      state: 'RECORDING',
      trouble: `Not every core of the recorder took it: ${core} did not`,
      code: 'OUTCOME_UNKNOWN',
      vendorCode: 'API_PARTIAL_CORE_RESPONSE',
    });
    expect(call.recording?.state).toBe('RECORDING');
    started.recorder.bringCoresUp();
    started.recorder.takeCoreDown(core === 1 ? 2 : 1);
    expect(await adapter.recordingPause?.({ device }, {})).toMatchObject({
      state: 'UNKNOWN',
      trouble: expect.any(String),
    });
  });

  it('fail when no core can be reached', async () => {
    for (const core of [1, 2]) started.recorder.takeCoreDown(core);
    await expect(adapter.recordingPause?.({ device }, {})).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      vendorCode: 'API_ERROR_RECORDER_NOT_RUNNING',
    });
  });

  it('read the state when the connection is lost in the middle', async () => {
    started.recorder.trouble({ kind: 'half', operation: 'AGENTBLACKOUTSTART', times: 1 });
    // Whether every core took it was in the answer that was lost.
    const unsure = { state: 'UNKNOWN', trouble: expect.any(String), code: 'OUTCOME_UNKNOWN' };
    expect(await adapter.recordingPause?.({ device }, {})).toEqual(unsure);
    expect(call.recording?.state).toBe('PAUSED');
    started.recorder.trouble({ kind: 'down', operation: 'AGENTBLACKOUTSTOP', times: 1 });
    expect(await adapter.recordingResume?.({ device }, {})).toEqual({ ...unsure, state: 'PAUSED' });
    expect(started.recorder.received.get('AGENTBLACKOUTSTART')).toBe(1);
    expect(started.recorder.received.get('AGENTBLACKOUTSTOP')).toBe(1);
  });

  it('require the call instance when several calls are recorded on a device (R4, D13)', async () => {
    await adapter.call('CALLSTART', { DEVICEID: device, CALLINSTANCE: 'second' }, {});
    await expect(adapter.recordingStop?.({ device }, {})).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      argumentPath: ['callInstance'],
    });
    expect(await adapter.recordingPause?.({ device, callId: call.id }, {})).toEqual({
      state: 'PAUSED',
      confirmedBy: 'STATUS',
    });
    expect(call.recording?.state).toBe('PAUSED');
    expect((await adapter.recordingStates?.([device], {}))?.get(device)).toBe('UNKNOWN');
    expect(await adapter.recordingPause?.({ device, callInstance: 'second' }, {})).toEqual({
      state: 'PAUSED',
      confirmedBy: 'STATUS',
    });
  });

  it('refuse to pause where nothing is recorded, before acting', async () => {
    await expect(adapter.recordingPause?.({ device: 'none' }, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const idle = started.centre.people.find((person) => started.centre.liveCalls(person).length === 0);
    await expect(adapter.recordingPause?.({ device: idle?.extension }, {})).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
    });
    await expect(adapter.recordingPause?.({}, {})).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      argumentPath: ['device'],
    });
    expect(started.recorder.received.get('AGENTBLACKOUTSTART')).toBeUndefined();
  });

  it('stop and start', async () => {
    expect(await adapter.recordingStop?.({ device }, {})).toEqual({ state: 'NOT_RECORDING', confirmedBy: 'STATUS' });
    expect(call.recording?.state).toBe('STOPPED');
    expect(await adapter.recordingStart?.({ device }, {})).toEqual({ state: 'RECORDING', confirmedBy: 'STATUS' });
  });

  it('annotate a running and a finished recording, within the limits', async () => {
    await adapter.recordingAnnotate?.({ device }, { USER1: 'Gold', USER4: 'Wants a call back' }, {});
    expect(call.recording?.fields).toMatchObject({ USER1: 'Gold', USER4: 'Wants a call back' });
    const finished = started.centre.recordings.find(({ stoppedAt }) => stoppedAt !== null);
    await adapter.recordingAnnotate?.({ recording: String(finished?.recordId) }, { USER2: '+49 & 00123' }, {});
    expect(finished?.fields.USER2).toBe('+49 & 00123');
    const long = { USER3: 'x'.repeat(21) };
    await expect(adapter.recordingAnnotate?.({ device }, long, {})).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      argumentPath: ['USER3'],
      message: expect.stringContaining('20'),
    });
    await expect(adapter.recordingAnnotate?.({ device }, { ANI: '1' }, {})).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    await expect(adapter.recordingAnnotate?.({ recording: '1' }, { USER1: 'x' }, {})).rejects.toMatchObject({
      code: 'NOT_FOUND',
      vendorCode: 'API_RECORDID_INVALID',
    });
  });
});

it('encodes a query of the web service once, each name once (X8)', async () => {
  const server = await scripted((_text, socket) => {
    const body = '<RESULT><REQUESTID>1</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE></RESULT>';
    socket.end(`HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  });
  const webUrl = `http://127.0.0.1:${server.port}/webapi.aspx`;
  const web = vendor.connect('wfo', { ...server.settings, webUrl, via: 'web' }, dependencies());
  await web.call('CALLUPDATE', { DEVICEID: '200', USER9: 'a&b=c#d+e%00é', KEEPDAYS: 3650 }, {});
  expect(server.received[0]).toMatch(
    /^GET \/webapi\.aspx\?type=callupdate&requestid=1&deviceid=200&user9=a%26b%3Dc%23d%2Be%2500%C3%A9&keepdays=3650 HTTP/,
  );
  await expect(web.call('CALLUPDATE', { DEVICEID: '200\0' }, {})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await web.close();
  await server.close();
});
