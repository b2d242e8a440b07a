/** Chapter "Call Handling Functions": reports that a telephone exchange would send to the recorder. */
import { long, mutation, type Operations, optional } from '../../contract.ts';
import { coreFaults, faults } from './faults.ts';
import { RESULT } from './results.ts';
import {
  CALLDIRECTION,
  CALLINSTANCE,
  CRM_USER,
  callFacts,
  DEVICEALIAS,
  DEVICEID,
  deviceNames,
  flag,
  recordingWishes,
  STATIONNAME,
  SYS_USER,
  signed,
  userFields,
} from './types.ts';

const ARCHIVEACTION = recordingWishes.ARCHIVEACTION;
const users = { STATIONNAME, SYS_USER, CRM_USER };

/** Call handling functions by name. */
export const callHandling = {
  CALLSTART: mutation('Reports to the recorder that a call began on a device, as a telephony link would.', {
    input: { DEVICEID, CALLINSTANCE, DEVICEALIAS, ...callFacts, ...userFields, ...recordingWishes, ...users },
    output: RESULT,
    faults: coreFaults,
  }),
  CALLSTOP: mutation('Reports to the recorder that a call ended on a device, which also ends its recording.', {
    input: deviceNames,
    output: RESULT,
    faults: coreFaults,
  }),
  CALLUPDATE: mutation(
    'Changes what is said of the call on a device or, given a RECORDID, of a recording that has finished.',
    {
      input: {
        RECORDID: optional(long, 'The finished recording to change, in place of a call in progress.', { minimum: 0 }),
        DEVICEID,
        CALLINSTANCE,
        CRM_USER,
        SYS_USER,
        DEVICEALIAS,
        STATIONNAME,
        ...callFacts,
        ...userFields,
        CALLDIRECTION: optional(CALLDIRECTION, 'Who called whom.'),
        ARCHIVEACTION,
        KEEP_DAYS: signed('Days to keep the record and its files, as the list of parameters spells it.'),
        KEEPDAYS: signed('The same, as the manual’s definitions and its example spell it.'),
        UPDATE_IF_NOT_RECORDING: optional(
          flag,
          'When no call is in progress, change the device’s last recording instead.',
        ),
      },
      documentedAs: ['CALLUPDATE', 'CALLUPDATE (post-recording, by RECORDID)'],
      output: RESULT,
      faults: [...coreFaults, ...faults('API_RECORDID_INVALID', 'API_DATABASE_QUERY_ERROR', 'API_REQUESTID_INVALID')],
    },
  ),
  RECORDSTART: mutation('Starts a further, partial recording of a call.', {
    input: { DEVICEID, CALLINSTANCE, DEVICEALIAS, ...callFacts, ...recordingWishes, ...users, ...userFields },
    output: RESULT,
    faults: coreFaults,
  }),
  RECORDSTOP: mutation('Stops the recording of a device.', {
    input: { ...deviceNames, ...userFields },
    output: RESULT,
    faults: coreFaults,
  }),
} as const satisfies Operations;
