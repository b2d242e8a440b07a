/** Chapter "Status Functions": reads that change nothing. */
import { int, list, type Operations, optional, query, string, struct } from '../../contract.ts';
import { faults } from './faults.ts';
import {
  CHANNEL,
  DEVICES,
  PROCESSOR,
  RECORDINGDEVICE,
  resultFields,
  SEARCHRESULT,
  STATION,
  TERMINOLOGY,
} from './results.ts';
import { unixTime } from './times.ts';
import { CRM_USER, callFacts, counted, DEVICEALIAS, DEVICEID, number, SYS_USER, text, userFields } from './types.ts';

const COUNT = optional(int, 'How many the recorder says there are.');
const database = faults('API_DATABASE_QUERY_ERROR');
const devices = faults('API_DEVICE_INVALID', 'API_AGENT_NOT_FOUND');

/** PROCESSOR0, PROCESSOR1 and so on: one element name a processor. */
const processorNames = Array.from({ length: 256 }, (_, index) => `PROCESSOR${index}`);

const devicesResult = (name: string) =>
  struct(name, 'Devices and their calls.', { ...resultFields, DEVICES: optional(DEVICES, 'The devices.') });

/** Status functions by name. */
export const status = {
  DEVICELIST: query('Every device the recorder knows, each with its most active call.', {
    output: devicesResult('DEVICELISTRESULT'),
    faults: devices,
  }),
  DEVICESTATUS: query('The devices that match, each with its most active call.', {
    input: { DEVICEID, CALLID: text(30, 'The exchange’s id of the call.'), DEVICEALIAS, CRM_USER, SYS_USER },
    output: devicesResult('DEVICESTATUSRESULT'),
    faults: devices,
  }),
  DEVICERECORDINGSTATUS: query('Every call of a device, and whether its recording runs or is paused.', {
    input: { DEVICEID, DEVICEALIAS, CRM_USER, SYS_USER },
    output: struct('DEVICERECORDINGSTATUSRESULT', 'The device and its calls.', {
      ...resultFields,
      DEVICE: optional(list(RECORDINGDEVICE), 'The device.'),
    }),
    faults: devices,
  }),
  SYSTEMSTATUS: query('The health of the recorder’s machine: disk, memory, processors.', {
    output: struct('SYSTEMSTATUSRESULT', 'The health of the recorder’s machine.', {
      ...resultFields,
      RECORDINGPATH: optional(string, 'Where recordings are stored.'),
      RECORDINGSPEACEINFO: optional(string, 'Free disk space in words.', { alsoRead: ['RECORDINGSPACEINFO'] }),
      RECORDINGTOTALDISKCAPACITY: optional(number, 'Size of the disk in megabytes.'),
      RECORDINGTOTALDISKFREE: optional(number, 'Free space of the disk in megabytes.'),
      RECORDINGTOTALDISKFREEPCT: optional(number, 'Free space of the disk in per cent.'),
      SYSTEMUPTIME: optional(string, 'How long the machine has been up, in words.'),
      PROCESSOR: optional(list(PROCESSOR), 'The processors, in the order of their numbers.', {
        alsoRead: processorNames,
      }),
      SYSTEMRAMTOTAL: optional(number, 'Memory in megabytes.'),
      SYSTEMRAMFREE: optional(number, 'Free memory in megabytes.'),
      SYSTEMRAMUSED: optional(number, 'Used memory in megabytes.'),
      SYSTEMRAMUSEDPCT: optional(number, 'Used memory in per cent.'),
    }),
  }),
  CHANNELS: query('The state of every recording channel.', {
    output: struct('CHANNELSRESULT', 'The recording channels.', {
      ...resultFields,
      COUNT,
      CHANNELS: optional(list(CHANNEL, 'CHANNEL'), 'The channels.'),
    }),
    faults: database,
  }),
  STATIONS: query('Every workstation mapped to a phone.', {
    output: struct('STATIONSRESULT', 'The workstations.', {
      ...resultFields,
      COUNT,
      STATIONS: optional(list(STATION, 'STATION'), 'The workstations.'),
    }),
    faults: database,
  }),
  FETCHTERMINOLOGY: query('The centre’s names of the recorder’s fields.', {
    output: struct('FETCHTERMINOLOGYRESULT', 'The centre’s terminology.', {
      ...resultFields,
      COUNT,
      SETTINGS: optional(list(TERMINOLOGY, 'TERMINOLOGY'), 'A field and its name, one after another.'),
    }),
  }),
  CALLLIST: query('Recordings that match all of the criteria, newest first.', {
    input: {
      DEVICEID,
      CRM_USER,
      SYS_USER,
      DEVICEALIAS,
      ...callFacts,
      ...userFields,
      CALLCOUNT: counted('Most recordings to answer: the newest within the dates.'),
      CALLDATESTART: optional(unixTime, 'Recorded at this time or later.'),
      CALLDATEEND: optional(unixTime, 'Recorded at this time or earlier.'),
    },
    output: struct('CALLLISTRESULT', 'The recordings that matched.', {
      ...resultFields,
      SEARCHRESULT: optional(list(SEARCHRESULT), 'The recordings.'),
    }),
    faults: database,
  }),
} as const satisfies Operations;
