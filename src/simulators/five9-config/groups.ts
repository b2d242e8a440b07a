import type { AnswerInput, Answers } from './answers.ts';
import { type ConfigValues, fail, valuesGiven } from './collection.ts';
import type { Domain, GroupItem, UserProfileItem } from './domain.ts';
import { LOCALES } from './locales.ts';

function without(items: readonly string[], removed: readonly string[] | null | undefined): string[] {
  return items.filter((item) => !removed?.includes(item));
}

function together(items: readonly string[], added: readonly string[] | null | undefined): string[] {
  return [...new Set([...items, ...(added ?? [])])];
}

/** The objects of a group or profile are named by the general fault, whichever fault their chapter has. */
function needObjects(collection: { has(name: unknown): boolean }, names: readonly string[], objectType: string): void {
  const objectName = names.find((name) => !collection.has(name));
  if (objectName !== undefined)
    fail('ObjectNotFoundFault', `${objectType} "${objectName}" doesn't exist.`, { id: null, objectName, objectType });
}

/** Only agents and supervisors may be in an agent group (guide p. 241). */
function needAgents(domain: Domain, names: readonly string[]): void {
  needObjects(domain.users, names, 'User');
  for (const userName of names) {
    const { roles } = domain.users.find(userName);
    if (!roles.agent && !roles.supervisor)
      fail('UserHasNoRequiredRoleFault', `User "${userName}" is neither agent nor supervisor.`, {
        roles: ['Agent', 'Supervisor'],
        userName,
      });
  }
}

function modifyGroup(domain: Domain, { group, addAgents, removeAgents }: AnswerInput<'modifyAgentGroup'>): void {
  const { agents } = domain.groups.find(group.name);
  needAgents(domain, [...(group.agents ?? []), ...(addAgents ?? [])]);
  const members = group.agents?.length ? group.agents : agents;
  const { id: _, ...given } = valuesGiven(group);
  domain.groups.put(group.name, { ...given, agents: together(without(members, removeAgents), addAgents) });
}

/** The chapter Agent Groups. */
export function groupAnswers(domain: Domain): Answers {
  return {
    createAgentGroup({ group }): GroupItem {
      const agents = group.agents ?? [];
      needAgents(domain, agents);
      const { id: _, ...given } = valuesGiven(group);
      return domain.groups.add(group.name, { description: '', ...given, agents });
    },
    getAgentGroup: ({ groupName }) => domain.groups.find(groupName),
    getAgentGroups: ({ groupNamePattern }) => domain.groups.matching(groupNamePattern),
    modifyAgentGroup: (input) => modifyGroup(domain, input),
    deleteAgentGroup: ({ groupName }) => void domain.groups.remove(groupName),
  };
}

function checkProfile(domain: Domain, profile: ConfigValues & Partial<UserProfileItem>): void {
  const { locale } = profile;
  if (typeof locale === 'string' && locale && !LOCALES.includes(locale))
    fail('LocaleNotFoundFault', `Locale "${locale}" doesn't exist.`, { localeName: locale });
  needObjects(domain.skills, profile.skills ?? [], 'Skill');
  needObjects(domain.users, profile.users ?? [], 'User');
}

/** The chapter User Profiles. */
export function userProfileAnswers(domain: Domain): Answers {
  const { userProfiles } = domain;
  return {
    createUserProfile({ userProfile }) {
      const given = valuesGiven(userProfile);
      checkProfile(domain, given);
      return userProfiles.add(userProfile.name, { skills: [], users: [], ...given });
    },
    getUserProfile: ({ userProfileName }) => userProfiles.find(userProfileName),
    getUserProfiles: ({ userProfileNamePatern }) => userProfiles.matching(userProfileNamePatern),
    modifyUserProfile({ userProfile }) {
      checkProfile(domain, valuesGiven(userProfile));
      userProfiles.change(userProfile.name, userProfile);
    },
    modifyUserProfileSkills({ userProfileName, addSkills, removeSkills }) {
      const { skills } = userProfiles.find(userProfileName);
      needObjects(domain.skills, [...(addSkills ?? []), ...(removeSkills ?? [])], 'Skill');
      userProfiles.put(userProfileName, { skills: together(without(skills, removeSkills), addSkills) });
    },
    modifyUserProfileUserList({ userProfileName, addUsers, removeUsers }) {
      const { users } = userProfiles.find(userProfileName);
      needObjects(domain.users, [...(addUsers ?? []), ...(removeUsers ?? [])], 'User');
      userProfiles.put(userProfileName, { users: together(without(users, removeUsers), addUsers) });
    },
    deleteUserProfile({ userProfileName }) {
      const { users } = userProfiles.find(userProfileName);
      userProfiles.remove(userProfileName, users.length > 0);
    },
  };
}
