/** Status functions, as the simulated recorder answers them. */
import type { SimulatedCall, SimulatedRecording } from '../centre/model.ts';
import type { Handler } from './calls.ts';
import { customFields, factsOfCall, lengthOf } from './facts.ts';
import { type RecorderAnswer, type RecorderRequest, Refused } from './request.ts';
import type { RecorderWorld } from './world.ts';
import { type Content, clock } from './writer.ts';
import { ZONE } from './zone.ts';

type Section = { readonly [name: string]: Content };

const blankFacts = { GROUP: '', GATE: '', ANI: '', DNIS: '', CALLDIRECTION: '' };

function namesOf(world: RecorderWorld, device: string): Section {
  const { directory } = world;
  const names = directory.networkNames(directory.sittingAt(device));
  return { DEVICEID: device, DEVICEALIAS: directory.aliasOf(device), ...names };
}

function stateOf(
  world: RecorderWorld,
  device: string,
  call: SimulatedCall | null,
  recording: SimulatedRecording | null,
): Section {
  const { GROUP, GATE, ANI, DNIS, CALLDIRECTION } = call ? factsOfCall(world, call) : blankFacts;
  const station = [...world.directory.stations].find(([, at]) => at === device)?.[0];
  return {
    ...{ GROUP, GATE, ANI, DNIS },
    ...customFields(recording),
    CALLDIRECTION,
    ISTRUNK: '',
    STATION: station,
    ...timesOf(world, call, recording),
  };
}

function timesOf(world: RecorderWorld, call: SimulatedCall | null, recording: SimulatedRecording | null): Section {
  const [began, ended] = world.readings.is('device-times', 'recording')
    ? [recording?.startedAt, recording?.stoppedAt]
    : [call?.startedAt, call?.disconnectedAt];
  return { STARTTIME: clock(began ?? null, ZONE), STOPTIME: clock(ended ?? null, ZONE) };
}

function recordingSection(call: SimulatedCall | null, recording: SimulatedRecording | null): Section {
  const running = recording !== null && recording.stoppedAt === null;
  return {
    ISRECORDING: running,
    ISRECORDINGVIDEO: false,
    FILENAME: recording?.fileName,
    CALLID: call?.id,
    SESSIONID: call ? `${call.person.extension}-${call.id}` : '',
    CALLINSTANCE: recording?.callInstance,
  };
}

function deviceSection(world: RecorderWorld, device: string): Section {
  const running = world.runningAt(device).at(-1) ?? null;
  const call = running?.call ?? world.lastCallAt(device);
  const recording = running ?? (call && world.recordingOf(call));
  return {
    ...namesOf(world, device),
    ...stateOf(world, device, call, recording),
    COREIDENT: recording?.core ?? 1,
    RECORDING: recordingSection(call, recording),
  };
}

function devices(world: RecorderWorld, list: readonly string[]): Section {
  return { DEVICES: { COUNT: list.length, DEVICE: list.map((device) => deviceSection(world, device)) } };
}

function matching(world: RecorderWorld, request: RecorderRequest): readonly string[] {
  const callId = request.get('CALLID');
  const device = world.directory.device(request, world.devices);
  if (callId === '') return device !== null && world.devices.includes(device) ? [device] : [];
  return world.devices.filter((each) => (device ?? each) === each && world.lastCallAt(each)?.id === callId);
}

function found(world: RecorderWorld, request: RecorderRequest): readonly string[] {
  const list = matching(world, request);
  if (list.length === 0) throw new Refused('API_DEVICE_INVALID', 'Could not find a device matching given parameters');
  return list;
}

function instanceSection(world: RecorderWorld, device: string, recording: SimulatedRecording): Section {
  return {
    ...stateOf(world, device, recording.call, recording),
    ...recordingSection(recording.call, recording),
    STATUS: recording.state === 'PAUSED' && world.readings.is('blackout-state', 'shown') ? 'recordpaused' : 'recording',
  };
}

function recordingStatus(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const sections = found(world, request).map((device) => {
    const running = world.runningAt(device);
    const COREIDENT = running.at(-1)?.core ?? 1;
    return {
      ...namesOf(world, device),
      COREIDENT,
      RECORDING: running.map((each) => instanceSection(world, device, each)),
    };
  });
  return { message: 'Following active call instances found', more: { DEVICE: sections } };
}

const PROCESSOR = { SYSTEMPROCESSORSPEED: '2394MHz', SYSTEMPROCESSORTYPE: 'x86 Family 6 Model 15 Stepping 11' };

function systemStatus(world: RecorderWorld): RecorderAnswer {
  const capacity = 476_819;
  const free = Math.max(1_000, 229_032 - world.recordings.length);
  const first = world.centre.calls[0]?.startedAt ?? world.centre.now();
  const seconds = Math.max(0, Math.floor((world.centre.now().getTime() - first.getTime()) / 1000));
  const uptime = `${Math.floor(seconds / 86_400)} days, ${Math.floor(seconds / 3600) % 24} hours, ${Math.floor(seconds / 60) % 60} minutes, ${seconds % 60} seconds.`;
  return {
    more: {
      RECORDINGPATH: 'C:\\Recordings\\',
      RECORDINGSPEACEINFO: `${(free / 1024).toFixed(2)}GB of ${(capacity / 1024).toFixed(2)}GB`,
      RECORDINGTOTALDISKCAPACITY: capacity,
      RECORDINGTOTALDISKFREE: free,
      RECORDINGTOTALDISKFREEPCT: ((free / capacity) * 100).toFixed(2),
      SYSTEMUPTIME: uptime,
      ...{ PROCESSOR0: PROCESSOR, PROCESSOR1: PROCESSOR, PROCESSOR2: PROCESSOR, PROCESSOR3: PROCESSOR },
      SYSTEMRAMTOTAL: 3325,
      SYSTEMRAMFREE: 1702,
      SYSTEMRAMUSED: 1623,
      SYSTEMRAMUSEDPCT: 48,
    },
  };
}

function channels(world: RecorderWorld): RecorderAnswer {
  const list = world.devices.map((device, index) => {
    const recording = world.runningAt(device).at(-1);
    const since = recording?.startedAt ?? world.lastCallAt(device)?.disconnectedAt ?? world.centre.now();
    return {
      ID: recording?.channel ?? 1000 + index,
      STATE: recording ? 'Recording' : 'Idle',
      PLAYBACKEXTENSION: '',
      RECORDINGDEVICEALIAS: world.directory.aliasOf(device),
      RECORDINGDEVICE: device,
      LASTSTATECHANGE: clock(since, ZONE),
      LASTSTATECHANGEUNIXTIME: world.readings.seconds(since),
    };
  });
  return { more: { COUNT: list.length, CHANNELS: { CHANNEL: list } } };
}

function stations(world: RecorderWorld): RecorderAnswer {
  const list = [...world.directory.stations].map(([STATIONNAME, DEVICEID]) => ({ STATIONNAME, DEVICEID }));
  return { more: { COUNT: list.length, STATIONS: { STATION: list } } };
}

const TERMS: Readonly<Record<string, string>> = {
  agent: 'Agent',
  ani: 'CallerID ANI',
  devicealias: 'Agent Number',
  deviceid: 'Voice Port',
  dnis: 'Number Called DNIS',
  gate: 'ACD Gate',
  group: 'Group',
  user1: 'Account Number',
  user2: 'Order Number',
  user3: 'Follow-up',
  user4: 'Reason',
  user8: 'Call Id',
};

function terminology(): RecorderAnswer {
  const list = Object.entries(TERMS).map(([NAME, VALUE]) => ({ NAME, VALUE }));
  return { more: { COUNT: list.length, SETTINGS: { TERMINOLOGY: list } } };
}

function searchResult(world: RecorderWorld, recording: SimulatedRecording, index: number): Section {
  const device = recording.call.person.extension;
  const facts = factsOfCall(world, recording.call);
  const { directory } = world;
  const user = directory.sittingAt(device);
  return {
    CALLNUMBER: index + 1,
    ...{ DEVICEID: device, DEVICEALIAS: directory.aliasOf(device), ANI: facts.ANI, DNIS: facts.DNIS },
    ...{ CALLDIRECTION: facts.CALLDIRECTION, GROUP: facts.GROUP, GATE: facts.GATE },
    ...customFields(recording),
    RECORDID: recording.recordId,
    RECORDINGTIME: world.readings.seconds(timeOf(world, recording)),
    DURATION: Math.round(
      lengthOf(world, recording) / (world.readings.is('recording-length', 'milliseconds') ? 1 : 1000),
    ),
    ...{ AGENTFIRSTNAME: user?.firstName, AGENTLASTNAME: user?.lastName },
    ...directory.networkNames(user),
  };
}

/** The time that recordings are listed under. */
function timeOf({ readings }: RecorderWorld, { startedAt, stoppedAt }: SimulatedRecording): Date {
  return readings.is('recording-time', 'end') ? (stoppedAt ?? startedAt) : startedAt;
}

const CRITERIA = ['DEVICEID', 'DEVICEALIAS', 'CRM_USER', 'SYS_USER', 'GROUP', 'GATE', 'ANI', 'DNIS'];
const CUSTOM = Array.from({ length: 15 }, (_, index) => `USER${index + 1}`);

function callList(world: RecorderWorld, request: RecorderRequest): RecorderAnswer {
  const wanted = Object.entries(request.given([...CRITERIA, ...CUSTOM])).filter(([, value]) => value.trim() !== '');
  const from = request.number('CALLDATESTART') ?? 0;
  const to = request.number('CALLDATEEND') ?? Number.POSITIVE_INFINITY;
  const most = request.number('CALLCOUNT') ?? Number.POSITIVE_INFINITY;
  const results: Section[] = [];
  const newestFirst = world.recordings.toSorted(
    (one, other) => timeOf(world, other).getTime() - timeOf(world, one).getTime(),
  );
  for (const recording of newestFirst) {
    const at = world.readings.seconds(timeOf(world, recording));
    const isOnEdge = (at === from || at === to) && world.readings.is('date-bounds', 'exclusive');
    if (recording.stoppedAt === null || world.withoutRecord.has(recording.recordId) || isOnEdge) continue;
    if (at < from || at > to) continue;
    if (results.length >= most) break;
    const section = searchResult(world, recording, results.length);
    if (wanted.every(([name, value]) => String(section[name] ?? '').toLowerCase() === value.toLowerCase()))
      results.push(section);
  }
  return { more: { SEARCHRESULT: results } };
}

/** Functions that only read. */
export const statusHandlers: Readonly<Record<string, Handler>> = {
  TEST: () => ({}),
  DEVICELIST: (world) => ({ more: devices(world, world.devices) }),
  DEVICESTATUS: (world, request) => ({
    message: 'Found the following matching devices',
    more: devices(world, found(world, request)),
  }),
  DEVICERECORDINGSTATUS: recordingStatus,
  SYSTEMSTATUS: systemStatus,
  CHANNELS: channels,
  STATIONS: stations,
  FETCHTERMINOLOGY: terminology,
  CALLLIST: callList,
};
