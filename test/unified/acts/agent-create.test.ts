import { describe, expect, test } from 'vitest';
import {
  act,
  FIVE9,
  FLOOR,
  gateway,
  log,
  made,
  newAgent,
  PASSWORD,
  RECORDER,
  raw,
  received,
  SHOW,
} from './agent-acts.ts';
import { ACCOUNTS } from './centre.ts';

const DIALLER = ACCOUNTS['remote-control'];

describe('agentCreate', () => {
  test('makes a Five9 user with the agent role, groups, skills and a password that is never shown', async () => {
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

  test("makes a recorder's user, joined to a known agent by the rules of identity", async () => {
    const { userName, id } = await newAgent();
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
  ])('refuses %s by name, without a vendor call', async (_, input, argument) => {
    const before = [received('five9-config', 'createUser'), received('recorder', 'IMPORTUSER')];
    const { agent, userErrors } = await act('agentCreate', { firstName: 'No', lastName: 'One', ...input });
    expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', argument] }]);
    expect(agent).toBeNull();
    expect([received('five9-config', 'createUser'), received('recorder', 'IMPORTUSER')]).toEqual(before);
  });

  test('reports a log-in name, a name or an extension that is taken', async () => {
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

  test('needs the scope admin, as the other changes of agents do', async () => {
    for (const name of ['agentUpdate', 'agentDelete', 'agentAddSkills', 'agentRemoveSkills']) {
      const more = name.endsWith('Skills') ? ', skillIds: []' : '';
      const query = `mutation { ${name}(input: { id: "x"${more} }) { userErrors { code } } }`;
      expect((await gateway.ask(query, {}, 'controller')).errors?.[0]?.extensions.code).toBe('PERMISSION_DENIED');
    }
  });

  test('with an unknown outcome is sent once and shows the state read afterwards', async () => {
    const before = received('five9-config', 'createUser');
    gateway.simulator('five9-config').trouble({ kind: 'half', operation: 'createUser', times: 1 });
    const input = { account: FIVE9, firstName: 'In', lastName: 'Question', userName: 'in.question' };
    const { agent, userErrors } = await act('agentCreate', input);
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(received('five9-config', 'createUser')).toBe(before + 1);
    expect(agent).toMatchObject({ name: 'In Question', identities: [{ nativeId: 'in.question' }] });
  });
});

test('no password is logged', () => {
  expect(log.join('\n')).not.toContain(PASSWORD);
});
