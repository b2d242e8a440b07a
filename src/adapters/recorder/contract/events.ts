/** The event stream: seven types of event in one envelope. */
import { int, long, optional, string, struct } from '../../contract.ts';
import { userValues } from './results.ts';
import { localTime } from './times.ts';
import { CALLDIRECTION, flag } from './types.ts';

const said = (description: string) => optional(string, description);

const common = {
  GLOBALCALLID: said('The recorder’s id of the call.'),
  DEVICEID: said('The phone’s fixed number.'),
  DEVICEALIAS: said('The phone’s logical number.'),
  GATE: said('The call type.'),
  ANI: said('The caller’s number.'),
  DNIS: said('The number dialled.'),
  AGENTID: said('The agent’s user number.'),
  ...userValues,
  GROUP: said('The ACD group.'),
  CALLINSTANCE: said('Distinguishes the calls on one phone.'),
  KEEPDAYS: optional(int, 'Days for which the record is stored; -1 when not decided.'),
  ARCHIVEACTION: optional(long, 'The archive action; -1 for none.'),
  COREIDENT: said('The core that records the device.'),
};
const users = { SYS_USER: said('The network user name.'), CRM_USER: said('The user name in the CRM system.') };
const file = {
  FILENAME: said('Path of the recording’s file on the recorder.'),
  CHANNEL: optional(int, 'The recording channel.'),
  ERRORREASON: said('NONE, or what went wrong.'),
};
const RECORDID = optional(long, 'The recording’s id.');

/** The fields of any event, by which an event of an unknown type is read. */
export const eventData = {
  ...common,
  ...users,
  ...file,
  RECORDID,
  CALLID: said('The exchange’s id of the call.'),
  CALLDIRECTION: optional(CALLDIRECTION, 'Who called whom.'),
  STATION: said('The workstation.'),
  ISTRUNK: optional(flag, 'The device is a trunk.'),
  STARTTIME: optional(localTime, 'When the call began.'),
};
const { CALLDIRECTION: direction, STATION, ISTRUNK, STARTTIME } = eventData;

const recording = { ...common, ...file };
const { DEVICEID, DEVICEALIAS, GLOBALCALLID, GATE, ANI, DNIS, AGENTID, KEEPDAYS, COREIDENT } = common;
const { USER1, USER2, USER3, USER4, USER5 } = userValues;

/** Event types by name, each with the fields of its EVENTDATA. */
export const events = {
  CALLSTART: struct('CALLSTARTEVENT', 'A call began, as telephony or an API client says.', {
    ...common,
    ...users,
    CALLDIRECTION: direction,
    STATION,
    ISTRUNK,
    STARTTIME,
  }),
  CALLSTOP: struct('CALLSTOPEVENT', 'A call ended, as telephony or an API client says.', { ...common, ...users }),
  RECORDINGSTARTED: struct('RECORDINGSTARTEDEVENT', 'A call is being recorded.', recording),
  RECORDINGSTOPPED: struct('RECORDINGSTOPPEDEVENT', 'A recording ended.', {
    GLOBALCALLID,
    DEVICEID,
    DEVICEALIAS,
    GATE,
    ANI,
    DNIS,
    AGENTID,
    USER1,
    USER2,
    USER3,
    USER4,
    USER5,
    KEEPDAYS,
    RECORDID,
    COREIDENT,
  }),
  RECORDINGUPDATE: struct('RECORDINGUPDATEEVENT', 'A recording was saved to the database.', {
    GLOBALCALLID,
    DEVICEID,
    KEEPDAYS,
    FILENAME: file.FILENAME,
    RECORDID,
    COREIDENT,
  }),
  RECORDINGPAUSED: struct('RECORDINGPAUSEDEVENT', 'A recording was paused.', recording),
  RECORDINGRESUMED: struct('RECORDINGRESUMEDEVENT', 'A recording went on after a pause.', recording),
};

export const CALLCOPYEVENT = struct('CALLCOPYEVENT', 'An event of the recorder.', {
  EVENTCLASS: said('CALL or RECORD.'),
  EVENTTYPE: said('The type of the event.'),
  MODULE: said('The part of the recorder that reports.'),
  EVENTXREF: said('Number of the subscription.'),
  EVENTDATA: optional(
    struct('EVENTDATA', 'The object of the event.', eventData, { open: true }),
    'The object of the event.',
  ),
});
