/** Users, their media and skills, profiles and agent groups. */
import { boolean, enumeration, int, list, long, optional, required, string, struct } from '../../../contract.ts';
import { userRoles } from './roles.ts';
import { five9DateTime } from './scalars.ts';

const IEXScheduled = optional(boolean, 'Not to be used.');

export const mediaType = enumeration(
  'mediaType',
  'A medium of conversation.',
  {
    VOICE: 'Calls.',
    CHAT: 'Chats.',
    SOCIAL: 'Social media.',
    EMAIL: 'Email.',
    VIDEO: 'Video.',
    CASE: 'Cases.',
  },
  98,
);

export const mediaTypeItem = struct(
  'mediaTypeItem',
  'The permissions of a user in one medium.',
  {
    enabled: optional(boolean, 'Whether the medium is open to the user.'),
    intlligentRouting: optional(boolean, 'Whether routing by content is on; the wire spells it so.'),
    maxAlowed: optional(int, 'Most items at a time; the wire spells it so.', { minimum: 0, maximum: 127 }),
    type: optional(mediaType, 'Medium.'),
  },
  { page: 99 },
);

export const mediaTypeConfig = struct(
  'mediaTypeConfig',
  'The media of a user or profile.',
  {
    mediaTypes: optional(list(mediaTypeItem), 'One entry a medium.'),
  },
  { page: 98 },
);

export const userGeneralInfo = struct(
  'userGeneralInfo',
  'Name, contact data and password of a user.',
  {
    active: optional(boolean, 'Whether the account is open.'),
    canChangePassword: optional(boolean, 'Whether the user may change the password.'),
    EMail: optional(string, 'Email address.'),
    extension: optional(string, 'Phone extension.'),
    federationId: optional(string, 'Id in the identity federation.'),
    firstName: optional(string, 'First name.'),
    fullName: optional(string, 'First and last name.'),
    IEXScheduled,
    id: optional(long, 'User id.'),
    lastName: optional(string, 'Last name.'),
    locale: optional(string, 'Locale of the user.'),
    mediaTypeConfig: optional(mediaTypeConfig, 'Media open to the user.'),
    mustChangePassword: optional(boolean, 'Whether the password has to be changed at the first log-in.'),
    osLogin: optional(string, 'Not to be used.'),
    password: optional(string, 'Password, sent only to set it.', { secret: true }),
    phoneNumber: optional(string, 'Number of a unified communication user.'),
    startDate: optional(five9DateTime, 'When the user began with the system; used in reports.'),
    unifiedCommunicationId: optional(string, 'Id in the unified communication system, such as Skype for Business.'),
    userName: optional(string, 'Log-in name.'),
    userProfileName: optional(string, 'Profile the user has.'),
  },
  { page: 123 },
);

export const userSkill = struct(
  'userSkill',
  'A skill of a user and how soon its calls reach that user.',
  {
    id: optional(long, 'Skill id.'),
    level: required(int, '1 to 10; calls go to level 1 first.', { minimum: 1, maximum: 10 }),
    skillName: optional(string, 'Name of the skill.'),
    userName: optional(string, 'Log-in name of the user.'),
  },
  { page: 126 },
);

export const cannedReport = struct(
  'cannedReport',
  "A ready-made report in a user's list.",
  {
    index: optional(int, 'Place in the list.'),
    name: optional(string, 'Name of the report.'),
  },
  { page: 64 },
);

export const userInfo = struct(
  'userInfo',
  'All there is about a user.',
  {
    agentGroups: optional(list(string), 'Agent groups the user belongs to.'),
    cannedReports: optional(list(cannedReport), 'Canned reports of the user.'),
    generalInfo: optional(userGeneralInfo, 'Name, contact and password.'),
    roles: optional(userRoles, 'Roles of the user.'),
    skills: optional(list(userSkill), 'Skills of the user.'),
  },
  { page: 123 },
);

export const userProfile = struct(
  'userProfile',
  'Settings that many users share.',
  {
    description: optional(string, 'The purpose of the profile.'),
    IEXScheduled,
    locale: optional(string, 'Locale of its users.'),
    mediaTypeConfig: optional(mediaTypeConfig, 'Media open to its users.'),
    name: optional(string, 'Name of the profile.'),
    roles: optional(userRoles, 'Roles of its users.'),
    skills: optional(list(string), 'Skills of its users.'),
    users: optional(list(string), 'Log-in names of the agents that have it.'),
  },
  { page: 125 },
);

export const agentGroup = struct(
  'agentGroup',
  'A group of agents.',
  {
    agents: optional(list(string), 'Log-in names of its agents.'),
    description: optional(string, 'The purpose of the group.'),
    id: optional(long, 'Group id.'),
    name: optional(string, 'Name of the group.'),
  },
  { page: 22 },
);
