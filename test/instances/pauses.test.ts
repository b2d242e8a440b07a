import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { SimulatedRecording } from '../../src/simulators/centre/model.ts';
import type { RunningRecorder } from '../../src/simulators/recorder/index.ts';
import { until } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { okResult, recordedCall, requestIds, scripted, startRecorder } from '../recorder/dependencies.ts';
import { configure, folder, type Instance, KEY, killInstance, startInstance } from './gateways.ts';

const ACT = (name: string) => `mutation ($device: String!, $key: String) {
  act: recording${name}(input: { device: $device, idempotencyKey: $key }) { state userErrors { code } }
}`;
const SHOWN = '{ calls(first: 100) { edges { node { device recordingState } } } }';

let recorder: RunningRecorder;
let recording: SimulatedRecording;
let device: string;
let start: () => Promise<Instance>;

/** A recorder that grants a stream of events and never sends one. */
async function silentStream(): Promise<string> {
  const silent = await scripted((text, socket) => {
    for (const id of requestIds(text)) socket.write(okResult(id));
  });
  onTestFinished(silent.close);
  return `tcp://127.0.0.1:${silent.port}`;
}

beforeEach(async () => {
  const started = await startRecorder();
  recorder = started.recorder;
  const call = recordedCall(started.centre);
  if (!call.recording) throw new Error('not recorded');
  recording = call.recording;
  device = call.person.extension;
  const place = folder();
  const living: Instance[] = [];
  const eventsUrl = await silentStream();
  const accounts = [{ id: 'wfo', vendor: 'recorder', ...recorder.settings, eventsUrl }];
  const config = configure(place.path, 'crosspoint', { events: { file: join(place.path, 'events.db') }, accounts });
  start = async () => {
    const instance = await startInstance(config);
    living.push(instance);
    return instance;
  };
  onTestFinished(async () => {
    await Promise.all(living.map(({ program }) => program.stop()));
    await recorder.close();
    place.remove();
  });
}, 30_000);

const send = (at: Instance, query: string, variables: object = {}) =>
  ask(at.url, query, variables, { authorization: `Bearer ${KEY}` });
const act = async (at: Instance, name: string, key?: string) =>
  (await send(at, ACT(name), { device, key })).data.act as { state: string | null; userErrors: { code: string }[] };
const sent = (operation: string) => recorder.received.get(operation) ?? 0;

/** What a gateway shows of the call. */
async function shown(at: Instance): Promise<string | undefined> {
  const { data } = await send(at, SHOWN);
  return data.calls.edges.find(({ node }: { node: { device: string } }) => node.device === device)?.node.recordingState;
}

describe('a pause (R2)', { timeout: 60_000 }, () => {
  test('is confirmed by the recorder’s state where its event never comes', async () => {
    const gateway = await start();
    expect(await act(gateway, 'Pause')).toEqual({ state: 'PAUSED', userErrors: [] });
    expect([recording.state, await shown(gateway)]).toEqual(['PAUSED', 'PAUSED']);
    expect(await act(gateway, 'Resume')).toEqual({ state: 'RECORDING', userErrors: [] });
    expect([recording.state, await shown(gateway)]).toEqual(['RECORDING', 'RECORDING']);
  });

  test.each([
    ['was done', 'drip', 'PAUSED'],
    ['was not done', 'hang', 'RECORDING'],
  ] as const)(
    'that %s and whose gateway dies is OUTCOME_UNKNOWN, shown as it is and left so',
    async (_, kind, state) => {
      const first = await start();
      recorder.trouble({ kind, operation: 'AGENTBLACKOUTSTART', times: 1 });
      const unanswered = act(first, 'Pause', 'one').catch(() => 'cut off');
      await until(() => sent('AGENTBLACKOUTSTART') === 1);
      await killInstance(first);
      expect(await unanswered).toBe('cut off');

      const second = await start();
      expect(await shown(second)).toBe(state);
      expect((await act(second, 'Pause', 'one')).userErrors).toEqual([{ code: 'OUTCOME_UNKNOWN' }]);
      expect(await shown(second)).toBe(state);
      expect([recording.state, sent('AGENTBLACKOUTSTART'), sent('AGENTBLACKOUTSTOP')]).toEqual([state, 1, 0]);
      expect(await act(second, 'Pause', 'two')).toEqual({ state: 'PAUSED', userErrors: [] });
      expect(recording.state).toBe('PAUSED');
    },
  );

  test('continues while its gateway is down, and the next gateway resumes nothing by itself', async () => {
    const first = await start();
    expect(await act(first, 'Pause')).toEqual({ state: 'PAUSED', userErrors: [] });
    recorder.trouble({ kind: 'hang', operation: 'AGENTBLACKOUTSTOP', times: 1 });
    const unanswered = act(first, 'Resume', 'one').catch(() => 'cut off');
    await until(() => sent('AGENTBLACKOUTSTOP') === 1);
    await killInstance(first);
    expect(await unanswered).toBe('cut off');

    const second = await start();
    expect((await act(second, 'Resume', 'one')).userErrors).toEqual([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(await shown(second)).toBe('PAUSED');
    expect([recording.state, sent('AGENTBLACKOUTSTOP')]).toEqual(['PAUSED', 1]);
  });
});
