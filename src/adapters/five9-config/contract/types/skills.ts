/** Skills and the users assigned to them. */
import { boolean, list, long, optional, string, struct } from '../../../contract.ts';
import { userSkill } from './users.ts';

export const skill = struct(
  'skill',
  'A skill, which is also a queue.',
  {
    description: optional(string, 'The purpose of the skill.'),
    id: optional(long, 'Skill id.'),
    messageOfTheDay: optional(string, 'Message of the day.'),
    name: optional(string, 'Name of the skill.'),
    routeVoiceMails: optional(boolean, 'Whether voicemail goes to this skill.'),
  },
  { page: 113 },
);

export const skillInfo = struct(
  'skillInfo',
  'A skill and the users assigned to it.',
  {
    skill: optional(skill, 'The skill.'),
    users: optional(list(userSkill), 'Its users, with their levels.'),
  },
  { page: 113 },
);
