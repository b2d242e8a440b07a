/** The recorder's answers. Every answer begins with the RESULT section; the other sections differ by function. */
import { base64, type Fields, int, list, long, optional, string, struct } from '../../contract.ts';
import { edgeTime, localTime, offsetTime, unixTime } from './times.ts';
import { CALLDIRECTION, flag, STATUS, USER_FIELD_NAMES } from './types.ts';

const said = (description: string) => optional(string, description);

/** The fifteen custom fields as they come back. */
export const userValues = Object.fromEntries(
  USER_FIELD_NAMES.map((name) => [name, said('A custom field.')]),
) as Readonly<Record<(typeof USER_FIELD_NAMES)[number], ReturnType<typeof said>>>;

/** The RESULT section that every answer begins with. */
export const resultFields = {
  REQUESTTYPE: optional(string, 'The function that was asked for.', { alsoRead: ['TYPE'] }),
  REQUESTID: optional(int, 'The number of the request this answers.'),
  RESULTTYPE: said('The label of the outcome.'),
  RESULTCODE: optional(int, 'The number beside the label.'),
  RESULTMSG: said('The outcome in words, e.g. which cores took a command.'),
} as const satisfies Fields;

export const RESULT = struct('RESULT', 'The recorder’s acknowledgement.', resultFields);

const facts = {
  GROUP: said('The ACD group.'),
  GATE: said('The call type.'),
  ANI: said('The caller’s number.'),
  DNIS: said('The number dialled.'),
  ...userValues,
} as const satisfies Fields;

const names = {
  DEVICEID: said('The phone’s fixed number.'),
  DEVICEALIAS: said('The phone’s logical number.'),
  SYS_USER: said('The network user name.'),
  CRM_USER: said('The user name in the CRM system.'),
} as const satisfies Fields;

const callState = {
  CALLDIRECTION: optional(CALLDIRECTION, 'Who called whom.'),
  ISTRUNK: optional(flag, 'The device is a trunk.'),
  STATION: optional(string, 'The workstation.', { alsoRead: ['STATIONNAME'] }),
  STARTTIME: optional(edgeTime, 'When the call, or its recording, began.'),
  STOPTIME: optional(edgeTime, 'When the call, or its recording, ended.'),
} as const satisfies Fields;

const recordingState = {
  ISRECORDING: optional(flag, 'Audio is being recorded.'),
  ISRECORDINGVIDEO: optional(flag, 'The screen is being recorded.'),
  FILENAME: said('Path of the recording’s file on the recorder.'),
  CALLID: said('The exchange’s id of the call.'),
  SESSIONID: said('The session, made of call and device.'),
  CALLINSTANCE: said('Distinguishes the calls on one phone.'),
} as const satisfies Fields;

export const RECORDING = struct('RECORDING', 'Whether and where a device is being recorded.', recordingState);

const CALLDISCRIMINATOR = said('Documented among the data types of the status functions alone (l. 2524).');

export const DEVICE = struct('DEVICE', 'A device with the call it is on, or was on last.', {
  ...names,
  CALLDISCRIMINATOR,
  ...facts,
  CALLID: said('The exchange’s id of the call.'),
  ...callState,
  COREIDENT: said('The core that records the device.'),
  RECORDING: optional(RECORDING, 'Whether and where it is being recorded.'),
});

export const DEVICES = struct('DEVICES', 'Devices and how many there are.', {
  COUNT: optional(int, 'How many.'),
  DEVICE: optional(list(DEVICE), 'The devices.'),
});

export const RECORDINGINSTANCE = struct('RECORDINGINSTANCE', 'One call of a device and its recording.', {
  ...facts,
  ...callState,
  ...recordingState,
  STATUS: said('`recording` or `recordpaused`.'),
});

export const RECORDINGDEVICE = struct('RECORDINGDEVICE', 'A device with every call it is on.', {
  ...names,
  CALLDISCRIMINATOR,
  COREIDENT: said('The core that records the device.'),
  RECORDING: optional(list(RECORDINGINSTANCE), 'Its calls.'),
});

export const PROCESSOR = struct('PROCESSOR', 'A processor of the recorder’s machine.', {
  SYSTEMPROCESSORSPEED: said('Measured speed in MHz.'),
  SYSTEMPROCESSORTYPE: said('The type of the processor, in its own words.'),
});

export const CHANNEL = struct('CHANNEL', 'A recording channel.', {
  ID: optional(int, 'The channel’s number.'),
  STATE: said('The state of the channel, as a word or as the number of a line state.'),
  PLAYBACKEXTENSION: said('The extension it plays back to.'),
  RECORDINGDEVICEALIAS: said('Alias of the device it records.'),
  RECORDINGDEVICE: said('The device it records.'),
  LASTSTATECHANGE: optional(localTime, 'When its state changed last, by the recorder’s clock.'),
  LASTSTATECHANGEUNIXTIME: optional(unixTime, 'The same instant as the recorder counts it.'),
});

export const STATION = struct('STATION', 'A workstation mapped to a phone.', {
  STATIONNAME: said('The workstation.'),
  DEVICEID: said('The phone beside it.'),
});

export const TERMINOLOGY = struct('TERMINOLOGY', 'The centre’s name of one of the recorder’s fields.', {
  NAME: said('The recorder’s word, e.g. user1.'),
  VALUE: said('The centre’s word.'),
});

export const SEARCHRESULT = struct('SEARCHRESULT', 'A recording that matched.', {
  CALLNUMBER: optional(int, 'Its place in the list, from 1.'),
  DEVICEID: names.DEVICEID,
  DEVICEALIAS: names.DEVICEALIAS,
  ANI: facts.ANI,
  DNIS: facts.DNIS,
  CALLDIRECTION: callState.CALLDIRECTION,
  GROUP: facts.GROUP,
  GATE: facts.GATE,
  ...userValues,
  RECORDID: optional(long, 'The recording’s id.'),
  RECORDINGTIME: optional(unixTime, 'When it was recorded; the guide does not say whether that is its beginning.'),
  DURATION: optional(int, 'Its length, in seconds unless the account reads it otherwise (`recording-length`).'),
  AGENTFIRSTNAME: said('The agent’s first name.'),
  AGENTLASTNAME: said('The agent’s last name.'),
  CRM_USER: names.CRM_USER,
  SYS_USER: names.SYS_USER,
});

export const USER = struct('USER', 'A user of the recorder.', {
  USER_ID: optional(string, 'The user’s number.', { alsoRead: ['USERID'] }),
  USERNAME: said('The log-in name in the recorder.'),
  EMPLOYEEID: optional(string, 'The employee id.', { alsoRead: ['EMPLOYEE_ID'] }),
  FIRSTNAME: optional(string, 'The first name.', { alsoRead: ['FIRST_NAME'] }),
  LASTNAME: optional(string, 'The last name.', { alsoRead: ['LAST_NAME'] }),
  AGENT: optional(flag, 'The user is an agent.'),
  STATUS: optional(STATUS, 'Whether the user is active.'),
  ADD_TIME: optional(offsetTime, 'When the user was added.'),
  MOD_TIME: optional(offsetTime, 'When the user was changed last.'),
  SYS_USER: names.SYS_USER,
  SYS_DOMAIN: said('The Windows domain.'),
  EMAIL: said('The e-mail address.'),
  CRM_USER: names.CRM_USER,
  SITE_ID: optional(string, 'The site.', { alsoRead: ['SITEID'] }),
  PHONES: said('The phone ids, with commas between.'),
});

export const USERS = struct('USERS', 'Users and how many there are.', {
  COUNT: optional(int, 'How many.'),
  USER: optional(list(USER), 'The users.'),
});

export const EXPORTED = struct('EXPORTED', 'An exported file.', {
  CONTENTTYPE: said('The media type the recorder gave the file.'),
  LENGTH: optional(int, 'Its length in bytes.'),
  MEDIA: optional(base64, 'The file.'),
});
