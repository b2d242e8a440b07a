import type { AnswerInput, Answers } from './answers.ts';
import { type ConfigValues, fail, textOf, valuesGiven } from './collection.ts';
import type { Domain, UserItem } from './domain.ts';
import { LOCALES } from './locales.ts';
import { checkedWav } from './wav.ts';

/** Which member of the roles a role's type is. */
const ROLES = {
  DomainAdmin: 'admin',
  Agent: 'agent',
  Supervisor: 'supervisor',
  Reporting: 'reporting',
  CrmManager: 'crmManager',
} as const;

function withoutSecret(info: ConfigValues): ConfigValues {
  const { password: _, ...shown } = valuesGiven(info);
  return shown;
}

/** The user's skill as it is answered: with the ids and names of both. */
export function skillOf(domain: Domain, userName: string, skill: ConfigValues): ConfigValues {
  const { id } = domain.skills.find(skill.skillName);
  return { ...skill, id, userName };
}

function userShown(domain: Domain, user: UserItem): ConfigValues {
  const userName = textOf(user.generalInfo, 'userName');
  const agentGroups = domain.groups.items.filter(({ agents }) => agents.includes(userName)).map(({ name }) => name);
  return { ...user, agentGroups, skills: user.skills.map((skill) => skillOf(domain, userName, skill)) };
}

function checkInfo(domain: Domain, info: ConfigValues): void {
  const email = textOf(info, 'EMail');
  if (email && !/^[^@\s]+@[^@\s]+$/.test(email)) fail('InvalidUserDataFault', `"${email}" is no e-mail address.`);
  const localeName = textOf(info, 'locale');
  if (localeName && !LOCALES.includes(localeName))
    fail('LocaleNotFoundFault', `Locale "${localeName}" doesn't exist.`, { localeName });
  const ext = textOf(info, 'extension');
  const holder = domain.users.items.find(({ generalInfo }) => ext && generalInfo.extension === ext);
  if (holder && holder.generalInfo.userName !== info.userName)
    fail('ExtensionAlreadyInUseFault', `Extension ${ext} is in use.`, { ext });
}

/** Users and extensions that the domain may have (guide p. 240). */
const MOST_USERS = 100;
const MOST_EXTENSIONS = 80;

function checkRoom({ users }: Domain, extension: string): void {
  if (users.items.length >= MOST_USERS) fail('TooManyUsersFault', `There are ${MOST_USERS} users.`);
  const taken = users.items.filter(({ generalInfo }) => textOf(generalInfo, 'extension') !== '').length;
  if (extension && taken >= MOST_EXTENSIONS)
    fail('TooManyExtensionsFault', `There are ${MOST_EXTENSIONS} users with an extension.`);
}

function createUser(domain: Domain, { userInfo }: AnswerInput<'createUser'>): ConfigValues {
  const given = valuesGiven(userInfo.generalInfo ?? {});
  const userName = textOf(given, 'userName');
  domain.users.free(userName);
  checkInfo(domain, given);
  checkRoom(domain, textOf(given, 'extension'));
  const skills = (userInfo.skills ?? []).map(({ skillName, level }) => ({ skillName, level }));
  domain.skills.need(skills.map(({ skillName }) => skillName));
  domain.groups.need(userInfo.agentGroups);
  const fullName = `${textOf(given, 'firstName')} ${textOf(given, 'lastName')}`.trim();
  const id = String(3_000_001 + domain.users.items.length);
  const generalInfo = { active: true, fullName, ...withoutSecret(given), id };
  const roles = valuesGiven(userInfo.roles ?? {});
  domain.users.add(userName, { cannedReports: userInfo.cannedReports ?? [], generalInfo, roles, skills });
  for (const group of userInfo.agentGroups ?? [])
    domain.groups.put(group, { agents: [...domain.groups.find(group).agents, userName] });
  return userShown(domain, domain.users.find(userName));
}

function modifyUser(domain: Domain, input: AnswerInput<'modifyUser'>): ConfigValues {
  const { userGeneralInfo, rolesToSet, rolesToRemove } = input;
  const { generalInfo, roles } = domain.users.find(userGeneralInfo.userName);
  checkInfo(domain, userGeneralInfo);
  const gone = (rolesToRemove ?? []).map((role) => ROLES[role] as string);
  const left = Object.entries({ ...roles, ...valuesGiven(rolesToSet ?? {}) }).filter(([role]) => !gone.includes(role));
  const { id: _, ...changes } = withoutSecret(userGeneralInfo);
  const changed = domain.users.put(userGeneralInfo.userName, {
    generalInfo: { ...generalInfo, ...changes },
    roles: Object.fromEntries(left),
  });
  return userShown(domain, changed);
}

function deleteUser(domain: Domain, userName: string): void {
  const onCall = domain.centre.liveCalls().some(({ person }) => person.userName === userName);
  domain.users.remove(userName, onCall);
  for (const { name, agents } of domain.groups.items)
    domain.groups.put(name, { agents: agents.filter((agent) => agent !== userName) });
}

function modifyReports(domain: Domain, input: AnswerInput<'modifyUserCannedReports'>): ConfigValues {
  const { userName, cannedReportsToAdd, cannedReportsToRemove } = input;
  const user = domain.users.find(userName);
  if (!user.roles.reporting)
    fail('UserHasNoRequiredRoleFault', `User "${userName}" may not see reports.`, { roles: ['Reporting'], userName });
  const removed = cannedReportsToRemove ?? [];
  for (const objectName of removed)
    if (!user.cannedReports.some(({ name }) => name === objectName))
      fail('ObjectNotFoundFault', `User "${userName}" has no report "${objectName}".`, { objectName });
  const left = user.cannedReports.filter(({ name }) => !removed.includes(String(name)));
  return userShown(domain, domain.users.put(userName, { cannedReports: [...left, ...(cannedReportsToAdd ?? [])] }));
}

type SkillAct = 'add' | 'modify' | 'remove';

function userSkill(domain: Domain, { userSkill: input }: AnswerInput<'userSkillAdd'>, what: SkillAct): void {
  const { userName, skillName, level } = input;
  const { skills } = domain.users.find(userName);
  domain.skills.find(skillName);
  const has = skills.some((skill) => skill.skillName === skillName);
  if (has === (what === 'add'))
    fail(
      has ? 'UserAlreadyHasSkillFault' : 'UserDoesntHaveSkillFault',
      `User "${String(userName)}" ${has ? 'already has' : "doesn't have"} skill "${String(skillName)}".`,
      { skillName, userName },
    );
  const others = skills.filter((skill) => skill.skillName !== skillName);
  domain.users.put(userName, { skills: what === 'remove' ? others : [...others, { level, skillName }] });
}

function objectFault(objectName: string): never {
  return fail('ObjectNotFoundFault', `User "${objectName}" doesn't exist.`, { objectName, objectType: 'User' });
}

function greeting(domain: Domain, userName: string): string {
  if (!domain.users.has(userName)) objectFault(userName);
  return domain.users.find(userName).greeting ?? fail('FinderException', `User "${userName}" has no greeting.`);
}

/** The chapter User Management. */
export function userAnswers(domain: Domain): Answers {
  return {
    getUsersInfo: ({ userNamePattern }) =>
      domain.users.matching(userNamePattern, domain.reading('name-patterns')).map((user) => userShown(domain, user)),
    getUsersGeneralInfo: ({ userNamePattern }) =>
      domain.users.matching(userNamePattern, domain.reading('name-patterns')).map(({ generalInfo }) => generalInfo),
    getUserInfo: ({ userName }) => userShown(domain, domain.users.find(userName)),
    getUserGeneralInfo: ({ userName }) => domain.users.find(userName).generalInfo,
    createUser: (input) => createUser(domain, input),
    modifyUser: (input) => modifyUser(domain, input),
    deleteUser: ({ userName }) => deleteUser(domain, userName),
    modifyUserCannedReports: (input) => modifyReports(domain, input),
    userSkillAdd: (input) => userSkill(domain, input, 'add'),
    userSkillModify: (input) => userSkill(domain, input, 'modify'),
    userSkillRemove: (input) => userSkill(domain, input, 'remove'),
    getUserVoicemailGreeting: ({ userName }) => greeting(domain, userName),
    setUserVoicemailGreeting({ userName, wavFile }) {
      if (!domain.users.has(userName)) objectFault(userName);
      domain.users.put(userName, { greeting: checkedWav(wavFile) });
    },
  };
}
