/** Edges of a blackout that TIMEOFFSET moves (guide l. 1408, 1466): what is blacked out, and what the gateway says of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { vendor } from '../../src/adapters/recorder/index.ts';
import type { SimulatedCall, SimulatedRecording } from '../../src/simulators/centre/model.ts';
import { dependencies, recordedCall, startRecorder } from './dependencies.ts';

let started: Awaited<ReturnType<typeof startRecorder>>;
let adapter: ReturnType<typeof vendor.connect>;
let call: SimulatedCall;
let recording: SimulatedRecording;
let DEVICEID: string;

beforeEach(async () => {
  started = await startRecorder();
  adapter = vendor.connect('wfo', started.settings, dependencies());
  call = recordedCall(started.centre);
  if (!call.recording) throw new Error('not recorded');
  recording = call.recording;
  DEVICEID = call.person.extension;
});
afterEach(async () => {
  await adapter.close();
  await started.recorder.close();
});

const pass = (seconds: number) => started.centre.advanceTo(new Date(started.centre.now().getTime() + seconds * 1_000));
const position = () => started.centre.now().getTime() - recording.startedAt.getTime();

/** Blacks out for five seconds with these offsets; answers how the edges differ from the commands' times, in seconds. */
async function moved(start: number | undefined, stop: number | undefined) {
  const answers: unknown[] = [];
  const from = position();
  answers.push(await adapter.call('AGENTBLACKOUTSTART', { DEVICEID, TIMEOFFSET: start }, {}));
  pass(5);
  const to = position();
  answers.push(await adapter.call('AGENTBLACKOUTSTOP', { DEVICEID, TIMEOFFSET: stop }, {}));
  const [blackout] = recording.blackouts.slice(-1);
  if (!blackout || blackout.to === null) throw new Error('no blackout ended');
  const length = (blackout.to - blackout.from) / 1_000;
  return { answers, start: (blackout.from - from) / 1_000, stop: (blackout.to - to) / 1_000, length };
}

describe('a time offset (R3)', () => {
  it.each([
    ['none', undefined, undefined, { start: 0, stop: 0, length: 5 }],
    ['an earlier beginning', -3, undefined, { start: -3, stop: 0, length: 8 }],
    ['a later beginning', 2, undefined, { start: 2, stop: 0, length: 3 }],
    ['an earlier end', undefined, -2, { start: 0, stop: -2, length: 3 }],
    ['a later end', undefined, 4, { start: 0, stop: 4, length: 9 }],
    ['an end before the beginning', undefined, -60, { start: 0, stop: -5, length: 0 }],
  ])('of %s moves that edge and is sent with its sign', async (_, start, stop, expected) => {
    if (start !== undefined && position() < 3_000) pass(3);
    expect(await moved(start, stop)).toMatchObject(expected);
  });

  it('leaves the answer as the recorder gave it, without an interval that the recorder does not report', async () => {
    const { answers } = await moved(undefined, -60);
    const message = (type: string) => `${type} sent to all of the following cores: 1,2`;
    expect(answers).toMatchObject([
      { RESULTMSG: message('AGENTBLACKOUTSTART') },
      { RESULTMSG: message('AGENTBLACKOUTSTOP') },
    ]);
    for (const answer of answers) expect(JSON.stringify(answer)).not.toMatch(/OFFSET|interval|from|"to"/i);
    for (const name of ['BLACKOUTSTOP', 'AGENTBLACKOUTSTOP'])
      expect(vendor.contract.operations[name]?.description).toMatch(/becomes the beginning: that blackout is empty/);
  });

  it('is never sent by a pause or a resumption, whose edges are the times of the commands', async () => {
    const target = { device: DEVICEID, callInstance: recording.callInstance };
    const from = position();
    await adapter.recordingPause?.(target, {});
    pass(5);
    await adapter.recordingResume?.(target, {});
    expect(recording.blackouts.at(-1)).toEqual({ from, to: from + 5_000 });
  });
});
