/** Call handling and recording control, as the simulated recorder does them. */
import { RefusedAct, type SimulatedCall, type SimulatedRecording } from '../centre/model.ts';
import { type RecorderAnswer, type RecorderRequest, Refused } from './request.ts';
import type { RecorderWorld } from './world.ts';

/** Answers one function. */
export type Handler = (world: RecorderWorld, request: RecorderRequest) => RecorderAnswer;

const NO_DEVICE = 'Could not find a device matching given parameters';

const REFUSALS: Readonly<Partial<Record<string, string>>> = {
  ALREADY_RECORDING: 'API_ERROR_ALREADY_RECORDING',
  NOT_RECORDING: 'API_DEVICE_NOT_RECORDING',
  CALL_ENDED: 'API_DEVICE_NOT_IN_CALL',
  NOT_CONNECTED: 'API_DEVICE_NOT_IN_CALL',
};

/** Puts the centre's refusals into the recorder's labels. */
export function labelled(handler: Handler): Handler {
  return (world, request) => {
    try {
      return handler(world, request);
    } catch (error) {
      if (!(error instanceof RefusedAct)) throw error;
      throw new Refused(REFUSALS[error.refusal] ?? 'API_ERROR_PROCESSING_MESSAGE', error.refusal);
    }
  };
}

function deviceOf(world: RecorderWorld, request: RecorderRequest): string {
  const device = world.directory.device(request, world.devices);
  if (device === null) throw new Refused('API_DEVICE_INVALID', NO_DEVICE);
  return device;
}

function callStart(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const device = deviceOf(world, request);
  return world.toCores('CALLSTART', (took) => took(1) && world.startCall(device, request));
}

function callStop(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const device = deviceOf(world, request);
  const call = world.callMeant(device, request);
  return world.toCores('CALLSTOP', (took) => call && took(1) && world.stopCall(call));
}

function callUpdate(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const recordId = request.number('RECORDID');
  if (recordId !== null) return updateRecording(world, recordId, request);
  const device = deviceOf(world, request);
  const call = world.callMeant(device, request);
  if (!call && request.get('UPDATE_IF_NOT_RECORDING').toUpperCase() === 'Y') return updateLast(world, device, request);
  if (!call) throw new Refused('API_DEVICE_NOT_IN_CALL', 'The device is not in a call');
  const recording = world.recordingOf(call);
  return world.toCores('CALLUPDATE', (took) => took(recording?.core ?? 1) && world.annotate(call, recording, request));
}

function updateRecording(world: RecorderWorld, recordId: number, request: RecorderRequest): RecorderAnswer {
  const recording = world.recordings.find((each) => each.recordId === recordId);
  if (!recording) throw new Refused('API_RECORDID_INVALID', 'No recording has that RECORDID');
  world.annotate(recording.call, recording, request);
  return { message: 'Updated recording in database' };
}

function updateLast(world: RecorderWorld, device: string, request: RecorderRequest): RecorderAnswer {
  const last = world.recordings.findLast(({ call }) => call.person.extension === device);
  if (!last) throw new Refused('API_RECORDID_INVALID', 'There was no call to update');
  world.annotate(last.call, last, request);
  return { message: 'Updated recording in database' };
}

function recordStart(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const device = deviceOf(world, request);
  const call: SimulatedCall | null = world.callMeant(device, request);
  if (!call) throw new Refused('API_DEVICE_NOT_IN_CALL', 'The device is not in a call');
  return world.toCores('RECORDSTART', (took) => took(1) && world.record(call, request));
}

function recordStop(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const last = targetedRecordings(world, deviceOf(world, request), request).at(-1);
  return world.toCores('RECORDSTOP', (took) => {
    if (!last || !took(last.core)) return;
    world.annotate(last.call, last, request);
    world.stopRecording(last);
  });
}

function targetedRecordings(
  world: RecorderWorld,
  device: string,
  request: RecorderRequest,
): readonly SimulatedRecording[] {
  const instance = request.get('CALLINSTANCE');
  const running = world.runningAt(device);
  return instance === '' ? running : running.filter((each) => each.callInstance === instance);
}

/** The recordings of one call: the one that is named, else the last of the device; partial ones have its instance. */
function recordingsOfCall(
  world: RecorderWorld,
  device: string,
  request: RecorderRequest,
): readonly SimulatedRecording[] {
  const targeted = targetedRecordings(world, device, request);
  const last = targeted.at(-1);
  return targeted.filter(({ call }) => call === last?.call);
}

/** A blackout of one call or of a whole agent; it harms nothing where nothing is recorded. */
function blackout(type: string, begin: boolean, wholeAgent: boolean): Handler {
  return (world, request) => {
    if (wholeAgent && world.readings.is('blackout', 'call'))
      throw new Refused('API_COMMAND_NOT_SUPPORTED', 'Blackouts of agents are not enabled');
    const device = deviceOf(world, request);
    if (!world.devices.includes(device)) throw new Refused('API_AGENT_NOT_FOUND', NO_DEVICE);
    const offset = request.number('TIMEOFFSET') ?? 0;
    const targeted = wholeAgent ? world.runningAt(device) : recordingsOfCall(world, device, request);
    const apply = (took: (core: number) => boolean) => {
      for (const recording of targeted) if (took(recording.core)) world.blackout(recording, begin, offset);
    };
    return world.toCores(type, apply, true);
  };
}

function sessionOf(world: RecorderWorld, request: RecorderRequest): string {
  const session = request.get('SESSIONID');
  if (session === '') throw new Refused('API_SESSIONID_UNSPECIFIED', 'SESSIONID is missing');
  if (request.type !== 'CHATSTART' && !world.chats.has(session))
    throw new Refused('API_SESSIONID_UNSPECIFIED', 'There is no such session');
  return session;
}

function chatStart(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const session = sessionOf(world, request);
  const id = request.number('AGENTID');
  const key = request.get('KEYNAME').toUpperCase();
  const byId = world.directory.users.find((user) => user.id === id);
  const agent = byId ?? world.directory.userByKey(key, request.get('KEYVALUE'));
  if (!agent) throw new Refused('API_AGENT_NOT_FOUND', 'No agent has the given AGENTID or key');
  return world.toCores('CHATSTART', () => world.chats.set(session, { AGENTID: String(agent.id) }));
}

const CHAT_FIELDS = ['DEVICEALIAS', 'GROUP', 'GATE', 'ANI', 'DNIS', 'CALLDIRECTION', 'CALLID'];
const CUSTOM = Array.from({ length: 15 }, (_, index) => `USER${index + 1}`);

function chatUpdate(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const session = sessionOf(world, request);
  const said = request.given([...CHAT_FIELDS, ...CUSTOM]);
  return world.toCores('CHATUPDATE', () => world.chats.set(session, { ...world.chats.get(session), ...said }));
}

function chatStop(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const session = sessionOf(world, request);
  return world.toCores('CHATSTOP', () => world.chats.delete(session));
}

/** Functions that move calls and recordings. */
export const recorderCallHandlers: Readonly<Record<string, Handler>> = {
  CALLSTART: callStart,
  CALLSTOP: callStop,
  CALLUPDATE: callUpdate,
  RECORDSTART: recordStart,
  RECORDSTOP: recordStop,
  CHATSTART: chatStart,
  CHATSTOP: chatStop,
  CHATUPDATE: chatUpdate,
  BLACKOUTSTART: blackout('BLACKOUTSTART', true, false),
  BLACKOUTSTOP: blackout('BLACKOUTSTOP', false, false),
  AGENTBLACKOUTSTART: blackout('AGENTBLACKOUTSTART', true, true),
  AGENTBLACKOUTSTOP: blackout('AGENTBLACKOUTSTOP', false, true),
};
