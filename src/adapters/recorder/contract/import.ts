/** Chapter "Import Functions": users, their phones and their workstations. */
import { int, mutation, type Operations, optional, required, string, struct } from '../../contract.ts';
import { faults } from './faults.ts';
import { resultFields, USERS } from './results.ts';
import { offsetTime } from './times.ts';
import { ACTION, ADD_OR_DELETE, flag, STATUS, text } from './types.ts';

/** A number the recorder gave. */
export const idNumber = (description: string) => optional(int, description, { minimum: 0, maximum: 2_147_483_647 });

/** Who an agent is, where the number is not known. */
export const personName = {
  FIRSTNAME: text(20, 'The first name.'),
  LASTNAME: text(30, 'The last name.'),
};

const AGENTID = idNumber('The agent’s user number.');

/** Parameters of IMPORTUSER that the guide has among its data types alone (l. 2318 and 2634); the length of the last is open. */
const amongDataTypes = {
  ALLOWSELFRECORD: optional(flag, 'The agent may record their own calls.'),
  ALLOWSELFDOWNLOAD: optional(flag, 'The agent may download their own recordings.'),
  ALLOWDUPLICATE: optional(flag, 'Documented by its name and type alone.'),
  MOBILE_ID: text(255, 'Documented by its name alone.'),
};

/** Import functions by name. */
export const imports = {
  IMPORTUSER: mutation('Adds, changes, deletes or lists users.', {
    input: {
      ACTION: required(ACTION, 'The action.'),
      USERID: { ...idNumber('The user’s number; ignored when adding.'), wire: 'USER_ID', alsoRead: ['USERID'] },
      EMPLOYEEID: text(20, 'The employee id.', { wire: 'EMPLOYEE_ID', alsoRead: ['EMPLOYEEID'] }),
      FIRSTNAME: text(20, 'The first name.', { wire: 'FIRST_NAME', alsoRead: ['FIRSTNAME'] }),
      LASTNAME: text(30, 'The last name.', { wire: 'LAST_NAME', alsoRead: ['LASTNAME'] }),
      STATUS: optional(STATUS, 'Active makes an agent of the user.'),
      ADD_TIME: optional(offsetTime, 'When the user was added.'),
      MOD_TIME: optional(offsetTime, 'When the user was changed.'),
      SYS_USER: text(255, 'The network user name.'),
      DOMAIN: text(30, 'The Windows domain.'),
      EMAIL: text(255, 'The e-mail address.'),
      CRM_USER: text(30, 'The user name in the CRM system.'),
      PASSWORD: text(255, 'The user’s password.', { secret: true }),
      SITEID: text(255, 'The site.'),
      USERNAME: text(255, 'The log-in name in the recorder.'),
      PHONES: text(255, 'Phone ids, with commas between.'),
      ...amongDataTypes,
    },
    output: struct('IMPORTUSERRESULT', 'The user’s number, or the users listed.', {
      ...resultFields,
      USERID: optional(string, 'Number of the user concerned.', { alsoRead: ['USER_ID'] }),
      USERS: optional(USERS, 'The users, when they were to be listed.'),
    }),
    faults: faults(
      'API_DATABASE_QUERY_ERROR',
      'API_ERROR_INVALID_ACTION',
      'API_INVALID_MESSAGE_FORMAT',
      'API_USER_ALREADY_EXIST',
      'API_USER_NOT_FOUND',
    ),
  }),
  IMPORTAGENTPHONE: mutation('Gives a phone to an agent or takes it away.', {
    input: {
      ACTION: required(ADD_OR_DELETE, 'Give or take away.'),
      PHONEID: required(string, 'The phone.', { maxLength: 10 }),
      AGENTID,
      ...personName,
    },
    output: struct('IMPORTAGENTPHONERESULT', 'The agent concerned.', {
      ...resultFields,
      AGENTID: optional(string, 'The agent’s user number.'),
    }),
    faults: faults('API_AGENT_NOT_FOUND', 'API_PHONEID_IN_USE', 'API_INVALID_MESSAGE_FORMAT'),
  }),
  IMPORTWORKSTATION: mutation('Maps a workstation to a phone; older mappings of either go.', {
    input: {
      DEVICEID: required(string, 'The phone.', { maxLength: 15 }),
      STATIONNAME: required(string, 'The workstation.', { maxLength: 50 }),
      LOCATIONID: required(int, 'Number of the location.', { minimum: 0, maximum: 2_147_483_647 }),
    },
    output: struct('IMPORTWORKSTATIONRESULT', 'The mapping as it is stored now.', {
      ...resultFields,
      DEVICEID: optional(string, 'The phone of the stored mapping.'),
      STATIONNAME: optional(string, 'The workstation that was sent.'),
    }),
    faults: faults('API_DATABASE_QUERY_ERROR', 'API_INVALID_MESSAGE_FORMAT'),
  }),
} as const satisfies Operations;
