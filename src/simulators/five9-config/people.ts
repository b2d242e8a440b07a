import type { Centre, Person } from '../centre/model.ts';
import type { Answers } from './index.ts';
import { namePattern, Shelf, textOf, told, type Values } from './shelf.ts';

interface UserItem extends Values {
  readonly generalInfo: Values;
}

function generalInfoOf(person: Person): Values {
  const { firstName, lastName, userName, email, extension, five9Id } = person;
  return {
    ...{ active: true, canChangePassword: true, EMail: email, extension, firstName, lastName },
    ...{ fullName: `${firstName} ${lastName}`, id: five9Id, mustChangePassword: false, userName },
  };
}

function userOf(person: Person): UserItem {
  const { userName } = person;
  const skills = person.skills.map((skillName, index) => ({ id: String(index + 1), level: 1, skillName, userName }));
  return {
    agentGroups: [person.group],
    cannedReports: [],
    generalInfo: generalInfoOf(person),
    roles: { agent: { alwaysRecorded: false, attachVmToEmail: false, sendEmailOnVm: false } },
    skills,
  };
}

/** Users of the centre who work on Five9, and their skills. */
export class Users {
  readonly #shelf = new Shelf<UserItem>('User', {
    missing: 'UserNotFoundFault',
    taken: 'UserAlreadyExistsFault',
    field: 'userName',
  });

  constructor(centre: Centre) {
    for (const person of centre.people.filter(({ carrier }) => carrier === 'five9-cti')) {
      this.#shelf.add(person.userName, userOf(person));
    }
  }

  readonly answers: Answers = {
    getUsersInfo: ({ userNamePattern }) => this.#shelf.matching(userNamePattern),
    getUsersGeneralInfo: ({ userNamePattern }) =>
      this.#shelf.matching(userNamePattern).map(({ generalInfo }) => generalInfo),
    getUserInfo: ({ userName }) => this.#shelf.find(userName),
    getUserGeneralInfo: ({ userName }) => this.#shelf.find(userName).generalInfo,
    createUser: ({ userInfo }) => this.#create(userInfo as Values),
    modifyUser: ({ userGeneralInfo }) => this.#modify(userGeneralInfo as Values),
    deleteUser: ({ userName }) => void this.#shelf.remove(userName),
  };

  #create(user: Values): UserItem {
    const generalInfo = { active: true, ...told((user.generalInfo ?? {}) as Values) };
    const { password: _, ...shown } = generalInfo as Values;
    return this.#shelf.add(textOf(shown, 'userName'), {
      agentGroups: [],
      skills: [],
      ...told(user),
      generalInfo: shown,
    });
  }

  #modify(info: Values): UserItem {
    const name = textOf(info, 'userName');
    const { password: _, ...shown } = told(info);
    return this.#shelf.change(name, { generalInfo: { ...this.#shelf.find(name).generalInfo, ...shown } });
  }
}

/** Plain named things: skills, dispositions, lists. */
export function namedAnswers(centre: Centre): Answers {
  const skills = centre.skills.map((name, index) => ({
    description: `${name} queue`,
    id: String(index + 1),
    name,
    routeVoiceMails: false,
  }));
  const dispositions = centre.dispositions.map((name) => ({ description: `${name}.`, name, type: 'FinalDisp' }));
  const names = centre.campaigns.filter(({ owner }) => owner === 'five9-config').flatMap(({ lists }) => lists);
  const lists = new Map(names.map((name, index) => [name, 100 * (index + 1)]));
  return {
    getSkills: ({ skillNamePattern }) => skills.filter(({ name }) => namePattern(skillNamePattern)(name)),
    getDispositions: ({ dispositionNamePattern }) =>
      dispositions.filter(({ name }) => namePattern(dispositionNamePattern)(name)),
    getListsInfo: ({ listNamePattern }) =>
      [...lists].filter(([name]) => namePattern(listNamePattern)(name)).map(([name, size]) => ({ name, size })),
  };
}
