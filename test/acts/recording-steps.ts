import type { SimulatedPerson, SimulatedRecording } from '../../src/simulators/centre/model.ts';
import type { ActAnswer, Floor } from './floor.ts';
import { callKey, recordingKey } from './state.ts';
import { isAlone, isRecordingOf, type Make, pickFrom, situation, UP } from './step.ts';

type RecordingAct = 'recordingStart' | 'recordingStop' | 'recordingPause' | 'recordingResume';

const RECORDING_STATES: Readonly<Record<RecordingAct, string>> = {
  recordingStart: 'RECORDING',
  recordingStop: 'NOT_RECORDING',
  recordingPause: 'PAUSED',
  recordingResume: 'RECORDING',
};

/** Recordings that have not ended, partial ones included. */
function running({ recorder }: Floor, isMeant: (recording: SimulatedRecording) => boolean) {
  return recorder.recordings().filter((each) => each.state !== 'STOPPED' && isMeant(each));
}

/** An act on the recordings of a call: those of other calls must not change. */
function recordingStep(name: RecordingAct): Make {
  return ({ floor, calls }, random) => {
    const call = pickFrom(random, [...calls.keys()], ({ state }) => UP.includes(state));
    const callId = call && calls.get(call);
    if (!call || !callId) return null;
    // The dialler shows its own recording, the recorder all of them.
    const isShown = (each: SimulatedRecording) => call.carrier === 'five9-cti' || each === call.recording;
    const ofTheCall = () => running(floor, (each) => each.call === call && isShown(each));
    const before = ofTheCall();
    // The dialler does not show the phone of a call, so that no recorder can be found, and its pause is a stop.
    const canAct = call.carrier === 'five9-cti' && isAlone(floor, call) && UP.includes(call.state);
    const from = name === 'recordingResume' ? 'PAUSED' : 'RECORDING';
    return {
      name,
      input: { callId },
      show: 'state',
      title: `${name} call ${call.carrier} ${situation(floor, call)}, ${statesOf(before)}`,
      mustSucceed: canAct && name !== 'recordingStart' && before.length === 1 && before[0]?.state === from,
      mayChange: (change) => change === callKey(call) || isRecordingOf(floor, [call], change),
      wrongSuccess: (answer) => {
        const isStopped = name === 'recordingPause' && call.carrier === 'remote-control';
        return wrongRecording(floor, isStopped ? 'recordingStop' : name, answer, ofTheCall());
      },
    };
  };
}

function statesOf(recordings: readonly SimulatedRecording[]): string {
  return recordings.map(({ state }) => state).join(' and ') || 'not recorded';
}

function wrongRecording(
  { readings }: Floor,
  name: RecordingAct,
  { state }: ActAnswer,
  recordings: readonly SimulatedRecording[],
) {
  // Under this reading the recorder shows a paused recording as one that records.
  const isHidden = name !== 'recordingPause' && readings.includes('blackout-state=not-shown');
  const states = new Set(recordings.map((each) => (isHidden && each.state === 'PAUSED' ? 'RECORDING' : each.state)));
  const now = states.size > 1 ? 'UNKNOWN' : ([...states][0] ?? 'NOT_RECORDING');
  if (now !== RECORDING_STATES[name]) return `reported as done, and the recording is ${now}`;
  return state === now ? null : `answers ${state} for a recording that is ${now}`;
}

/** The same by the phone, which may have several calls on it. */
function deviceStep(name: RecordingAct): Make {
  return ({ floor }, random) => {
    const { centre } = floor;
    const isUp = (one: SimulatedPerson) => centre.liveCalls(one).some(({ state }) => UP.includes(state));
    const person = pickFrom(random, centre.people, isUp);
    if (!person) return null;
    const before = running(floor, (each) => each.call.person === person);
    const instances = [...new Set(before.map(({ callInstance }) => callInstance))];
    const callInstance = instances.length > 1 && random.happens(0.5) ? random.pick(instances) : null;
    const isNamed = (each: SimulatedRecording) =>
      each.call.person === person && (callInstance === null || each.callInstance === callInstance);
    const calls = callInstance
      ? before.filter(isNamed).map(({ call }) => call)
      : centre.liveCalls(person).filter(({ state }) => UP.includes(state));
    return {
      name,
      input: { device: person.extension, ...(callInstance && { callInstance }) },
      show: 'state',
      title: `${name} device ${statesOf(before)}${callInstance ? ' by its instance' : ''}`,
      mustSucceed: name === 'recordingStop' && before.length === 1 && calls.length === 1,
      mayChange: (change) => calls.some((call) => change === callKey(call)) || isRecordingOf(floor, calls, change),
      wrongSuccess: (answer) => wrongRecording(floor, name, answer, running(floor, isNamed)),
    };
  };
}

/** Acts on a recording by its own id, which is over for all but annotating and mailing. */
function finishedStep(name: RecordingAct | 'recordingAnnotate' | 'recordingEmail'): Make {
  return ({ floor }, random) => {
    const over = floor.centre.recordings.filter(({ state }) => state === 'STOPPED');
    if (over.length === 0) return null;
    const recording = random.pick(over);
    const id = floor.recordingId(recording.recordId);
    const value = random.hex(8);
    const inputs: Readonly<Record<string, object>> = {
      recordingAnnotate: { recordingId: id, annotations: [{ field: 'USER3', value }] },
      recordingEmail: { id, toAddress: floor.centre.people[0]?.email, format: 'WAV' },
    };
    const { mailed } = floor.recorder;
    const count = mailed.length;
    return {
      name,
      input: { ...(inputs[name] ?? { recordingId: id }) },
      show: 'recording { id }',
      title: `${name} finished recording`,
      mustSucceed: name === 'recordingAnnotate' || name === 'recordingEmail',
      mayChange: (change) =>
        name === 'recordingEmail' ? change === `mail ${count}` : change === recordingKey(recording),
      wrongSuccess: () => {
        if (name === 'recordingAnnotate') return recording.fields.USER3 === value ? null : 'USER3 is not written';
        if (name !== 'recordingEmail') return 'reported as done on a recording that is over';
        return mailed.at(-1)?.recordings.join() === String(recording.recordId) ? null : 'another recording was sent';
      },
    };
  };
}

const RECORDING_ACTS = ['recordingStart', 'recordingStop', 'recordingPause', 'recordingResume'] as const;

/** Steps that act on recordings. */
export const RECORDING_STEPS: readonly Make[] = [
  ...RECORDING_ACTS.map(recordingStep),
  ...RECORDING_ACTS.map(deviceStep),
  ...[...RECORDING_ACTS, 'recordingAnnotate' as const, 'recordingEmail' as const].map(finishedStep),
];
