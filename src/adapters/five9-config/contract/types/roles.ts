/** Roles and the permissions in them. */
import { boolean, enumeration, list, optional, required, struct } from '../../../contract.ts';
import {
  adminPermissionType,
  agentPermissionType,
  crmManagerPermissionType,
  reportingPermissionType,
  supervisorPermissionType,
} from './permissions.ts';

const value = required(boolean, 'True to give it.');

export const adminPermission = struct(
  'adminPermission',
  'One permission of an administrator, given or withheld.',
  {
    type: optional(adminPermissionType, 'Which permission.'),
    value,
  },
  { page: 20 },
);

export const adminRole = struct(
  'adminRole',
  'The administrator role.',
  {
    permissions: optional(list(adminPermission), 'Permissions given or withheld.'),
  },
  { page: 21 },
);

export const agentPermission = struct(
  'agentPermission',
  'One permission of an agent, given or withheld.',
  {
    type: optional(agentPermissionType, 'Which permission.'),
    value,
  },
  { page: 23 },
);

export const agentRole = struct(
  'agentRole',
  'The agent role.',
  {
    alwaysRecorded: required(boolean, 'Whether all calls of the agent are recorded.'),
    attachVmToEmail: required(boolean, 'Whether voicemail may be attached to email.'),
    permissions: optional(list(agentPermission), 'Permissions given or withheld.'),
    sendEmailOnVm: required(boolean, 'Whether the agent may follow a voicemail with an email.'),
  },
  { page: 28 },
);

export const crmManagerPermission = struct(
  'crmManagerPermission',
  'One permission of a contact-database manager.',
  {
    type: optional(crmManagerPermissionType, 'Which permission.'),
    value,
  },
  { page: 70 },
);

export const crmManagerRole = struct(
  'crmManagerRole',
  'The contact-database manager role.',
  {
    permissions: optional(list(crmManagerPermission), 'Granted and denied permissions; none are defined yet.'),
  },
  { page: 70 },
);

export const reportingPermission = struct(
  'reportingPermission',
  'One permission of a reporting user, given or withheld.',
  {
    type: optional(reportingPermissionType, 'Which permission.'),
    value,
  },
  { page: 108 },
);

export const reportingRole = struct(
  'reportingRole',
  'The reporting role.',
  {
    permissions: optional(list(reportingPermission), 'Permissions given or withheld.'),
  },
  { page: 109 },
);

export const supervisorPermission = struct(
  'supervisorPermission',
  'One permission of a supervisor, given or withheld.',
  {
    type: optional(supervisorPermissionType, 'Which permission.'),
    value,
  },
  { page: 117 },
);

export const supervisorRole = struct(
  'supervisorRole',
  'The supervisor role.',
  {
    permissions: optional(list(supervisorPermission), 'Permissions given or withheld.'),
  },
  { page: 120 },
);

export const userRoleType = enumeration(
  'userRoleType',
  'The name of a role.',
  {
    DomainAdmin: 'Administrator.',
    Agent: 'Agent.',
    Supervisor: 'Supervisor.',
    Reporting: 'Reporting user.',
    CrmManager: 'Manager of the contact database.',
  },
  125,
);

export const userRoles = struct(
  'userRoles',
  'The roles of a user; an absent role is not assigned.',
  {
    admin: optional(adminRole, 'Administrator role.'),
    agent: optional(agentRole, 'Agent role.'),
    crmManager: optional(crmManagerRole, 'Contact-database manager role.'),
    reporting: optional(reportingRole, 'Reporting role.'),
    supervisor: optional(supervisorRole, 'Supervisor role.'),
  },
  { page: 125 },
);
