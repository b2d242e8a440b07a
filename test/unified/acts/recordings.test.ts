import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SimulatedCall } from '../../../src/simulators/centre/model.ts';
import type { RunningRecorder } from '../../../src/simulators/recorder/index.ts';
import { ACCOUNTS, type ActsGateway, idle, startActs } from './centre.ts';

const CUSTOMER = '+16145550143';

let gateway: ActsGateway;
let recorder: RunningRecorder;
beforeAll(async () => {
  gateway = await startActs({
    vendors: ['five9-cti', 'remote-control', 'recorder'],
    settings: { recorder: { emailDomains: ['centre.example'] } },
  });
  recorder = gateway.simulator('recorder') as RunningRecorder;
}, 30_000);
afterAll(() => gateway.close());

const act = (name: string, input: object, show = 'state') => gateway.act(name, input, show);
const sent = (operation: string) => recorder.received.get(operation) ?? 0;

/** A recorded call that only the test changes for some seconds. */
function recorded(): { call: SimulatedCall; device: string } {
  const { centre } = gateway.centre;
  const person = idle(centre);
  const call = centre.dial(person, CUSTOMER, null);
  centre.answer(call);
  return { call, device: person.extension };
}

async function finished(): Promise<string> {
  const { data } = await gateway.ask('{ recordings(first: 1) { edges { node { id } } } }');
  return data.recordings.edges[0].node.id;
}

describe('pausing and resuming', () => {
  let call: SimulatedCall;
  let device: string;
  beforeEach(() => {
    recorder.bringCoresUp();
    ({ call, device } = recorded());
  });

  test('are confirmed when every core took them', async () => {
    expect(await act('recordingPause', { device })).toEqual({ state: 'PAUSED', userErrors: [] });
    expect(call.recording?.state).toBe('PAUSED');
    expect(await act('recordingResume', { device })).toEqual({ state: 'RECORDING', userErrors: [] });
    expect(call.recording?.state).toBe('RECORDING');
  });

  test("are not confirmed when the call's core did not take them, and report what is recorded (R1)", async () => {
    const core = call.recording?.core ?? 0;
    const trouble = [
      {
        code: 'OUTCOME_UNKNOWN',
        message: `Not every core of the recorder took it: ${core} did not`,
        vendorCode: 'API_PARTIAL_CORE_RESPONSE',
      },
    ];
    recorder.takeCoreDown(core);
    expect(await act('recordingPause', { device })).toMatchObject({ state: 'RECORDING', userErrors: trouble });
    expect(call.recording?.state).toBe('RECORDING');
    recorder.bringCoresUp();
    expect(await act('recordingPause', { device })).toEqual({ state: 'PAUSED', userErrors: [] });
    recorder.takeCoreDown(core);
    expect(await act('recordingResume', { device })).toMatchObject({ state: 'PAUSED', userErrors: trouble });
    expect(call.recording?.state).toBe('PAUSED');
  });

  test.each(['recordingPause', 'recordingResume'])(
    '%s is no success where another core did not take it',
    async (name) => {
      if (name === 'recordingResume') await act('recordingPause', { device });
      recorder.takeCoreDown(call.recording?.core === 1 ? 2 : 1);
      const operation = name === 'recordingPause' ? 'AGENTBLACKOUTSTART' : 'AGENTBLACKOUTSTOP';
      const before = sent(operation);
      expect(await act(name, { device })).toMatchObject({
        state: 'UNKNOWN',
        userErrors: [{ code: 'OUTCOME_UNKNOWN', message: expect.stringContaining('Not every core') }],
      });
      expect(sent(operation)).toBe(before + 1);
    },
  );

  test('fail where no core can be reached, and for a call that is not recorded', async () => {
    for (const core of [1, 2]) recorder.takeCoreDown(core);
    expect(await act('recordingPause', { device })).toMatchObject({
      state: null,
      userErrors: [{ code: 'UNAVAILABLE', vendorCode: 'API_ERROR_RECORDER_NOT_RUNNING' }],
    });
    recorder.bringCoresUp();
    gateway.centre.centre.hangUp(call);
    expect((await act('recordingPause', { device })).userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION' }]);
  });
});

describe('a finished recording', () => {
  test.each(['recordingStart', 'recordingStop', 'recordingPause', 'recordingResume'])(
    '%s is refused, and the call on its phone stays as it is',
    async (name) => {
      const { call, device } = recorded();
      const { data } = await gateway.ask('{ recordings(first: 100) { edges { node { id device } } } }');
      const over = data.recordings.edges.find((edge: { node: { device: string } }) => edge.node.device === device);
      const recordingId = over?.node.id ?? (await finished());
      const commands = ['RECORDSTART', 'RECORDSTOP', 'BLACKOUTSTART', 'AGENTBLACKOUTSTART', 'AGENTBLACKOUTSTOP'];
      const before = commands.map(sent);
      expect((await act(name, { recordingId })).userErrors).toMatchObject([
        { code: 'FAILED_PRECONDITION', path: ['input', 'recordingId'] },
      ]);
      expect(commands.map(sent)).toEqual(before);
      expect(call.recording?.state).toBe('RECORDING');
    },
  );

  test('is annotated and mailed by its id, without a search beforehand', async () => {
    const id = await finished();
    recorder.trouble({ kind: 'unavailable', operation: 'CALLLIST' });
    const annotations = [{ field: 'USER2', value: 'checked' }];
    expect((await act('recordingAnnotate', { recordingId: id, annotations })).userErrors).toEqual([]);
    const mail = { id, toAddress: 'qa@centre.example', format: 'WAV' };
    expect((await act('recordingEmail', mail, 'recording { id }')).userErrors).toEqual([]);
    recorder.trouble(null);
    expect(recorder.mailed.at(-1)).toMatchObject({ to: 'qa@centre.example' });
    expect(gateway.centre.centre.recordings.some(({ fields }) => fields.USER2 === 'checked')).toBe(true);
  });
});

describe('an argument the recorder refuses is named as the caller wrote it', () => {
  test('a custom field there is not, one too long, and one named twice', async () => {
    const { call, device } = recorded();
    const fields = async (...annotations: object[]) =>
      (await act('recordingAnnotate', { device, annotations })).userErrors;
    const good = { field: 'USER2', value: 'x' };
    const before = sent('CALLUPDATE');
    expect(await fields(good, { field: 'USER99', value: 'x' })).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'annotations', '1'] },
    ]);
    expect(await fields({ field: 'USER3', value: 'x'.repeat(21) })).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'annotations', '0'] },
    ]);
    expect(await fields(good, { field: 'Order Number', value: 'y' })).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'annotations', '1'] },
    ]);
    expect(await fields()).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'annotations'] }]);
    expect(sent('CALLUPDATE')).toBe(before);
    expect(await fields({ field: 'Order Number', value: 'A-17' })).toEqual([]);
    expect(call.recording?.fields.USER2).toBe('A-17');
  });

  test('a device on which several calls are recorded', async () => {
    const { call, device } = recorded();
    const { errors } = await gateway.ask(
      'mutation ($device: String!) { recorder_CALLSTART(account: "wfo", DEVICEID: $device, CALLINSTANCE: "second") { __typename } }',
      { device },
    );
    expect(errors).toBeUndefined();
    expect((await act('recordingStop', { device })).userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'callInstance'], message: expect.stringContaining('second') },
    ]);
    expect(await act('recordingStop', { device, callInstance: 'second' })).toMatchObject({ state: 'NOT_RECORDING' });
    expect(call.recording?.state).toBe('RECORDING');
  });

  test('a domain to which nothing may be mailed', async () => {
    const input = { id: await finished(), toAddress: 'qa@elsewhere.example', format: 'MP3' };
    expect((await act('recordingEmail', input, 'recording { id }')).userErrors).toMatchObject([
      { code: 'PERMISSION_DENIED', path: ['input', 'toAddress'] },
    ]);
  });
});

test('an e-mail with an unknown outcome is sent once', async () => {
  const id = await finished();
  const before = sent('EMAIL');
  recorder.trouble({ kind: 'half', operation: 'EMAIL', times: 1 });
  const input = { id, toAddress: 'qa@centre.example', format: 'WAV', idempotencyKey: 'mail-once' };
  const first = await act('recordingEmail', input, 'recording { id }');
  expect(first).toMatchObject({ recording: { id }, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
  expect(await act('recordingEmail', input, 'recording { id }')).toEqual(first);
  expect(sent('EMAIL')).toBe(before + 1);
});

test('a vendor that records by call receives the call, or refuses the phone', async () => {
  const { centre } = gateway.centre;
  const person = centre.people.find((each) => each.carrier === 'remote-control' && each.presence === 'READY');
  const device = person?.extension ?? '';
  const { userErrors } = await act('recordingStop', { device, account: ACCOUNTS['remote-control'] });
  expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'device'] }]);
});
