/** Chapter "User, Group, and Role Functions", with e-mailed exports and the agent's window. */
import { int, mutation, type Operations, optional, query, required, string, struct } from '../../contract.ts';
import { faults } from './faults.ts';
import { idNumber, personName } from './import.ts';
import { PERMISSIONNAME } from './permissions.ts';
import { RESULT, resultFields } from './results.ts';
import { localTime } from './times.ts';
import { ADD_OR_DELETE, MEDIA_FORMAT, ROLE_ACTION, text } from './types.ts';

const GROUPNAME = text(255, 'The group’s name.');
const ROLEID = idNumber('The role’s number.');
const ROLENAME = text(255, 'The role’s name.');
const address = (description: string) => text(255, description);

const echoed = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, optional(string, 'The value sent, or found for it.')]));

const roleFaults = faults('API_DATABASE_QUERY_ERROR', 'API_ERROR_INVALID_ACTION', 'API_INVALID_MESSAGE_FORMAT');
const mailFaults = faults(
  'API_EMAIL_NOT_VALID',
  'API_ERROR_CLIENT_NOT_FOUND',
  'API_FILE_NOT_FOUND',
  'API_INVALID_MESSAGE_FORMAT',
);

/** User, group and role functions by name. */
export const administration = {
  ADDGROUP: mutation('Adds a group; one of that name that exists is answered as it is.', {
    input: { GROUPNAME: required(string, 'The group’s name.', { maxLength: 255 }) },
    output: struct('ADDGROUPRESULT', 'The group.', {
      ...resultFields,
      GROUPID: optional(int, 'The group’s number.'),
      GROUPNAME: optional(string, 'The group’s name.'),
    }),
    faults: faults('API_INVALID_MESSAGE_FORMAT'),
  }),
  MODIFYGROUPPERMISSION: mutation('Puts an agent with a device into a group, or takes them out.', {
    input: {
      ACTION: required(ADD_OR_DELETE, 'In or out.'),
      GROUPNAME,
      GROUPID: idNumber('The group’s number, in place of its name.'),
      PHONEID: text(10, 'A phone of the agent.'),
      DEVICEID: text(64, 'A device of the agent, in place of the phone.'),
      ...personName,
      AGENTID: idNumber('The agent’s user number, in place of the name.'),
    },
    output: struct('MODIFYGROUPPERMISSIONRESULT', 'The values that were sent and found.', {
      ...resultFields,
      ...echoed('ACTION', 'GROUPNAME', 'GROUPID', 'PHONEID', 'DEVICEID', 'FIRSTNAME', 'LASTNAME', 'AGENTID'),
    }),
    faults: faults('API_AGENT_NOT_FOUND', 'API_DATABASE_QUERY_ERROR', 'API_NO_GROUP'),
  }),
  MODIFYROLE: mutation('Adds, changes or deletes a role.', {
    input: {
      ACTION: required(ROLE_ACTION, 'The action.'),
      ROLENAME: required(string, 'The role’s name.', { maxLength: 255 }),
      DESCRIPTION: text(255, 'The purpose of the role.'),
    },
    output: struct('MODIFYROLERESULT', 'The values that were sent.', {
      ...resultFields,
      ...echoed('ACTION', 'ROLENAME', 'DESCRIPTION'),
    }),
    faults: [...roleFaults, ...faults('API_ROLE_ALREADY_EXISTS', 'API_ROLE_NOT_FOUND')],
  }),
  MODIFYROLEGROUPPERMISSION: mutation(
    'Gives a role a group or takes it away. A group that does not exist or is not active is NOT_FOUND, although the recorder answers API_OK.',
    {
      input: {
        ROLEID,
        ROLENAME,
        GROUPNAME: required(string, 'The group’s name.', { maxLength: 255 }),
        ACTION: required(ADD_OR_DELETE, 'Give or take away.'),
      },
      output: struct('MODIFYROLEGROUPPERMISSIONRESULT', 'The values that were sent.', {
        ...resultFields,
        ...echoed('ROLEID', 'ROLENAME', 'GROUPNAME', 'ACTION'),
      }),
      faults: roleFaults,
    },
  ),
  MODIFYUSERROLE: mutation('Gives a user a role or takes it away.', {
    input: {
      ROLEID,
      ROLENAME,
      USERID: idNumber('The user’s number.'),
      LASTNAME: personName.LASTNAME,
      FIRSTNAME: personName.FIRSTNAME,
      SYSTEMUSERNAME: text(255, 'The user’s network user name.'),
      USERNAME: text(255, 'The log-in name in the recorder.'),
      ACTION: required(ADD_OR_DELETE, 'Give or take away.'),
    },
    output: struct('MODIFYUSERROLERESULT', 'The values that were sent.', {
      ...resultFields,
      ...echoed('ROLEID', 'ROLENAME', 'USERID', 'LASTNAME', 'FIRSTNAME', 'SYSTEMUSERNAME', 'USERNAME', 'ACTION'),
    }),
    faults: [...roleFaults, ...faults('API_ROLE_NOT_FOUND', 'API_USER_NOT_FOUND')],
  }),
  MODIFYROLEPERMISSION: mutation('Gives a role a permission or takes it away.', {
    input: {
      ROLEID,
      ROLENAME,
      PERMISSIONNAME: required(PERMISSIONNAME, 'The permission.'),
      ACTION: required(ADD_OR_DELETE, 'Give or take away.'),
    },
    output: struct('MODIFYROLEPERMISSIONRESULT', 'The values that were sent.', {
      ...resultFields,
      ...echoed('ROLEID', 'ROLENAME', 'PERMISSIONNAME', 'ACTION'),
    }),
    faults: [...roleFaults, ...faults('API_ROLE_NOT_FOUND', 'API_PERMISSIONIDENT_NOT_FOUND')],
  }),
  EMAIL: mutation('Sends recordings to an e-mail address, several of them as a zip file.', {
    input: {
      IDENT: required(string, 'Ids of recordings, with commas between.', { maxLength: 255, meaning: 'numbers' }),
      TOADDRESS: required(string, 'The address to send to.', { maxLength: 255 }),
      MEDIA_FORMAT: required(MEDIA_FORMAT, 'The file format.'),
    },
    output: RESULT,
    faults: mailFaults,
    audited: true,
  }),
  COMBINEDEMAIL: mutation('Sends recordings, joined into one file, to an e-mail address.', {
    input: {
      TOADDRESS: required(string, 'The address to send to.', { maxLength: 255 }),
      TONAME: address('The receiver’s name.'),
      FROMADDRESS: address('The address to send from.'),
      FROMNAME: address('The sender’s name.'),
      IDENT: required(string, 'Ids of recordings, with commas between.', { maxLength: 255 }),
      UNIQUEID: text(255, 'The column that IDENT holds values of.', { meaning: 'column' }),
    },
    output: RESULT,
    faults: mailFaults,
    audited: true,
  }),
  AGENTWINDOW: query('The window in front on an agent’s screen in the latest capture.', {
    input: {
      COMPUTERNAME: text(255, 'The agent’s computer.'),
      USERNAME: text(255, 'The agent’s user name, in place of the computer.'),
    },
    output: struct('AGENTWINDOWRESULT', 'An agent’s window.', {
      ...resultFields,
      DOMAIN: optional(string, 'The Windows domain.', { alsoRead: ['Domain'] }),
      IPADDRESS: optional(string, 'The computer’s address.'),
      STATUS: optional(string, 'Whether screens can be captured there.'),
      APPLICATIONTITLE: optional(string, 'Title of the window in front.'),
      LASTUPDATE: optional(localTime, 'When this was captured.'),
    }),
    faults: faults('API_AGENT_NOT_FOUND', 'API_DATABASE_QUERY_ERROR'),
  }),
} as const satisfies Operations;
