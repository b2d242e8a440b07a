import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedPerson } from '../../../src/simulators/centre/model.ts';
import { untilAnswer } from '../../helpers/until.ts';
import { ACCOUNTS, type ActsGateway, idle as idleIn, startActs } from './centre.ts';

const FIVE9 = ACCOUNTS['five9-config'];
const FLOOR = ACCOUNTS['five9-cti'];
const RECORDER = ACCOUNTS.recorder;
const DIALLER = ACCOUNTS['remote-control'];
const SHOW =
  'agent { id name email presence skills { name } groups identities { account { key } nativeId userName extension active } }';
const PASSWORD = 'S3cret!of-theirs';

let gateway: ActsGateway;
const log: string[] = [];
beforeAll(async () => {
  const note = (...said: unknown[]) => void log.push(said.map((each) => JSON.stringify(each)).join(' '));
  gateway = await startActs({
    vendors: ['five9-config', 'five9-cti', 'recorder', 'remote-control'],
    grants: {
      controller: { scopes: ['calls:read', 'calls:control', 'campaigns:read'] },
      floor: { scopes: ['admin'], accounts: [FLOOR] },
    },
    log: { debug: note, info: note, warn: note, error: note },
  });
}, 30_000);
afterAll(() => gateway.close());

const act = (name: string, input: object, show = SHOW, key?: string) => gateway.act(name, input, show, key);
const received = (vendor: 'five9-config' | 'recorder' | 'five9-cti', operation: string) =>
  gateway.simulator(vendor).received.get(operation) ?? 0;
const raw = async (userName: string, fields: string) => {
  const query = `query Raw($name: String!) { raw: five9Config_getUserInfo(userName: $name) { ${fields} } }`;
  return (await gateway.ask(query, { name: userName })).data.raw;
};

const idle = () => idleIn(gateway.centre.centre, ({ carrier }) => carrier === 'five9-cti');

const nameOf = ({ firstName, lastName }: SimulatedPerson) => `${firstName} ${lastName}`;
const agentId = (person: SimulatedPerson) => gateway.idOf('agents', FLOOR, nameOf(person));
const dialled = async () => {
  const person = gateway.centre.centre.people.find(({ carrier }) => carrier === 'remote-control') as SimulatedPerson;
  return gateway.idOf('agents', RECORDER, nameOf(person));
};

let made = 0;
/** A user of Five9 alone, of its own for a test. */
async function newcomer(more: object = {}) {
  made += 1;
  const names = { firstName: 'New', lastName: `Comer ${made}`, userName: `new.comer.${made}` };
  const { agent, userErrors } = await act('agentCreate', { account: FIVE9, ...names, ...more });
  expect(userErrors).toEqual([]);
  return { id: agent.id as string, ...names };
}

describe('agentCreate', () => {
  test('makes a Five9 user who works as an agent, with groups, skills and a password nobody sees', async () => {
    const skills = [await gateway.idOf('skills', FIVE9, 'Sales'), await gateway.idOf('skills', FLOOR, 'Support')];
    const { agent, userErrors } = await act('agentCreate', {
      ...{ account: FIVE9, firstName: 'Ada', lastName: 'Byron', userName: 'ada.byron', email: 'ada@centre.example' },
      ...{ extension: '9701', password: PASSWORD, groups: ['North'], skillIds: skills, skillLevel: 3 },
    });
    expect(userErrors).toEqual([]);
    expect(agent).toMatchObject({
      ...{ name: 'Ada Byron', email: 'ada@centre.example', groups: ['North'] },
      skills: [{ name: 'Sales' }, { name: 'Support' }],
      identities: [{ account: { key: FIVE9 }, nativeId: 'ada.byron', extension: '9701', active: true }],
    });
    const user = await raw(
      'ada.byron',
      'roles { agent { alwaysRecorded } admin { __typename } } skills { skillName level }',
    );
    expect(user).toEqual({
      roles: { agent: { alwaysRecorded: false }, admin: null },
      skills: [
        { skillName: 'Sales', level: 3 },
        { skillName: 'Support', level: 3 },
      ],
    });
  });

  test('makes a recorder’s user, joined with who is known already by the rules of identity', async () => {
    const { userName, id } = await newcomer();
    const { agent, userErrors } = await act('agentCreate', {
      ...{
        account: RECORDER,
        firstName: 'New',
        lastName: `Comer ${made}`,
        userName,
        employeeId: 'E-77',
        extension: '7900',
      },
    });
    expect(userErrors).toEqual([]);
    expect(agent.id).toBe(id);
    expect(agent.identities.map(({ account }: { account: { key: string } }) => account.key).sort()).toEqual(
      [FIVE9, RECORDER].sort(),
    );
    expect(agent.identities).toContainEqual(expect.objectContaining({ userName, extension: '7900', active: true }));
  });

  test.each([
    ['a Five9 user without a log-in name', { account: FIVE9 }, 'userName'],
    ['an employee id at Five9', { account: FIVE9, userName: 'n.n', employeeId: '5' }, 'employeeId'],
    ['a level there is not', { account: FIVE9, userName: 'n.n', skillLevel: 11 }, 'skillLevel'],
    ['groups at the recorder', { account: RECORDER, groups: ['North'] }, 'groups'],
    ['a first name too long for the recorder', { account: RECORDER, firstName: 'x'.repeat(21) }, 'firstName'],
    ['an empty name', { account: FIVE9, userName: 'n.n', lastName: ' ' }, 'lastName'],
  ])('refuses %s by name, asking nobody', async (_, input, argument) => {
    const before = [received('five9-config', 'createUser'), received('recorder', 'IMPORTUSER')];
    const { agent, userErrors } = await act('agentCreate', { firstName: 'No', lastName: 'One', ...input });
    expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', argument] }]);
    expect(agent).toBeNull();
    expect([received('five9-config', 'createUser'), received('recorder', 'IMPORTUSER')]).toEqual(before);
  });

  test('tells of a log-in name, a name or an extension that is taken', async () => {
    const [person] = gateway.centre.centre.people.filter(({ carrier }) => carrier === 'five9-cti');
    const codes = async (input: object) =>
      (await act('agentCreate', input)).userErrors.map(({ code, vendorCode }) => [code, vendorCode]);
    const { firstName = '', lastName = '', userName = '', extension = '' } = person ?? {};
    expect(await codes({ account: FIVE9, firstName, lastName, userName })).toEqual([
      ['ALREADY_EXISTS', 'UserAlreadyExistsFault'],
    ]);
    expect(await codes({ account: FIVE9, firstName, lastName, userName: 'other', extension })).toEqual([
      ['ALREADY_EXISTS', 'ExtensionAlreadyInUseFault'],
    ]);
    expect(await codes({ account: RECORDER, firstName, lastName })).toEqual([
      ['ALREADY_EXISTS', 'API_USER_ALREADY_EXIST'],
    ]);
  });

  test('names the accounts that could where one cannot, and hides those of others', async () => {
    const input = { firstName: 'No', lastName: 'One', userName: 'no.one' };
    expect((await act('agentCreate', { ...input, account: DIALLER })).userErrors).toMatchObject([
      { code: 'UNSUPPORTED', message: expect.stringContaining(FIVE9) },
    ]);
    expect((await act('agentCreate', { ...input, account: FIVE9 }, SHOW, 'floor')).userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'account'] },
    ]);
  });

  test('is for administrators, as are the other changes of who may work', async () => {
    for (const name of ['agentUpdate', 'agentDelete', 'agentAddSkills', 'agentRemoveSkills']) {
      const more = name.endsWith('Skills') ? ', skillIds: []' : '';
      const query = `mutation { ${name}(input: { id: "x"${more} }) { userErrors { code } } }`;
      expect((await gateway.ask(query, {}, 'controller')).errors?.[0]?.extensions.code).toBe('PERMISSION_DENIED');
    }
  });

  test('one in doubt is shown as what was found, and sent once', async () => {
    const before = received('five9-config', 'createUser');
    gateway.simulator('five9-config').trouble({ kind: 'half', operation: 'createUser', times: 1 });
    const input = { account: FIVE9, firstName: 'In', lastName: 'Doubt', userName: 'in.doubt' };
    const { agent, userErrors } = await act('agentCreate', input);
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(received('five9-config', 'createUser')).toBe(before + 1);
    expect(agent).toMatchObject({ name: 'In Doubt', identities: [{ nativeId: 'in.doubt' }] });
  });
});

describe('agentUpdate', () => {
  test('changes what it is told and leaves the rest of a Five9 user as it stands', async () => {
    const { id, userName } = await newcomer({ email: 'before@centre.example', extension: '7101' });
    const shown =
      'generalInfo { EMail extension firstName lastName fullName active canChangePassword id } roles { agent { alwaysRecorded } }';
    const before = await raw(userName, shown);
    const { agent, userErrors } = await act('agentUpdate', { id, email: 'after@centre.example', firstName: 'Newer' });
    expect(userErrors).toEqual([]);
    expect(agent).toMatchObject({ id, email: 'after@centre.example', name: expect.stringContaining('Newer Comer') });
    expect(await raw(userName, shown)).toEqual({
      ...before,
      generalInfo: {
        ...before.generalInfo,
        ...{ EMail: 'after@centre.example', firstName: 'Newer', fullName: agent.name },
      },
    });
    expect((await act('agentUpdate', { id, active: false })).agent.identities).toMatchObject([
      { active: false, extension: '7101' },
    ]);
  });

  test('needs the account where several know the agent, and lists them', async () => {
    const person = idle();
    const id = await agentId(person);
    const vague = await act('agentUpdate', { id, email: 'x@centre.example' });
    expect(vague.userErrors).toMatchObject([
      {
        code: 'INVALID_ARGUMENT',
        path: ['input', 'account'],
        message: expect.stringContaining(`${FIVE9}, ${RECORDER}`),
      },
    ]);
    const phones = (await gateway.ask(USERS)).data.recorder_IMPORTUSER.USERS.USER;
    const { userErrors, agent } = await act('agentUpdate', { id, account: RECORDER, employeeId: 'E-1234' });
    expect(userErrors).toEqual([]);
    expect(agent.id).toBe(id);
    const number = String(person.recorderId);
    const changed = (await gateway.ask(USERS)).data.recorder_IMPORTUSER.USERS.USER;
    const of = (users: { USER_ID: string }[]) => users.find(({ USER_ID }) => USER_ID === number);
    expect(of(changed)).toEqual({ ...of(phones), EMPLOYEEID: 'E-1234' });
  });

  test('refuses an account the agent is not at, one that cannot, what does not fit, and nothing', async () => {
    const { id } = await newcomer();
    const errors = async (input: object) => (await act('agentUpdate', input)).userErrors;
    expect(await errors({ id, account: RECORDER, email: 'x@y.example' })).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'account'], message: expect.stringContaining(FIVE9) },
    ]);
    expect(await errors({ id: await agentId(idle()), account: FLOOR, email: 'x@y.example' })).toMatchObject([
      { code: 'UNSUPPORTED' },
    ]);
    expect(await errors({ id, account: 'nobody', email: 'x@y.example' })).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'account'] },
    ]);
    expect(await errors({ id })).toMatchObject([{ code: 'INVALID_ARGUMENT' }]);
    expect(await errors({ id, firstName: '' })).toMatchObject([{ path: ['input', 'firstName'] }]);
    const recorded = await dialled();
    expect(await errors({ id: recorded, account: RECORDER, extension: '1' })).toMatchObject([
      { path: ['input', 'extension'] },
    ]);
    expect(await errors({ id: recorded, account: RECORDER, email: '' })).toMatchObject([{ path: ['input', 'email'] }]);
  });
});

const USERS =
  'mutation { recorder_IMPORTUSER(ACTION: LIST) { USERS { USER { USER_ID USERNAME EMPLOYEEID FIRSTNAME LASTNAME STATUS EMAIL CRM_USER SYS_USER PHONES } } } }';

describe('agentDelete', () => {
  test('of one identity leaves the agent under the others, and then nobody', async () => {
    const { id, userName } = await newcomer();
    await act('agentCreate', { account: RECORDER, firstName: 'New', lastName: `Comer ${made}`, userName });
    expect((await act('agentDelete', { id })).userErrors).toMatchObject([{ path: ['input', 'account'] }]);
    const { agent, userErrors } = await act('agentDelete', { id, account: FIVE9 });
    expect(userErrors).toEqual([]);
    expect(agent.identities).toMatchObject([{ account: { key: RECORDER }, userName }]);
    expect(await act('agentDelete', { id: agent.id })).toEqual({ agent: null, userErrors: [] });
    const again = (await act('agentDelete', { id: agent.id })).userErrors;
    expect(again).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });

  test('of somebody on a call is refused, and shows them', async () => {
    const { centre } = gateway.centre;
    const call = await untilAnswer(
      async () =>
        centre.liveCalls().find(({ person, state }) => person.carrier === 'five9-cti' && state === 'CONNECTED'),
      (found) => found !== undefined,
    );
    const { agent, userErrors } = await act('agentDelete', {
      id: await agentId(call?.person as SimulatedPerson),
      account: FIVE9,
    });
    expect(userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION', vendorCode: 'UserCantBeDeletedFault' }]);
    expect(agent.name).toBe(nameOf(call?.person as SimulatedPerson));
  });
});

describe('agentAddSkills and agentRemoveSkills', () => {
  const skill = (name: string, account: string = FIVE9) => gateway.idOf('skills', account, name);

  test('each skill goes for itself, at the level told, and the agent shows the truth', async () => {
    const { id, userName } = await newcomer({ skillIds: [await skill('Sales')] });
    const skillIds = [await skill('Support'), await skill('Sales'), await skill('Billing', FLOOR)];
    const { agent, userErrors } = await act('agentAddSkills', { id, skillIds, level: 4 });
    expect(userErrors).toMatchObject([
      { code: 'ALREADY_EXISTS', path: ['input', 'skillIds', '1'], vendorCode: 'UserAlreadyHasSkillFault' },
    ]);
    expect(userErrors).toHaveLength(1);
    const names = (skills: { name: string }[]) => skills.map(({ name }) => name).sort();
    expect(names(agent.skills)).toEqual(['Billing', 'Sales', 'Support']);
    const { skills } = await raw(userName, 'skills { skillName level }');
    expect(skills).toContainEqual({ skillName: 'Billing', level: 4 });
    const removed = await act('agentRemoveSkills', { id, skillIds: [await skill('Retention'), await skill('Sales')] });
    expect(removed.userErrors).toMatchObject([
      { code: 'FAILED_PRECONDITION', path: ['input', 'skillIds', '0'], vendorCode: 'UserDoesntHaveSkillFault' },
    ]);
    expect(names(removed.agent.skills)).toEqual(['Billing', 'Support']);
  });

  test('more than the vendor’s pauses leave time for are refused, asking nobody', async () => {
    const { id } = await newcomer();
    const names = ['Sales', 'Support', 'Billing', 'Retention', 'Collections', 'Spanish'];
    const create =
      'mutation Make($skill: Five9Config_skillInfoInput!) { five9Config_createSkill(skillInfo: $skill) { skill { name } } }';
    for (const name of ['Seventh', 'Eighth', 'Ninth']) await gateway.ask(create, { skill: { skill: { name } } });
    const skillIds = await Promise.all([...names, 'Seventh', 'Eighth', 'Ninth'].map((name) => skill(name)));
    const before = received('five9-config', 'userSkillAdd');
    expect((await act('agentAddSkills', { id, skillIds })).userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'skillIds'] },
    ]);
    expect(received('five9-config', 'userSkillAdd')).toBe(before);
  });

  test('trouble in the middle ends it, and nothing goes twice', async () => {
    const { id } = await newcomer();
    const skillIds = [await skill('Sales'), await skill('Support'), await skill('Billing')];
    const before = received('five9-config', 'userSkillAdd');
    gateway.simulator('five9-config').trouble({ kind: 'half', operation: 'userSkillAdd', times: 1 });
    const { userErrors } = await act('agentAddSkills', { id, skillIds });
    expect(userErrors.map(({ code, path }) => [code, path?.at(-1)])).toEqual([
      ['OUTCOME_UNKNOWN', '0'],
      ['UNAVAILABLE', '1'],
      ['UNAVAILABLE', '2'],
    ]);
    expect(received('five9-config', 'userSkillAdd')).toBe(before + 1);
  });

  test('refuses a level there is not, another account’s identity and one that has no skills to give', async () => {
    const { id } = await newcomer();
    const skillIds = [await skill('Sales')];
    expect((await act('agentAddSkills', { id, skillIds, level: 0 })).userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'level'] },
    ]);
    expect((await act('agentAddSkills', { id: await dialled(), skillIds })).userErrors).toMatchObject([
      { code: 'UNSUPPORTED', message: expect.stringContaining(FIVE9) },
    ]);
  });
});

describe('agentLogin and agentLogout', () => {
  test('at a desk: in with a station, out with a reason', async () => {
    const person = idle();
    gateway.centre.centre.logOut(person);
    const id = await agentId(person);
    const login = { id, password: PASSWORD, station: '7001', stationType: 'SOFTPHONE' };
    expect(await act('agentLogin', login, SHOW, 'controller')).toMatchObject({
      agent: { presence: 'NOT_READY' },
      userErrors: [],
    });
    expect((await act('agentLogin', login)).userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION' }]);
    expect((await act('agentLogout', { id, reasonCode: 'Holidays' })).userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'reasonCode'] },
    ]);
    const out = await act('agentLogout', { id, reasonCode: 'End of shift' });
    expect(out).toMatchObject({ agent: { presence: 'LOGGED_OUT' }, userErrors: [] });
    expect((await act('agentLogout', { id, account: FLOOR })).userErrors).toMatchObject([
      { code: 'FAILED_PRECONDITION' },
    ]);
  });

  test('what the account does not say of the desk has to be told', async () => {
    const id = await agentId(idle());
    const errors = async (input: object) => (await act('agentLogin', { id, ...input })).userErrors;
    const before = received('five9-cti', 'login');
    expect(await errors({})).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'password'] }]);
    expect(await errors({ password: PASSWORD })).toMatchObject([{ path: ['input', 'station'] }]);
    const wrong = await errors({ password: PASSWORD, station: '1', stationType: 'TIN_CAN' });
    expect(wrong).toMatchObject([{ path: ['input', 'stationType'], message: expect.stringContaining('PSTN') }]);
    expect(await errors({ account: FIVE9, password: PASSWORD })).toMatchObject([{ code: 'UNSUPPORTED' }]);
    expect(received('five9-cti', 'login')).toBe(before);
  });

  test('who answers on a vendor without sessions cannot be logged out through it', async () => {
    const [error] = (await act('agentLogout', { id: await dialled() })).userErrors;
    expect(error).toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining(FLOOR) });
  });
});

test('no password was ever logged', () => {
  expect(log.join('\n')).not.toContain(PASSWORD);
});
