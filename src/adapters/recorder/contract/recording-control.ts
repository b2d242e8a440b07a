/** Chapter "Recording Control Functions": screen recordings of chats, and blackouts. */
import { mutation, type Operations, optional, required, string } from '../../contract.ts';
import { faults } from './faults.ts';
import { RESULT } from './results.ts';
import {
  CALLDIRECTION,
  CALLINSTANCE,
  callFacts,
  counted,
  DEVICEALIAS,
  DEVICEID,
  KEYNAME,
  recordingWishes,
  signed,
  text,
  userFields,
} from './types.ts';

const SESSIONID = required(string, 'The chat’s id, chosen by the client that starts it.', { maxLength: 255 });
const chatFaults = faults('API_SESSIONID_UNSPECIFIED', 'API_ERROR_RECORDER_NOT_RUNNING', 'API_PARTIAL_CORE_RESPONSE');

const agentBlackout = {
  DEVICEID,
  DEVICEALIAS: text(100, 'The phone’s logical number.'),
  CRM_USER: text(50, 'The agent’s user name in the CRM system.'),
  SYS_USER: text(255, 'The agent’s network user name.'),
  TIMEOFFSET: signed('Seconds added to the time at which the command arrives; negative is earlier, e.g. -5.'),
};
const blackout = { ...agentBlackout, CALLINSTANCE };
/** Guide l. 1466. */
const NO_EARLIER_END =
  'An end that TIMEOFFSET moves before the beginning becomes the beginning: that blackout is empty, and the recording keeps what was said. The answer is the same as that of any other end.';

const blackoutFaults = faults(
  'API_AGENT_NOT_FOUND',
  'API_DEVICE_INVALID',
  'API_ERROR_RECORDER_NOT_RUNNING',
  'API_PARTIAL_CORE_RESPONSE',
  'API_BLACKOUT_INVALID_STATE',
  'API_REQUESTID_INVALID',
);

/** Recording control functions by name. */
export const recordingControl = {
  CHATSTART: mutation('Begins recording an agent’s screen alone, for a chat.', {
    input: {
      SESSIONID,
      AGENTID: counted('The agent’s user number; KEYNAME and KEYVALUE when left out.'),
      KEYNAME: optional(KEYNAME, 'The kind of identifier in KEYVALUE.'),
      KEYVALUE: text(255, 'The agent’s name or id.'),
    },
    output: RESULT,
    faults: [...chatFaults, ...faults('API_AGENT_NOT_FOUND')],
  }),
  CHATSTOP: mutation('Ends the screen recording of a chat.', {
    input: { SESSIONID },
    output: RESULT,
    faults: chatFaults,
  }),
  CHATUPDATE: mutation('Changes what is said of a chat being recorded.', {
    input: {
      SESSIONID,
      DEVICEALIAS,
      ...callFacts,
      ...userFields,
      CALLDIRECTION: optional(CALLDIRECTION, 'Who began the chat.'),
      CALLID: recordingWishes.CALLID,
    },
    output: RESULT,
    faults: chatFaults,
  }),
  BLACKOUTSTART: mutation('Begins a blackout of one call on a device, so that it is not recorded.', {
    input: blackout,
    output: RESULT,
    faults: blackoutFaults,
  }),
  AGENTBLACKOUTSTART: mutation('Begins a blackout of all calls and screens of an agent.', {
    input: agentBlackout,
    output: RESULT,
    faults: blackoutFaults,
  }),
  BLACKOUTSTOP: mutation(`Ends a blackout of one call. ${NO_EARLIER_END}`, {
    input: blackout,
    output: RESULT,
    faults: blackoutFaults,
  }),
  AGENTBLACKOUTSTOP: mutation(`Ends a blackout of an agent. ${NO_EARLIER_END}`, {
    input: agentBlackout,
    output: RESULT,
    faults: blackoutFaults,
  }),
} as const satisfies Operations;
